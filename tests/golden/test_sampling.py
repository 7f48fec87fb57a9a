"""Random output is judged by its law: a right sampler passes, wrong ones are told apart."""

from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.marking import Grader
from grader.model.status import Status
from grader.rubric import load_rubric
from grader.sandbox import Sandbox
from tests.golden.conftest import ROOT, grade_path

HAND_INS = Path(__file__).with_name("sampling")


@pytest.fixture(scope="module")
def sampling_grader() -> Grader:
    return Grader(load_rubric(ROOT / "rubrics" / "sampling.yaml", installed_checkers()))


@pytest.mark.parametrize(
    ("name", "law", "independent"),
    [
        ("right", Status.PASSED, Status.PASSED),
        ("wrong", Status.FAILED, Status.FAILED),  # its variance is wrong, and independence is judged beside the moments
        ("repeating", Status.PASSED, Status.FAILED),
    ],
)
def test_a_sampler_is_judged_by_its_law(
    name: str, law: Status, independent: Status, sampling_grader: Grader, sandbox: Sandbox
) -> None:
    report = grade_path(sampling_grader, sandbox, HAND_INS / f"{name}.py")
    assert report is not None
    assert {result.criterion.id: result.verdict.status for result in report.results()} == {
        "S1.law": law,
        "S1.independent": independent,
    }, [result.verdict.evidence for result in report.results()]
