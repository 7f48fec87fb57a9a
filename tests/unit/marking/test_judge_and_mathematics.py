"""Formulas that cost more than the budget cost their own criteria, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.marking import Grader
from grader.marking.judge import Budget
from grader.marking.judged import Judged
from grader.model.checker import Seen
from grader.model.evidence import OurFault
from grader.model.status import Status
from grader.model.submission import Artifact, ArtifactKind, Submission
from grader.rubric import load_rubric

ROOT = Path(__file__).parents[3]
RIGHT = r"\log\sigma_1 - \log\sigma_2 - \frac12 + \frac{\sigma_2^2 + (\mu_1-\mu_2)^2}{2\sigma_1^2}"
WRONG = RIGHT.replace(r"- \frac12", r"+ \frac12")
ENDLESS = {
    "integrals": r"\sum_{k=1}^{40}\int_0^{\sigma_1} e^{-x^k\mu_1^2}\log(1+x^{k})\,dx",
    "terms": "+".join(rf"\sin(\mu_1^{{{at}}}\sigma_1)\cos(\mu_2^{{{at}}})" for at in range(1, 400)),
}
BUDGET = Budget(cpu_s=1.5)


def hand_in(name: str, formula: str) -> Seen:
    text = rf"\begin{{document}}\section*{{Exercise 1}} \[ \mathrm{{KL}}[q\|p] = {formula}. \] \end{{document}}"
    return Seen({}, None, Submission(name, (Artifact("answers.tex", ArtifactKind.LATEX, text, ""),)))


@pytest.fixture(scope="module")
def grading() -> Iterator[Grader]:
    made = Grader(load_rubric(ROOT / "rubrics" / "hw3-theory.yaml", installed_checkers()), budget=BUDGET)
    yield made
    made.close()


def answer_of(grading: Grader, seen: Seen) -> Judged:
    """Judge the closed form of the divergence alone."""
    at = [each.criterion.id for each in grading.plan.criteria].index("Q1.answer")
    (judged,) = grading.judge.judge_all(seen, criteria=[at])
    return judged


@pytest.mark.parametrize("formula", ENDLESS.values(), ids=ENDLESS)
def test_the_next_hand_ins_are_judged_rightly_by_a_fresh_process(formula: str, grading: Grader) -> None:
    before = answer_of(grading, hand_in("anna", RIGHT)).verdict
    served = grading.judge.pid
    assert (before.status, served is None) == (Status.PASSED, False)
    spent = answer_of(grading, hand_in("bob", formula)).verdict
    assert spent.status is Status.UNGRADED
    assert [fact.reason for fact in spent.evidence if isinstance(fact, OurFault)] == ["judge_budget"]
    assert answer_of(grading, hand_in("carl", WRONG)).verdict.status is Status.FAILED
    assert grading.judge.pid not in {None, served}
    assert answer_of(grading, hand_in("dora", RIGHT)).verdict == before
