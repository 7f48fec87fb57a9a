"""Deciding whether two formulas are the same: a verdict, a proof or a bound, a witness."""

from grader.maths.deciding.budget import Budget
from grader.maths.deciding.compare import compare
from grader.maths.deciding.lines import EqualResult, equal_line, equal_lines, equal_text
from grader.maths.deciding.verdict import Comparison, Verdict, Witness

__all__ = [
    "Budget",
    "Comparison",
    "EqualResult",
    "Verdict",
    "Witness",
    "compare",
    "equal_line",
    "equal_lines",
    "equal_text",
]
