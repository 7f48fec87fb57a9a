"""Readers of formulas: text to trees, and the pieces of a display."""

from grader.maths.syntax.display import Arrow, Chain, Claim, Display, Prose, Side, parse_display
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.macros import NO_MACROS, Macro, Macros
from grader.maths.syntax.result import Note, Parsed, ParseTrouble
from grader.maths.syntax.typed import parse_typed

__all__ = [
    "NO_MACROS",
    "Arrow",
    "Chain",
    "Claim",
    "Display",
    "Macro",
    "Macros",
    "Note",
    "ParseTrouble",
    "Parsed",
    "Prose",
    "Side",
    "parse_display",
    "parse_latex",
    "parse_typed",
]
