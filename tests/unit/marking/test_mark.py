"""Points add up exactly, and what waits for a person is counted as waiting."""

from fractions import Fraction

import pytest

from grader.marking.mark import mark
from grader.marking.plan import make_plan
from grader.model.evidence import RequiresUnmet
from grader.model.report import Penalty, Report
from grader.model.status import Status
from grader.model.verdict import Verdict, failed, partial, passed, pending, ungraded
from tests.fakes.checkers import EMPTY, Answering, NoOracle, a_criterion, a_rubric


def report_of(*rows: tuple[str, str, tuple[str, ...], Verdict], penalties: tuple[Penalty, ...] = ()) -> Report:
    criteria = [a_criterion(name, Answering(), points, requires) for name, points, requires, _ in rows]
    plan = make_plan(a_rubric(*criteria), NoOracle())
    verdicts = [(verdict, 0.0) for *_, verdict in rows]
    return mark(plan, EMPTY, verdicts, loading=None, tier="none", tool_version="0", penalties=penalties)


def test_thirds_add_up_exactly() -> None:
    third = partial(Fraction(1, 3))
    report = report_of(*[(f"Q1.{at}", "1", (), third) for at in range(3)])
    assert report.earned == 1


def test_what_requires_something_that_did_not_pass_is_skipped_and_says_behind_what() -> None:
    report = report_of(("Q1.a", "1", (), failed()), ("Q1.b", "2", ("Q1.a",), passed()))
    result = report.results()[1]
    assert result.verdict.status is Status.SKIPPED
    assert result.verdict.evidence == (RequiresUnmet("Q1.a", "failed"),)
    assert (report.earned, report.pending) == (0, 0)


@pytest.mark.parametrize("waiting", [pending(), ungraded()])
def test_what_is_skipped_behind_something_open_is_pending_however_long_the_chain(waiting: Verdict) -> None:
    report = report_of(
        ("Q1.c", "4", ("Q1.b",), passed()), ("Q1.b", "2", ("Q1.a",), passed()), ("Q1.a", "1", (), waiting)
    )
    assert report.pending == 7
    assert report.earned == 0


def test_a_part_that_is_partial_does_not_satisfy_a_requirement() -> None:
    report = report_of(("Q1.a", "1", (), partial(Fraction(1, 2))), ("Q1.b", "2", ("Q1.a",), passed()))
    assert report.earned == Fraction(1, 2)


def test_penalties_never_take_a_total_below_zero() -> None:
    report = report_of(("Q1.a", "1", (), passed()), penalties=(Penalty("late", Fraction(3)),))
    assert report.earned == 0


def test_earned_and_pending_never_exceed_what_is_possible() -> None:
    report = report_of(("Q1.a", "1", (), passed()), ("Q1.b", "2", (), pending()), ("Q1.c", "3", (), ungraded()))
    assert report.earned + report.pending == report.rubric.points == 6
