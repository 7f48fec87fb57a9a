"""The outcome of grading one hand-in."""

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
        return self.verdict.credit * self.criterion.points if self.verdict.status.is_judged else Fraction(0)


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part with its criteria's results."""

    part: Part
    results: tuple[CriterionResult, ...]

    @property
    def earned(self) -> Fraction:
        """Points earned in this part, exactly."""
        return sum((result.earned for result in self.results), Fraction(0))


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
        total = sum((part.earned for part in self.parts), Fraction(0))
        return max(total - sum((penalty.points for penalty in self.penalties), Fraction(0)), Fraction(0))

    @property
    def pending(self) -> Fraction:
        """Points that wait for a person: pending, ungraded, and what is skipped behind either."""
        return sum((pending_points(result, self) for result in self.results()), Fraction(0))

    @property
    def has_ungraded(self) -> bool:
        """Whether anything could not be judged by us."""
        return any(result.verdict.status is Status.UNGRADED for result in self.results())


def pending_points(result: CriterionResult, report: Report) -> Fraction:
    """Return the points of ``result`` that wait for a person.

    Args:
        result: one result of ``report``.
        report: needed to see whether a skipped criterion waits behind an open one, however long the chain.

    Returns:
        All of the criterion's points, or none.
    """
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
