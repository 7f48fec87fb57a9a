"""How much memory the container gives us."""

from pathlib import Path

SHARE = 0.4
"""Of the container's limit, what one hand-in may use: the nursery, the judge and the kernel's caches need the rest."""

_UNLIMITED = 1 << 60


def cap_memory(wanted_bytes: int) -> int:
    """Return the memory that a hand-in may use: what is wanted, but no more than its share of the container's limit."""
    limit = memory_limit_bytes()
    return wanted_bytes if limit is None else min(wanted_bytes, int(SHARE * limit))


def memory_limit_bytes(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return the smallest memory limit of the control groups that this process is in, or None where there is none.

    Args:
        proc: where the kernel tells of processes.
        groups: where it tells of control groups, version 1 or 2.
    """
    places = {groups / "memory.max", groups / "memory" / "memory.limit_in_bytes"}
    try:
        lines = (proc / "self" / "cgroup").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        lines = []
    for line in lines:
        _, controllers, path = line.split(":", 2) if line.count(":") >= 2 else ("", "-", "")  # its form
        if controllers == "":
            places |= {folder / "memory.max" for folder in _upwards(groups, path)}
        elif "memory" in controllers.split(","):
            places |= {folder / "memory.limit_in_bytes" for folder in _upwards(groups / "memory", path)}
    found = [limit for limit in map(_read, places) if limit is not None]
    return min(found, default=None)


def _upwards(root: Path, path: str) -> list[Path]:
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    return [root.joinpath(*parts[:count]) for count in range(len(parts) + 1)]


def _read(place: Path) -> int | None:
    try:
        limit = int(place.read_text(encoding="ascii"))
    except (OSError, ValueError):  # not there, or "max"
        return None
    return limit if 0 < limit < _UNLIMITED else None
