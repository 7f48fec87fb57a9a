"""What a class's pages and tables are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.model.rubric import Rubric
from grader.model.text import LocalizedText

NOT_GRADED = frozenset({"not_for_this_rubric", "not_handed_in"})
"""States without any points."""
UNJUDGED = NOT_GRADED | {"unreadable"}
"""States of hand-ins that say nothing about how hard the homework was."""


@dataclass(frozen=True, slots=True)
class ClassCell:
    """A part of one hand-in: points earned so far, points that wait for a person."""

    part: str
    earned: Fraction
    pending: Fraction = Fraction(0)
    untouched: bool = False
    """Whether nothing at all was handed in for the part."""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One hand-in. ``earned`` and ``pending`` are the report's, so after penalties.

    ``status`` is ``graded``, ``pending``, ``ungraded``, ``unreadable``, ``not_for_this_rubric``, or ``not_handed_in``
    (then ``submission`` is what to call the student). ``roster`` holds
    (column, value) pairs; ``link`` and ``student_link`` are addresses relative to the page, as they are in the file
    system (they are quoted here).
    """

    submission: str
    status: str
    earned: Fraction = Fraction(0)
    pending: Fraction = Fraction(0)
    cells: tuple[ClassCell, ...] = ()
    roster: tuple[tuple[str, str], ...] = ()
    link: str = ""
    student_link: str = ""

    def cell(self, part: str) -> ClassCell | None:
        """Return a part's cell, or None where the rubric does not grade this hand-in."""
        return next((cell for cell in self.cells if cell.part == part), None)


@dataclass(frozen=True, slots=True)
class ClassPart:
    """A part of the rubric: a column."""

    id: str
    title: LocalizedText
    points: Fraction


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A class by one rubric."""

    rubric: str
    title: LocalizedText
    parts: tuple[ClassPart, ...]
    rows: tuple[ClassRow, ...]
    roster_columns: tuple[str, ...] = ()
    decimals: int = 2

    @property
    def possible(self) -> Fraction:
        """The rubric's points."""
        return sum((part.points for part in self.parts), Fraction(0))

    @property
    def judged(self) -> tuple[ClassRow, ...]:
        """The rows that say something about the homework."""
        return tuple(row for row in self.rows if row.status not in UNJUDGED)


def class_table(rubric: Rubric, rows: Iterable[ClassRow], roster_columns: tuple[str, ...] = ()) -> ClassTable:
    """Return a class's table by a rubric.

    Args:
        rubric: gives the columns.
        rows: one for each hand-in, in the order of the table.
        roster_columns: names of the roster's columns, in order; those that rows have beside them are not shown.
    """
    parts = tuple(ClassPart(part.id, part.title, part.points) for part in rubric.parts)
    return ClassTable(rubric.id, rubric.title, parts, tuple(rows), roster_columns, rubric.decimals)
