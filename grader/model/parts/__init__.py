"""Finds what a written hand-in answers: each part's own lines, what could not be placed, what was left blank."""

from typing import TYPE_CHECKING

from grader.model.lazy import offered
from grader.model.parts.written import NO_ANSWERS, Answers, PartAnswer, SourceLine

if TYPE_CHECKING:
    from grader.model.parts.answers import find_answers, is_mostly_mathematics

__all__ = ["NO_ANSWERS", "Answers", "PartAnswer", "SourceLine", "find_answers", "is_mostly_mathematics"]

__getattr__ = offered(__name__, {"answers": ("find_answers", "is_mostly_mathematics")})
