"""Seeds that depend on names alone: the same for every student, face and run."""

import hashlib


def derive_seed(seed: int, *names: str) -> int:
    """Return a 32-bit seed made of a rubric's seed and names.

    Args:
        seed: the rubric's. What is made of it reaches students; only a long one cannot be found from that by trying.
        names: e.g. the criterion's id.
    """
    text = "\x1f".join((str(seed), *names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
