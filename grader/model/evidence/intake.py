"""Whether there is an answer at all, and how its file was read."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence


@dataclass(frozen=True, slots=True)
class NotAnswered(Evidence):
    """Nothing was handed in for this; ``wanted`` is the function's or section's name."""

    code: ClassVar[str] = "not_answered"
    wanted: str


@dataclass(frozen=True, slots=True)
class NotFound(Evidence):
    """Something was handed in that could not be placed."""

    code: ClassVar[str] = "not_found"
    wanted: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable(Evidence):
    """A file, or a stretch of it, that cannot be read. ``reason`` is a short key, ``detail`` the particulars."""

    code: ClassVar[str] = "unreadable"
    path: str
    reason: str
    detail: str = ""
    line: int | None = None
    column: int | None = None
    cell: int | None = None
    excerpt: str = ""
    is_ours: bool = False
    """Whether the file could not even be opened, so that a person has to look (``ungraded`` rather than ``failed``)."""


@dataclass(frozen=True, slots=True)
class IntakeNote(Evidence):
    """A file was read, with a peculiarity worth saying (``encoding``, ``ignored``, ``repaired``, ``magic`` …)."""

    code: ClassVar[str] = "intake_note"
    path: str
    note: str
    detail: str = ""
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class LateByMember(Evidence):
    """What a delay costs each member of a group whose dates differ: name and reckoning, empty for nothing.

    Members read that there are such dates, not whose: an extension may have a reason that is nobody else's business.
    """

    code: ClassVar[str] = "late_by_member"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"members"})
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FoundIn(Evidence):
    """Where the function that was judged stands, and where else one of that name was left unused."""

    code: ClassVar[str] = "found_in"
    function: str
    path: str
    line: int | None = None
    cell: int | None = None
    also_in: tuple[str, ...] = ()
