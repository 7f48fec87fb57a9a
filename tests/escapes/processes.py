"""This process's descendants, as the kernel lists them."""

import os
from pathlib import Path


def descendants(of: int | None = None) -> set[int]:
    """Return the ids of all living descendants of a process, of this one by default; ended ones do not count."""
    found: set[int] = set()
    waiting = [of or os.getpid()]
    while waiting:
        for child in _children(waiting.pop()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return {pid for pid in found if _is_alive(pid)}


def _children(pid: int) -> list[int]:
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(word) for word in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return children


def _is_alive(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
        )
    except OSError:
        return False
