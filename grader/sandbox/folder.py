"""The folder that a hand-in's code sees: its own files, written anew for each hand-in and wiped after."""

import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from grader.model.errors import SandboxError
from grader.model.submission import ArtifactKind, Submission
from grader.sandbox.nursery.wipe import wipe

_ENTRY_BYTES = 4096
"""What a file costs beside its content."""
_BLOCK_BYTES = 512


class SlotFolder:
    """A private folder with a working folder in it, whose path stays the same from hand-in to hand-in.

    It is filled and emptied while none of the hand-in's processes lives: we may have more rights than they, and a link
    put in our way at the right moment would lend them ours.
    """

    def __init__(self, owner: int | None = None) -> None:
        self._base = Path(tempfile.mkdtemp(prefix="hand-in-", dir=_parent()))
        self.work = self._base / "work"
        self._owner = owner
        self._inode = 0
        self._filled_bytes = 0
        self._restore_work()
        if owner is not None:
            self._base.chmod(0o711)

    def fill(self, files: Mapping[str, bytes]) -> None:
        """Empty the folder and write a hand-in's files.

        Args:
            files: content by path relative to the folder; a path that leaves it is left out.
        """
        self.empty()
        self._filled_bytes = sum(len(content) for content in files.values())
        for name, content in files.items():
            if is_inside(name):
                with suppress(OSError):  # a name that this file system does not take, or two that are one here
                    self._write(self.work / name, content)

    def grown_bytes(self, most: int) -> int:
        """Return about how many bytes the folder has grown since it was filled, counted little further than ``most``.

        What hides from being counted, by its depth or its rights, counts as more than ``most``. May be called while the
        hand-in's processes live: it only looks.
        """
        grown, folders = -self._filled_bytes, [str(self.work)]
        while folders and grown <= most:
            try:
                with os.scandir(folders.pop()) as entries:
                    for entry in entries:
                        grown += _ENTRY_BYTES + _bytes_on_disk(entry)
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
                        if grown > most:
                            break
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone while we looked
            except OSError:
                return most + 1
        return max(0, grown)

    def give_to(self, owner: int) -> None:
        """Make another user the owner of the folder."""
        self._owner = owner
        os.chown(self.work, owner, -1)

    def empty(self) -> None:
        """Remove everything in the working folder, however deep, linked or protected it is."""
        wipe(str(self._restore_work()))

    def close(self) -> None:
        """Remove the folder."""
        with suppress(OSError, SandboxError):
            self.empty()
        shutil.rmtree(self._base, ignore_errors=True)

    def _restore_work(self) -> Path:
        # Without a user of their own, a hand-in's processes could put a link in the folder's place.
        with suppress(FileNotFoundError):
            found = self.work.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_ino == self._inode:
                return self.work
            self.work.rename(self._base / f"displaced-{secrets.token_hex(8)}")
        try:
            self.work.mkdir(mode=0o700)
        except FileNotFoundError as error:
            raise SandboxError(f"somebody has removed {self._base}") from error
        self._inode = self.work.lstat().st_ino
        if self._owner is not None:
            os.chown(self.work, self._owner, self._owner)
        return self.work

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if self._owner is not None:
            for each in (path, *path.parents):
                if each == self.work:
                    break
                os.chown(each, self._owner, self._owner, follow_symlinks=False)


def _bytes_on_disk(entry: "os.DirEntry[str]") -> int:
    found = entry.stat(follow_symlinks=False)
    return _BLOCK_BYTES * getattr(found, "st_blocks", found.st_size // _BLOCK_BYTES)


def files_of(submission: Submission) -> dict[str, bytes]:
    """Return what lies in the folder of a hand-in: its scripts, texts and data files; notebooks run from memory."""
    files = {each.path: each.content for each in submission.data_files}
    for artifact in submission.artifacts:
        if artifact.kind is not ArtifactKind.NOTEBOOK:
            files[artifact.path] = artifact.text.encode("utf-8", "surrogateescape")
    return files


def is_inside(name: str) -> bool:
    """Whether a relative path stays in the folder that it starts from."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name and name != ""


def _parent() -> str:
    # Another user must be able to reach the folder: every folder above it must let others through.
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108  # a private folder is made in it
        path = Path(candidate)
        with suppress(OSError):
            if all(each.stat().st_mode & stat.S_IXOTH for each in (path, *path.parents)):
                return candidate
    return tempfile.gettempdir()
