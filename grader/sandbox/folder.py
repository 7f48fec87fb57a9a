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
        self._restore_work()
        if owner is not None:
            self._base.chmod(0o711)

    def fill(self, files: Mapping[str, bytes]) -> None:
        """Empty the folder and write a hand-in's files.

        Args:
            files: content by path relative to the folder; a path that leaves it is left out.
        """
        self.empty()
        for name, content in files.items():
            if is_inside(name):
                with suppress(OSError):  # a name that this file system does not take, or two that are one here
                    self._write(self.work / name, content)

    def give_to(self, owner: int) -> None:
        """Make another user the owner of the folder."""
        self._owner = owner
        os.chown(self.work, owner, -1)

    def empty(self) -> None:
        """Remove everything in the working folder, however deep, linked or protected it is."""
        _remove_below(self._restore_work())

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


def _remove_below(folder: Path) -> None:
    if not folder.exists():
        return
    folder.chmod(0o700)
    number, prefix = 0, f".{secrets.token_hex(8)}-"
    while entries := list(os.scandir(folder)):
        for entry in entries:
            path = Path(entry.path)
            if not entry.is_dir(follow_symlinks=False):
                path.unlink()
                continue
            path.chmod(0o700)
            # What is inside moves up, so that no path gets long and nothing recurses.
            for inner in list(os.scandir(path)):
                if inner.is_dir(follow_symlinks=False):
                    number += 1
                    Path(inner.path).chmod(0o700)
                    Path(inner.path).rename(folder / f"{prefix}{number}")
                else:
                    Path(inner.path).unlink()
            path.rmdir()


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
