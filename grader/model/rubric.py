"""A rubric: parts with points, criteria with checkers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.model.checker import Checker
from grader.model.late import LatePolicy
from grader.model.probe import Limits
from grader.model.status import Visibility
from grader.model.submission import ArtifactKind
from grader.model.text import Language, LocalizedText


@dataclass(frozen=True, slots=True)
class Criterion:
    """One scored line of a rubric."""

    id: str
    title: LocalizedText
    points: Fraction
    checker: Checker
    checker_name: str
    requires: tuple[str, ...] = ()
    visibility: Visibility = Visibility.STUDENT
    reveal: bool = False
    """Whether a student sees expected values (and the right curve in a picture)."""

    @property
    def is_for_a_person(self) -> bool:
        """Whether the rubric leaves it to a person, whatever is handed in; a checker says so by ``for_a_person``."""
        return bool(getattr(self.checker, "for_a_person", False))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the homework; the points of its criteria add up to its own."""

    id: str
    title: LocalizedText
    points: Fraction
    criteria: tuple[Criterion, ...]
    notation: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the symbols of the question mean, for answers in LaTeX."""


@dataclass(frozen=True, slots=True)
class SubmissionLimit:
    """At most ``count`` hand-ins of a student are graded within ``hours``."""

    count: int
    hours: float


@dataclass(frozen=True, slots=True)
class GradescopeRules:
    """What a rubric asks of Gradescope alone.

    ``leaderboard`` names parts, or ``total``: points of what students see, highest first.
    """

    limit: SubmissionLimit | None = None
    leaderboard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """One rubric file. ``path`` is the file, ``reference`` the trusted folder beside it."""

    id: str
    title: LocalizedText
    language: Language
    seed: int
    parts: tuple[Part, ...]
    kinds: tuple[ArtifactKind, ...]
    """The kinds of file that this rubric grades."""
    path: Path
    reference: Path | None
    sha256: str
    limits: Limits = field(default_factory=Limits)
    python: str | None = None
    """The interpreter for the student's code; None: the one that runs the grader."""
    decimals: int = 2
    late: LatePolicy | None = None
    gradescope: GradescopeRules = field(default_factory=GradescopeRules)

    def criteria(self) -> Iterator[Criterion]:
        """Yield every criterion, part by part."""
        for part in self.parts:
            yield from part.criteria

    @property
    def points(self) -> Fraction:
        """The points of all parts together."""
        return sum((part.points for part in self.parts), Fraction(0))
