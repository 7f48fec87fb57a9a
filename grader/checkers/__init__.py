"""What judges one answer: small frozen classes, their fields the rubric's parameters."""

from collections.abc import Mapping
from types import MappingProxyType

from grader.checkers.values import Values
from grader.model.checker import Checker

BUILTIN: Mapping[str, type[Checker]] = MappingProxyType({"values": Values})
"""The checkers that a rubric can name; courses add theirs by the entry-point group ``grader.checkers``."""
