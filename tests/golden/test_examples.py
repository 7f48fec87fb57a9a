"""Every example is judged as the file beside it says."""

import json
from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.classroom.rows import RowStatus
from grader.marking import Grader
from grader.model.evidence import StepFails, StepUndecided, StepUnread, all_evidence_classes
from grader.model.status import Status
from grader.report import to_json
from grader.rubric import load_rubric
from grader.sandbox import Sandbox
from tests.golden.conftest import EXAMPLES, ROOT, RUBRIC, RUBRICS, GradePath, grade_path
from tests.golden.expectations import differences, load_expected

_BY_A_PERSON = {"person", "text_review"}
HAND_INS = sorted(path for path in EXAMPLES.iterdir() if not path.name.startswith("."))
NAMES = [path.name for path in HAND_INS]


def test_there_is_a_class_of_examples_and_each_says_what_is_expected_of_it() -> None:
    assert len(HAND_INS) >= 18
    for path in HAND_INS:
        expected = load_expected(path / "expected.yaml")
        assert expected.rubric in RUBRICS
        assert len(expected.why.split()) >= 5


@pytest.mark.parametrize("path", HAND_INS, ids=NAMES)
def test_a_hand_in_is_judged_as_its_expected_yaml_says(path: Path, graded: GradePath) -> None:
    expected = load_expected(path / "expected.yaml")
    report = graded(path, expected.rubric)
    if report is None:
        assert expected.status is RowStatus.NOT_FOR_THIS_RUBRIC
        return
    assert differences(report, expected) == []


def test_what_is_expected_names_codes_that_exist_and_tells_the_statuses_apart() -> None:
    codes = {cls.code for cls in all_evidence_classes()}
    expected = [load_expected(path / "expected.yaml") for path in HAND_INS]
    named = {code for each in expected for verdict in each.criteria.values() for code in verdict.evidence}
    assert named | {code for each in expected for code in each.notes} <= codes
    # Who handed in nothing is known by a roster alone.
    assert {each.status for each in expected} == set(RowStatus) - {RowStatus.NOT_HANDED_IN}


def test_the_examples_show_the_codes_that_a_hand_in_of_code_can_meet() -> None:
    expected = [load_expected(path / "expected.yaml") for path in HAND_INS]
    named = {code for each in expected for verdict in each.criteria.values() for code in verdict.evidence}
    assert named >= {
        "not_answered", "not_found", "unreadable", "raised", "timed_out", "died", "out_of_memory", "not_run",
        "bad_value", "shape_mismatch", "entry_gap", "multiset_gap", "witness_refused", "known_error", "carried_forward",
    }  # fmt: skip


def test_the_reference_handed_in_gets_full_marks_on_all_that_a_machine_marks(graded: GradePath) -> None:
    report = graded(ROOT / "reference" / "hw3")
    assert report is not None
    assert (report.earned, report.pending, report.rubric.points) == (51, 20, 71)
    for result in report.results():
        by_a_person = result.criterion.id.startswith("Q5.")
        assert result.verdict.status is (Status.PENDING if by_a_person else Status.PASSED), result


def test_the_model_solution_of_the_theory_gets_full_marks_on_all_that_a_machine_marks(graded: GradePath) -> None:
    report = graded(ROOT / "reference" / "hw3" / "solution.tex", "hw3-theory.yaml")
    assert report is not None
    by_a_person = {each.criterion.id for each in report.results() if each.criterion.checker_name in _BY_A_PERSON}
    for result in report.results():
        wanted = Status.PENDING if result.criterion.id in by_a_person else Status.PASSED
        assert result.verdict.status is wanted, result
        assert not any(isinstance(fact, StepFails | StepUndecided | StepUnread) for fact in result.verdict.evidence)
    assert report.earned + report.pending == report.rubric.points == 71


def test_there_are_theory_hand_ins_in_both_languages_with_every_kind_of_step() -> None:
    theory = [load_expected(path / "expected.yaml") for path in HAND_INS if path.name.startswith("theory_")]
    assert len(theory) >= 8
    said = {verdict.split()[0] for each in theory for steps in each.steps.values() for verdict in steps.values()}
    assert said >= {"fails", "undecided"}


@pytest.mark.parametrize(
    "name", ["nora_theta_sign", "samuel_broken_cells", "zoe_unusual_forms", "tess_damaged_notebook"]
)
def test_grading_again_from_nothing_gives_the_same_verdicts_byte_for_byte(name: str, graded: GradePath) -> None:
    first = graded(EXAMPLES / name)
    with Sandbox() as fresh:
        second = grade_path(Grader(load_rubric(RUBRIC, installed_checkers())), fresh, EXAMPLES / name)
    assert first is not None
    assert second is not None
    assert json.dumps(to_json(first)) == json.dumps(to_json(second))
