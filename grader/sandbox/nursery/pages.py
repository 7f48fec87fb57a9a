"""Make forks cheap: what the nursery has imported lies in a few large pages rather than in thousands of small ones.

A fork copies a table entry for every page, and the end of a process takes them down again: for NumPy and SymPy that is
most of what a function's process costs. Best effort: where the kernel does not do it, forks are dearer, nothing else.
"""

import ctypes
from typing import Any, Final

_HUGE: Final = 1 << 21
_ADVISE_HUGE, _COLLAPSE = 14, 25


def gather_pages() -> None:
    """Ask the kernel to put this process's private memory into large pages (Linux 6.1 or newer)."""
    library: Any = ctypes.CDLL(None)
    for first, last in _private_regions():
        start, end = -(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE
        if end > start:
            library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _ADVISE_HUGE)
            for at in range(start, end, _HUGE):  # each by itself: one that is not there must not stop the others
                library.madvise(ctypes.c_void_p(at), ctypes.c_size_t(_HUGE), _COLLAPSE)


def _private_regions() -> "list[tuple[int, int]]":
    regions: list[tuple[int, int]] = []
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123  # a pseudo-file
            lines = maps.read().splitlines()
    except OSError:
        return []
    for line in lines:
        fields = line.split()
        if fields[1] == "rw-p" and (len(fields) == 5 or fields[5] == "[heap]"):  # the file's form
            first, last = fields[0].split("-")
            regions.append((int(first, 16), int(last, 16)))
    return regions
