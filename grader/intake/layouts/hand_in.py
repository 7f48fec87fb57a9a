"""One hand-in of a class, before anything of it is read."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from grader.model.evidence import Evidence

_LONGEST_NAME = 200
"""In bytes: file systems allow 255, and `-2` and `.student.html` are added."""


class Layout(StrEnum):
    """Where a folder of hand-ins comes from."""

    PLAIN = "plain"
    GRADESCOPE = "gradescope"
    MOODLE = "moodle"
    CANVAS = "canvas"
    NBGRADER = "nbgrader"


@dataclass(frozen=True, slots=True)
class Author:
    """Who handed in, as far as the platform says; empty where it does not."""

    name: str = ""
    email: str = ""
    sid: str = ""
    """The institution's student number."""
    ids: tuple[tuple[str, str], ...] = ()
    """The platform's own numbers, e.g. ``("moodle_uniqueid", "1234")``: the keys for handing marks back."""

    def shown(self) -> str:
        """Return what to call this person."""
        return self.name or self.email or self.sid or next((value for _, value in self.ids), "")


@dataclass(frozen=True, slots=True)
class HandIn:
    """Where one hand-in stands and who made it."""

    name: str
    """Unique within the class; reports are named after it."""
    paths: tuple[Path, ...]
    """Files and folders. Empty when the download names a hand-in that it does not hold; ``troubles`` says so."""
    layout: Layout = Layout.PLAIN
    inner_names: tuple[str | None, ...] = ()
    """For each path: what the student called the file (None: as on disk); nothing at all: all as on disk."""
    left_out: tuple[str, ...] = ()
    """Files at the top of a folder that the platform put there."""
    authors: tuple[Author, ...] = ()
    received_at: datetime | None = None
    late: bool | None = None
    """None where the platform does not say."""
    group: str | None = None
    troubles: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassFolder:
    """All hand-ins of a class in order of name, and facts about what belongs to none of them."""

    hand_ins: tuple[HandIn, ...]
    layout: Layout
    folder: Path
    """Where they stand: the folder that was asked for, one below it, or where an archive was unpacked."""
    troubles: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The direct children of a folder that may be hand-ins, sorted by name; links are never among them."""

    folder: Path
    children: tuple[Path, ...]

    def named(self, *names: str) -> Path | None:
        """Return the child of one of these names."""
        return next((child for child in self.children if child.name in names), None)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one layout is recognised and read."""

    layout: Layout
    recognises: Callable[[Listing], bool]
    read: Callable[[Listing], tuple[list[HandIn], list[Evidence]]]


def plain_hand_in(child: Path) -> HandIn:
    """Return a child of the folder as a hand-in of its own."""
    return HandIn(name=child.name if child.is_dir() else (child.stem or child.name), paths=(child,))


def with_file(hand_in: HandIn, path: Path, inner_name: str | None) -> HandIn:
    """Return ``hand_in`` with one more file or folder."""
    return replace(hand_in, paths=(*hand_in.paths, path), inner_names=(*hand_in.inner_names, inner_name))


def fitting(name: str) -> str:
    """Return a name that fits into a file name with an ending: reports are named after hand-ins.

    A name that is too long, or no UTF-8, keeps what it can and gets a hash of all of it, so that two stay two.
    """
    data = name.encode("utf-8", "surrogateescape")
    if len(data) <= _LONGEST_NAME and data.decode("utf-8", "ignore") == name:
        return name
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{data[: _LONGEST_NAME - 10].decode('utf-8', 'ignore')}-{digest}"


def numbered(hand_ins: Sequence[HandIn]) -> tuple[HandIn, ...]:
    """Give equal names a number, ``-2``, ``-3``, in the order of their files.

    Names that differ in letter case alone are equal: their reports would be one file on some systems. A number that
    is some other hand-in's own name is passed over.
    """
    shortened = [replace(hand_in, name=fitting(hand_in.name)) for hand_in in hand_ins]
    own = {hand_in.name.casefold() for hand_in in shortened}
    used: set[str] = set()
    result: list[HandIn] = []
    for hand_in in shortened:
        name, number = hand_in.name, 1
        while name.casefold() in used or (number > 1 and name.casefold() in own):
            number += 1
            name = f"{hand_in.name}-{number}"
        used.add(name.casefold())
        result.append(replace(hand_in, name=name))
    return tuple(result)
