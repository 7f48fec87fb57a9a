"""Files on disk: opened without following links, never more than was agreed, never anything but plain files."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from grader.intake.files import Gathering, clutter_root, safe_path, shown_name
from grader.model.errors import IntakeError

SizeLimit: TypeAlias = Callable[[str], int]
"""The most bytes that a file may hold, by its path."""

STAFF_FILE = "expected.yaml"
"""The verdicts expected of an example stand in its folder and are no part of it."""


def read_plain_file(path: Path, limit: int) -> bytes:
    """Return the content of a plain file.

    Raises:
        IntakeError: with a short reason as first and the particulars as second argument, when it is a device, cannot
            be opened or holds more than ``limit`` bytes.
    """
    # Opening a FIFO waits for its writer; a device may do anything.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise IntakeError("cannot_open", _words(error)) from error
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise IntakeError("special_file", "")
        try:
            content = opened.read(limit + 1)
        except OSError as error:
            raise IntakeError("cannot_open", _words(error)) from error
    if len(content) > limit:
        raise IntakeError("too_large", f"more than {limit} bytes")
    return content


def gather_folder(
    folder: Path, into: Gathering, limit_of: SizeLimit, prefix: str = "", left_out: tuple[str, ...] = (STAFF_FILE,)
) -> None:
    """Read every plain file below ``folder`` that a student may have meant to hand in.

    Links are never followed: one that points inside is a second name of a file that is read anyway, one that points
    outside could be anything on this machine.

    Args:
        folder: where to begin; a link here is the caller's own.
        into: takes files and facts.
        limit_of: the size limit of a file, by its path.
        prefix: put before each path; empty or ending in ``/``.
        left_out: names of files at the top that are no part of the hand-in.
    """
    root = folder.resolve()
    pending: list[tuple[Path, str, int]] = [(root, prefix, 0)]
    while pending:
        here, above, depth = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            into.refuse(above.rstrip("/") or ".", "cannot_open", _words(error))
            continue
        for entry in entries:
            if depth == 0 and entry.name in left_out:
                continue
            path = safe_path(above + os.fsencode(entry.name).decode("utf-8", "replace").replace("\\", "_"))
            if path is None:  # "C:…" is a fine name here and a drive elsewhere
                into.refuse(above + shown_name(entry.name), "unsafe_path")
                continue
            if not into.account.look_at_entry():
                into.refuse(path, "too_many_entries", f"limit {into.limits.entries}; nothing after this was read")
                return
            clutter = clutter_root(path.removeprefix(prefix))
            if clutter is not None:
                into.ignore(prefix + clutter)
            elif entry.is_symlink():
                _link(Path(entry.path), root, path, into)
            elif entry.is_dir(follow_symlinks=False):
                if depth + 1 > into.limits.depth:
                    into.refuse(path, "too_deep", f"limit {into.limits.depth}")
                else:
                    pending.append((Path(entry.path), path + "/", depth + 1))
            else:
                gather_file(Path(entry.path), path, into, limit_of(path))


def gather_file(file: Path, path: str, into: Gathering, limit: int) -> None:
    """Read one file under the name ``path``, or say why not."""
    try:
        content = read_plain_file(file, min(limit, into.account.room()))
    except IntakeError as error:
        into.refuse_by(error, path, limit)
        return
    into.take(path, content)


def _link(link: Path, root: Path, path: str, into: Gathering) -> None:
    try:
        target = link.resolve()
        is_inside = target.is_relative_to(root) and target.exists()
    except (OSError, RuntimeError):  # RuntimeError: links that go round (Python 3.12 and older)
        is_inside = False
    if is_inside:
        into.note(path, "ignored", "link to another file of the hand-in")
    else:
        into.refuse(path, "link", "points outside the hand-in")


def _words(error: Exception) -> str:
    # The message of an OSError holds our path; its reason alone may be shown.
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__
