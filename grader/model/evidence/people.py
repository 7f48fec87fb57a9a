"""What is gathered for the person who marks, and what *we* could not do."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence
from grader.model.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Scale(Evidence):
    """The steps that a person marks by: (points as text, what earns them)."""

    code: ClassVar[str] = "scale"
    staff_only: ClassVar[bool] = True
    steps: tuple[tuple[str, LocalizedText], ...]


@dataclass(frozen=True, slots=True)
class TextGathered(Evidence):
    """What the program gathered of a text for the person who marks it."""

    code: ClassVar[str] = "text_gathered"
    section: str
    heading: str
    text: str
    words: int
    pages: str
    """Estimated pages of the whole text, one decimal."""
    in_order: bool
    path: str | None = None
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class PointTouched(Evidence):
    """A guiding point and where the text touches it (quotations of the student's words; empty: not found)."""

    code: ClassVar[str] = "point_touched"
    point: LocalizedText
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OurFault(Evidence):
    """Why *we* could not judge; the traceback is for staff."""

    code: ClassVar[str] = "our_fault"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"detail"})
    reason: str
    """A short key: ``checker_crashed``, ``judge_budget``, ``sandbox_fault``, ``bad_reference``, ``overloaded``…"""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RequiresUnmet(Evidence):
    """The criterion that this one requires, and how it ended."""

    code: ClassVar[str] = "requires_unmet"
    criterion: str
    status: str
