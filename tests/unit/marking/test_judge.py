"""Judging is bounded: what burns, sleeps, crashes or vanishes costs its own criterion."""

import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.marking.judge import Budget, Judge
from grader.marking.plan import make_plan
from grader.model.checker import Checker, Seen
from grader.model.evidence import IntakeNote, OurFault
from grader.model.parts import NO_ANSWERS, Answers
from grader.model.status import Status
from grader.model.submission import Submission
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
    judge = Judge(plan, TIGHT)
    return [each.verdict for each in judge.judge_all(SEEN)]


def killed(_seen: Seen) -> Verdict:
    """End as the system ends the process that takes most memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (burning, "judge_budget"),
        (sleeping, "judge_budget"),
        (vanishing, "judge_budget"),
        (killed, "judge_budget"),
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


class OurAnswering(Answering):
    """One that passes for a checker of this program: its process serves several hand-ins."""

    __module__ = "grader.checkers.pretended"


def a_judge(*checkers: Checker) -> Judge:
    criteria = [a_criterion(f"Q1.{at}", checker) for at, checker in enumerate(checkers)]
    return Judge(make_plan(a_rubric(*criteria), NoOracle()), TIGHT)


def say_process(_seen: Seen) -> Verdict:
    return passed(IntakeNote("", str(os.getpid())))


def process_of(judge: Judge) -> str:
    (judged, *_) = judge.judge_all(Seen({}, None, EMPTY))
    (fact,) = judged.verdict.evidence
    assert isinstance(fact, IntakeNote)
    return fact.note


def test_one_process_judges_hand_in_after_hand_in() -> None:
    judge = a_judge(OurAnswering(say_process))
    first = process_of(judge)
    assert first == process_of(judge) == str(judge.pid) != str(os.getpid())
    judge.close()
    assert judge.pid is None
    assert process_of(judge) != first


@pytest.mark.parametrize("answer", [burning, vanishing, killed, crashing, hoarding])
def test_a_process_in_which_something_went_wrong_serves_no_other_hand_in(answer: Callable[[Seen], Verdict]) -> None:
    judge = a_judge(OurAnswering(say_process), OurAnswering(answer))
    assert process_of(judge) != process_of(judge)


def test_a_checker_of_another_package_gets_a_process_for_each_hand_in() -> None:
    judge = a_judge(Answering(say_process))
    assert process_of(judge) != process_of(judge)


def test_the_hand_in_before_is_not_judged_again() -> None:
    judge = a_judge(OurAnswering(lambda seen: passed(IntakeNote("", seen.submission.id))))
    names: list[str] = []
    for name in ("anna", "bob"):
        (judged,) = judge.judge_all(Seen({}, None, Submission(name, ())))
        names += [fact.note for fact in judged.verdict.evidence if isinstance(fact, IntakeNote)]
    assert names == ["anna", "bob"]


def test_criteria_are_asked_for_one_by_one_as_well() -> None:
    judge = a_judge(*[OurAnswering(lambda _, at=at: passed(IntakeNote("", str(at)))) for at in range(4)])
    assert [each.verdict.evidence for each in judge.judge_all(SEEN, criteria=[3, 1])] == [
        (IntakeNote("", "3"),),
        (IntakeNote("", "1"),),
    ]
    assert judge.judge_all(SEEN, criteria=[]) == ()


def test_several_criteria_that_vanish_cost_themselves_alone() -> None:
    judged = verdicts(*[vanishing if at in {0, 3, 4, 9} else say_process for at in range(10)])
    assert [at for at, verdict in enumerate(judged) if verdict.status is Status.UNGRADED] == [0, 3, 4, 9]


def test_a_hand_in_in_which_no_answers_can_be_found_in_time_costs_itself_alone() -> None:
    def find(submission: Submission) -> Answers:
        while submission.id == "bob":
            pass
        return NO_ANSWERS

    criteria = [a_criterion(f"Q1.{at}", OurAnswering()) for at in range(3)]
    judge = Judge(make_plan(a_rubric(*criteria), NoOracle()), TIGHT, find)
    statuses = [
        {each.verdict.status for each in judge.judge_all(Seen({}, None, Submission(name, ())))}
        for name in ("anna", "bob", "carl")
    ]
    assert statuses == [{Status.PASSED}, {Status.UNGRADED}, {Status.PASSED}]


@pytest.mark.skipif(
    sys.platform != "linux",
    reason="a process learns its size from /proc, which Linux alone has; elsewhere none is replaced for it",
)
@pytest.mark.parametrize(("kept_bytes", "is_replaced"), [(1 << 10, False), (24 << 20, True)])
def test_a_process_that_has_grown_serves_no_other_hand_in(kept_bytes: int, is_replaced: bool) -> None:
    kept: list[bytearray] = []

    def keeping(seen: Seen) -> Verdict:
        kept.append(bytearray(kept_bytes))
        return say_process(seen)

    plan = make_plan(a_rubric(a_criterion("Q1.0", OurAnswering(keeping))), NoOracle())
    judge = Judge(plan, Budget(memory_bytes=64 << 20))
    assert (process_of(judge) != process_of(judge)) == is_replaced


def test_a_process_that_somebody_ended_is_replaced_without_loss() -> None:
    judge = a_judge(OurAnswering(say_process))
    first = int(process_of(judge))
    os.kill(first, signal.SIGKILL)
    assert process_of(judge) != str(first)


def test_the_process_holds_nothing_that_its_parent_has_open(tmp_path: Path) -> None:
    def holding(_seen: Seen) -> Verdict:
        return passed(IntakeNote("", " ".join(str(Path(f"/proc/self/fd/{fd}").readlink()) for fd in descriptors())))

    def descriptors() -> list[str]:
        return [name for name in os.listdir("/dev/fd") if os.path.lexists(f"/proc/self/fd/{name}")]  # noqa: PTH208

    with (tmp_path / "open").open("w"):
        judge = a_judge(OurAnswering(holding))
        held = process_of(judge).split()
    assert set(held[:3]) == {os.devnull}
    assert [name.partition(":")[0] for name in held[3:]] == ["socket"]


def test_the_process_ends_with_its_judge() -> None:
    judge = a_judge(OurAnswering(say_process))
    pid = int(process_of(judge))
    del judge
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
