"""A report as one audience may see it. Everything that renders a report renders this."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from grader.model.evidence import CarriedForward, Evidence, RequiresUnmet
from grader.model.memo import IdentityMemo
from grader.model.report import CriterionResult, Penalty, Report, pending_points, total_of
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Status, Visibility
from grader.model.text import Language
from grader.report.clean import LONGEST_NAME, clean_line
from grader.report.facts import Fact

Audience: TypeAlias = Literal["staff", "student"]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion that is shown, its evidence and the points that wait for a person."""

    result: CriterionResult
    facts: tuple[Fact, ...]
    pending: Fraction

    @property
    def criterion(self) -> Criterion:
        """The rubric's criterion."""
        return self.result.criterion

    @property
    def status(self) -> Status:
        """How it ended."""
        return self.result.verdict.status


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with the criteria that are shown, and how many points are in those that are not."""

    part: Part
    criteria: tuple[CriterionView, ...]
    earned: Fraction
    pending: Fraction
    hidden: Fraction
    hidden_criteria: int

    @property
    def shown(self) -> Fraction:
        """The points of the criteria that are shown."""
        return self.part.points - self.hidden


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report for one audience in one language. Sums are over what is shown, so they tell nothing of what is not."""

    report: Report
    audience: Audience
    language: Language
    submission: str
    parts: tuple[PartView, ...]
    notes: tuple[Fact, ...]
    earned: Fraction
    pending: Fraction
    hidden: Fraction
    hidden_criteria: int

    @property
    def is_staff(self) -> bool:
        """Whether staff reads it."""
        return self.audience == "staff"

    @property
    def possible(self) -> Fraction:
        """The homework's points, shown or not."""
        return self.report.rubric.points

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """What is taken off; a share of what is earned is one of what is shown, or it would tell what is not."""
        shown = total_of(part.earned for part in self.parts)
        return tuple(replace(penalty, points=penalty.taken_from(shown)) for penalty in self.report.penalties)

    @property
    def most(self) -> Fraction:
        """What is earned when all that waits is given in full, after penalties."""
        before = total_of(part.earned for part in self.parts) + self.pending
        return max(before - taken_off(self.report.penalties, before), Fraction(0))


def taken_off(penalties: tuple[Penalty, ...], earned: Fraction) -> Fraction:
    """Return the points of all penalties together, where ``earned`` points are what there is to take from."""
    return total_of(penalty.taken_from(earned) for penalty in penalties)


def view_report(
    report: Report, *, audience: Audience, language: Language | None = None, released: bool = False
) -> ReportView:
    """Return what an audience may see of a report.

    Args:
        report: all that is known.
        audience: ``student`` sees no ``staff`` criteria, no evidence and no fields that are for staff.
        language: the rubric's own when None.
        released: whether a student sees ``after_due`` criteria.

    Returns:
        The view. A criterion that requires one that is not shown, however long the chain, is not shown either:
        that it was skipped would tell how the other one ended.
    """
    key = (audience, language, released)
    return _VIEWS.get((report,), key, lambda: _view(report, audience, language, released=released))


_VIEWS = IdentityMemo[ReportView](most=4)  # a hand-in's page and its JSON show the same


def _view(report: Report, audience: Audience, language: Language | None, *, released: bool) -> ReportView:
    hidden_ids = frozenset[str]() if audience == "staff" else hidden_criteria(report.rubric, released=released)
    parts: list[PartView] = []
    for each in report.parts:
        shown = tuple(
            CriterionView(result, _facts(result, audience, report.rubric, hidden_ids), _pending(result, report))
            for result in each.results
            if result.criterion.id not in hidden_ids
        )
        hidden = [criterion.points for criterion in each.part.criteria if criterion.id in hidden_ids]
        parts.append(
            PartView(
                part=each.part,
                criteria=shown,
                earned=total_of(view.result.earned for view in shown),
                pending=total_of(view.pending for view in shown),
                hidden=total_of(hidden),
                hidden_criteria=len(hidden),
            )
        )
    earned = total_of(part.earned for part in parts)
    earned -= taken_off(report.penalties, earned)
    return ReportView(
        report=report,
        audience=audience,
        language=language or report.rubric.language,
        submission=clean_line(report.submission_id, longest=LONGEST_NAME),
        parts=tuple(parts),
        notes=tuple(_fact(note, audience, reveal=False) for note in report.notes if _is_for(note, audience)),
        earned=max(earned, Fraction(0)),
        pending=total_of(part.pending for part in parts),
        hidden=total_of(part.hidden for part in parts),
        hidden_criteria=sum(part.hidden_criteria for part in parts),
    )


def hidden_criteria(rubric: Rubric, *, released: bool) -> frozenset[str]:
    """Return the ids of the criteria that a student does not see."""
    open_to_students = {Visibility.STUDENT, Visibility.AFTER_DUE} if released else {Visibility.STUDENT}
    hidden = {each.id for each in rubric.criteria() if each.visibility not in open_to_students}
    grown = True
    while grown:
        behind = {
            each.id for each in rubric.criteria() if each.id not in hidden and not hidden.isdisjoint(each.requires)
        }
        hidden |= behind
        grown = bool(behind)
    return frozenset(hidden)


def _pending(result: CriterionResult, report: Report) -> Fraction:
    return Fraction(0) if result.verdict.status.is_judged else pending_points(result, report)


def _is_for(evidence: Evidence, audience: Audience) -> bool:
    return audience == "staff" or not evidence.staff_only


def _fact(evidence: Evidence, audience: Audience, *, reveal: bool) -> Fact:
    return Fact(evidence, frozenset() if audience == "staff" or reveal else evidence.staff_fields)


def _facts(result: CriterionResult, audience: Audience, rubric: Rubric, hidden_ids: frozenset[str]) -> tuple[Fact, ...]:
    reveal = result.criterion.reveal
    return tuple(
        _fact(_without_names(each, rubric, hidden_ids), audience, reveal=reveal and each.code != "our_fault")
        for each in result.verdict.evidence
        if _is_for(each, audience)
    )


def _without_names(evidence: Evidence, rubric: Rubric, hidden_ids: frozenset[str]) -> Evidence:
    """Name the part instead of a criterion that is not shown."""
    match evidence:
        case CarriedForward(source=source) if source in hidden_ids:
            return replace(evidence, source=_part_of(source, rubric))
        case RequiresUnmet(criterion=criterion) if criterion in hidden_ids:
            return replace(evidence, criterion=_part_of(criterion, rubric))
        case _:
            return evidence


def _part_of(criterion_id: str, rubric: Rubric) -> str:
    for part in rubric.parts:
        if any(each.id == criterion_id for each in part.criteria):
            return part.id
    return ""
