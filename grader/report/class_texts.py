"""Cells and counts of a class's table, as text: for the page and for the terminal."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from grader.model.text import Language
from grader.report.catalogue import Catalogue
from grader.report.class_rows import ClassCell, ClassRow, ClassTable
from grader.report.numbers import points_text

_STATES = ("graded", "pending", "ungraded", "unreadable", "not_for_this_rubric")
_ABSENT = "not_handed_in"


def cell_text(cell: ClassCell | None, table: ClassTable, language: Language) -> str:
    """Return a part's points in a row: a range while some wait, a dash where nothing was handed in."""
    if cell is None:
        return ""
    if cell.untouched and not cell.earned and not cell.pending:
        return "–"
    return range_text(cell.earned, cell.earned + cell.pending, table.decimals, language)


def range_text(low: Fraction, high: Fraction, decimals: int, language: Language | None) -> str:
    """Return points, or the range they will end in."""
    first, last = points_text(low, decimals, language), points_text(high, decimals, language)
    return first if first == last else f"{first}–{last}"


def state_counts(rows: Sequence[ClassRow], words: Catalogue) -> str:
    """Return how many hand-ins there are, and how many in which state; then how many students have none."""
    counted = Counter(row.status for row in rows)
    states = ", ".join(words.count(f"row_states.{state}", counted[state]) for state in _STATES if counted[state])
    total = words.count("ui.hand_ins", len(rows) - counted[_ABSENT])
    text = f"{total}{words.say('colon')}{states}" if states else total
    return f"{text} · {words.count(f'row_states.{_ABSENT}', counted[_ABSENT])}" if counted[_ABSENT] else text
