"""The outcome of grading one hand-in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from grader.model.evidence import Evidence
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Status
from grader.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Override:
    """A person's mark. The machine's verdict stays beside it."""

    by: str
    at: datetime
    reason: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion with what was judged of it."""

    criterion: Criterion
    machine: Verdict
    override: Override | None = None
    elapsed_s: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """The verdict that counts: a person's where there is one."""
        return self.machine if self.override is None else self.override.verdict

    @property
    def earned(self) -> Fraction:
        """Points earned, exactly."""
        verdict = self.verdict
        if not verdict.credit or not verdict.status.is_judged:
            return Fraction(0)
        return self.criterion.points if verdict.credit == 1 else verdict.credit * self.criterion.points


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part with its criteria's results."""

    part: Part
    results: tuple[CriterionResult, ...]

    @property
    def earned(self) -> Fraction:
        """Points earned in this part, exactly."""
        return total_of(result.earned for result in self.results)


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points taken off (``points`` > 0) and why, as a short key such as ``late``."""

    reason: str
    points: Fraction
    detail: str = ""
    share: Fraction = Fraction(0)
    """Where ``points`` are a share of what is earned: which. A report that shows less than all of it counts anew."""

    def taken_from(self, earned: Fraction) -> Fraction:
        """Return what is taken off when ``earned`` points are what there is to take from."""
        return self.share * earned if self.share else self.points


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known of one hand-in; totals are exact until they are printed."""

    submission_id: str
    rubric: Rubric
    parts: tuple[PartResult, ...]
    tier: str
    tool_version: str
    notes: tuple[Evidence, ...] = ()
    """What is said of the hand-in as a whole: files, cells, what was ignored."""
    penalties: tuple[Penalty, ...] = ()
    environment: str = ""
    elapsed_s: float = field(default=0.0)

    def results(self) -> tuple[CriterionResult, ...]:
        """Return all results, part by part."""
        return tuple(result for part in self.parts for result in part.results)

    @property
    def earned(self) -> Fraction:
        """What is earned so far, after penalties, never below zero."""
        before = total_of(part.earned for part in self.parts)
        return max(before - total_of(penalty.points for penalty in self.penalties), Fraction(0))

    @property
    def pending(self) -> Fraction:
        """Points that wait for a person: pending, ungraded, and what is skipped behind either."""
        return total_of(pending_points(result, self) for result in self.results())

    @property
    def has_ungraded(self) -> bool:
        """Whether anything could not be judged by us."""
        return any(result.verdict.status is Status.UNGRADED for result in self.results())


def total_of(points: Iterable[Fraction]) -> Fraction:
    """Return a sum of points, exactly. Most are zero or whole: adding fractions costs much more than looking."""
    whole, rest = 0, Fraction(0)
    for each in points:
        if each.denominator == 1:
            whole += each.numerator
        else:
            rest += each
    return rest + whole


def pending_points(result: CriterionResult, report: Report) -> Fraction:
    """Return the points of ``result`` that wait for a person.

    Args:
        result: one result of ``report``.
        report: needed to see whether a skipped criterion waits behind an open one, however long the chain.

    Returns:
        All of the criterion's points, or none.
    """
    if result.verdict.status.is_open:
        return result.criterion.points
    if result.verdict.status is not Status.SKIPPED:
        return Fraction(0)
    by_id = {each.criterion.id: each for each in report.results()}
    open_ids, visited = [result.criterion.id], set[str]()
    while open_ids:
        criterion_id = open_ids.pop()
        if criterion_id in visited or criterion_id not in by_id:
            continue
        visited.add(criterion_id)
        each = by_id[criterion_id]
        if each.verdict.status.is_open:
            return result.criterion.points
        if each.verdict.status is Status.SKIPPED:
            open_ids.extend(each.criterion.requires)
    return Fraction(0)
