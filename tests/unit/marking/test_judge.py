"""Judging is bounded: what burns, sleeps, crashes or vanishes costs its own criterion."""

from collections.abc import Callable

import pytest

from grader.marking.judge import Budget, judge_all
from grader.marking.plan import make_plan
from grader.model.checker import Seen
from grader.model.evidence import OurFault
from grader.model.status import Status
from grader.model.verdict import Verdict, passed
from tests.fakes.checkers import (
    EMPTY,
    Answering,
    NoOracle,
    a_criterion,
    a_rubric,
    burning,
    crashing,
    hoarding,
    sleeping,
    vanishing,
)

SEEN = Seen({}, None, EMPTY)
TIGHT = Budget(cpu_s=0.3, wall_s=1.0)


def verdicts(*answers: Callable[[Seen], Verdict]) -> list[Verdict]:
    criteria = [a_criterion(f"Q1.{at}", Answering(answer)) for at, answer in enumerate(answers)]
    plan = make_plan(a_rubric(*criteria), NoOracle())
    return [verdict for verdict, _ in judge_all(plan, SEEN, TIGHT)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (burning, "judge_budget"),
        (sleeping, "judge_budget"),
        (vanishing, "judge_budget"),
        (crashing, "checker_crashed"),
        (hoarding, "judge_memory"),
    ],
)
def test_what_goes_wrong_is_ungraded_and_the_rest_goes_on(answer: Callable[[Seen], Verdict], reason: str) -> None:
    before, broken, after = verdicts(lambda _: passed(), answer, lambda _: passed())
    assert before.status is after.status is Status.PASSED
    assert broken.status is Status.UNGRADED
    (fact,) = broken.evidence
    assert isinstance(fact, OurFault)
    assert fact.reason == reason


def test_the_budget_is_for_each_criterion_not_for_all() -> None:
    def working(_seen: Seen) -> Verdict:
        total = 0
        for number in range(1_500_000):  # well under the budget for one, over it for all eight
            total += number
        return passed()

    assert {verdict.status for verdict in verdicts(*[working] * 8)} == {Status.PASSED}


def test_what_a_checker_changes_in_the_fork_is_not_seen_here() -> None:
    seen: list[int] = []

    def remembering(_seen: Seen) -> Verdict:
        seen.append(1)
        return passed()

    verdicts(remembering)
    assert seen == []
