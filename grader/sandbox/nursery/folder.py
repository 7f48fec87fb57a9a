"""The hand-in's folder as loading left it, for each function anew: what one function writes, another does not see.

Done by the hand-in's own process, with its own rights: whatever its code puts in the way can only trick itself.
"""

import os
import stat
import time
from typing import Final

from .wipe import wipe

_MOST_ENTRIES: Final = 2000
_SAME_MOMENT_NS: Final = 20_000_000
"""Kernels write down the time of a change by a clock that ticks 100 to 1000 times a second."""


class Folder:
    """Remembers what a folder holds and brings it back."""

    def __init__(self, root: str, most_bytes: int) -> None:
        self._root, self._most_bytes = root, most_bytes
        self._state: frozenset[tuple[str, int, int]] | None = None
        self._folders: list[str] = []
        self._files: dict[str, bytes] = {}
        self._recent: list[str] = []

    def save(self) -> None:
        """Remember what is there; a folder that holds too much is left to itself."""
        self._state, self._folders, self._files = self._look(), [], {}
        room = self._most_bytes
        first = time.time_ns() - _SAME_MOMENT_NS
        self._recent = sorted(path for path, _, changed in self._state or () if changed >= first)
        try:
            for path, _, _ in sorted(self._state or ()):
                kind = os.lstat(path).st_mode
                if stat.S_ISDIR(kind):
                    self._folders.append(path)
                elif stat.S_ISREG(kind):
                    with open(path, "rb") as file:  # noqa: PTH123  # no pathlib here
                        self._files[path] = file.read(room + 1)
                    room -= len(self._files[path])
                    if room < 0:
                        self._state = None
        except OSError:
            self._state = None

    def is_as_saved(self) -> bool:
        """Whether nothing was made, written or removed since."""
        return self._state is not None and self._state == self._look() and self._recent_are_as_saved()

    def restore(self) -> None:
        """Bring back what was there, where anything has changed."""
        if self._state is None or self.is_as_saved():
            return
        try:
            wipe(self._root)
            for path in self._folders:
                os.makedirs(path, exist_ok=True)  # noqa: PTH103
            for path, content in self._files.items():
                with open(path, "wb") as file:  # noqa: PTH123
                    file.write(content)
        except OSError:
            pass
        self._state = self._look()

    def _recent_are_as_saved(self) -> bool:
        # What was written in the moment of saving may be written again within it, and show the same time.
        for path in self._recent:
            content = self._files.get(path)
            if content is None:
                continue
            try:
                with open(path, "rb") as file:  # noqa: PTH123  # no pathlib here
                    if file.read(len(content) + 1) != content:
                        return False
            except OSError:
                return False
        return True

    def _look(self) -> "frozenset[tuple[str, int, int]] | None":
        # The time of the last change of an entry cannot be set by who changes it.
        seen: set[tuple[str, int, int]] = set()
        open_folders = [self._root]
        try:
            while open_folders:
                for entry in os.scandir(open_folders.pop()):
                    found = entry.stat(follow_symlinks=False)
                    seen.add((entry.path, found.st_ino, found.st_ctime_ns))
                    if len(seen) > _MOST_ENTRIES:
                        return None
                    if entry.is_dir(follow_symlinks=False):
                        open_folders.append(entry.path)
        except OSError:
            return None
        return frozenset(seen)
