"""Finds what a written hand-in answers: each part's own lines, what could not be placed, what was left blank."""

from grader.model.parts.answers import NO_ANSWERS, Answers, PartAnswer, find_answers, is_mostly_mathematics
from grader.model.parts.source import SourceLine

__all__ = ["NO_ANSWERS", "Answers", "PartAnswer", "SourceLine", "find_answers", "is_mostly_mathematics"]
