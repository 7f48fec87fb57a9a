"""Wait for a file to change, on any system and on any drive, however its editor saves."""

import time
from collections.abc import Iterator
from pathlib import Path

_LOOK_AGAIN_S = 0.5  # asking for one file's time costs nothing, and works on every system and network drive
_SETTLES_S = 0.1
_NOT_WATCHED = ("__pycache__",)

Stamp = tuple[tuple[str, int, int, int], ...]
"""Path, time, size and place on the disk of every file: an editor that puts a new file in place may keep the time."""


def pause(seconds: float) -> None:
    """Let time go by."""
    time.sleep(seconds)


def changes(path: Path, before: Stamp) -> Iterator[None]:
    """Yield whenever a file, or anything in a folder, differs from what it was, until Ctrl-C.

    A file that is gone is waited for; one that is being written is left until it has settled.

    Args:
        path: a file or a folder.
        before: its stamp when it was last read.
    """
    while True:
        now = stamp_of(path)
        while now == before or not now:
            pause(_LOOK_AGAIN_S)
            now = stamp_of(path)
        while True:
            pause(_SETTLES_S)
            later = stamp_of(path)
            if later == now or not later:
                break
            now = later
        before = now
        yield


def stamp_of(path: Path) -> Stamp:
    """Return what tells whether a file or anything in a folder has changed; nothing where it is not there."""
    files = [each for each in sorted(path.rglob("*")) if _is_watched(each, path)] if path.is_dir() else [path]
    found: list[tuple[str, int, int, int]] = []
    for file in files:
        try:
            if file.is_file():
                told = file.stat()
                found.append((str(file), told.st_mtime_ns, told.st_size, told.st_ino))
        except OSError:  # replaced while we looked
            continue
    return tuple(found)


def _is_watched(file: Path, folder: Path) -> bool:
    return not any(part.startswith(".") or part in _NOT_WATCHED for part in file.relative_to(folder).parts)
