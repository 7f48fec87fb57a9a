"""Which modules a hand-in's text asks for: the nursery imports them once, and its forks find them there.

Only what changes nothing when it is there already is in the table, since a nursery serves one hand-in after another:
packages whose parts come by themselves when they are named, and those that are imported whole.
"""

import re
from collections.abc import Iterable
from typing import Final

_PARTS_OF_SCIPY: Final = frozenset((
    *("cluster", "constants", "differentiate", "fft", "integrate", "interpolate", "linalg", "ndimage", "optimize"),
    *("signal", "sparse", "spatial", "special", "stats"),
))

WHOLE: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("scipy", ("scipy",), "its parts load when they are named, see below"),
    ("matplotlib", ("matplotlib", "matplotlib.pyplot"), "the second half of a second in most notebooks"),
    ("pandas", ("pandas",), "half a second, always whole"),
)
"""The word in a hand-in's text, what is imported for it, and why."""

_SCIPY: Final = re.compile(r"\bscipy\.(\w+)|\bfrom\s+scipy\s+import\s+([\w, ]+)")


def modules_for(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the modules that a hand-in with these texts is going to import, as far as the table knows them.

    Args:
        texts: its files and cells.
    """
    found: dict[str, None] = {}
    for text in texts:
        for word, modules, _ in WHOLE:
            if word in text:
                found.update(dict.fromkeys(modules))
        if "scipy" in text:
            for dotted, listed in _SCIPY.findall(text):
                parts = re.findall(r"\w+", f"{dotted} {listed}")
                found.update(dict.fromkeys(f"scipy.{part}" for part in parts if part in _PARTS_OF_SCIPY))
    return tuple(found)
