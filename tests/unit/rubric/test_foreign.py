"""Tests of other graders become criteria: what they test, what they are worth, who sees them, what they say."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.checkers import BUILTIN
from grader.checkers.testing.checker import TestCode, why_not_apart
from grader.model.errors import UsageError
from grader.model.rubric import Rubric
from grader.model.status import Visibility
from grader.rubric import load_rubric
from grader.rubric.foreign import ForeignQuestion, Imported, make_rubric
from grader.rubric.foreign_files import nbgrader_questions, otter_questions, share_points

OK = """
OK_FORMAT = True
test = {"name": "q1", "points": 3, "suites": [{"cases": [
    {"code": ">>> double(2)\\n4\\n>>> double(1.5)\\n3.0", "hidden": False,
     "success_message": "Well done", "failure_message": "Look at 2"},
    {"code": ">>> np.isclose(double(0.1), 0.2)\\nTrue", "points": 2},
    {"code": ">>> callable(double)\\nTrue", "hidden": False},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
"""
RAISING = """
from otter.test_files import test_case
import numpy as np
OK_FORMAT = False
name = "q2"
points = 2
TOLERANCE = 1e-6

def near(a, b):
    return abs(a - b) < TOLERANCE

@test_case(points=None, hidden=True, failure_message="Twice!")
def test_it(double):
    assert near(double(2), 4)

@test_case("by position", None, False)
def test_more(answer, env):
    assert len(env) > 3

@test_case()
def test_env(env):
    assert env["answer"] == 42
"""


def test_points_are_shared_as_otter_does() -> None:
    assert share_points([None, 2, None], 3) == [Fraction(1, 2), 2, Fraction(1, 2)]
    assert share_points([None, None], None) == [Fraction(1, 2), Fraction(1, 2)]
    assert share_points([None, 1], None) == [0, 1]
    assert share_points([None, None], [2, 1]) == [2, 1]


def test_a_list_of_points_is_read_in_both_formats_and_must_fit(tmp_path: Path) -> None:
    file = tmp_path / "q1.py"
    file.write_text(RAISING.replace("points = 2", "points = [1, 2, 3]"), encoding="utf-8")
    assert [case.points for case in otter_questions(file)[0].cases] == [1, 2, 3]
    file.write_text(RAISING.replace("points = 2", "points = [1, 2]"), encoding="utf-8")
    with pytest.raises(UsageError, match="lists 2 numbers for 3 tests"):
        otter_questions(file)


def loaded(made: Imported, folder: Path) -> Rubric:
    (folder / "hw.yaml").write_text(made.text, encoding="utf-8")
    return load_rubric(folder / "hw.yaml", BUILTIN)


def codes_of(rubric: Rubric) -> dict[str, TestCode]:
    return {each.id: each.checker for each in rubric.criteria() if isinstance(each.checker, TestCode)}


def test_otters_files_become_a_rubric_that_loads(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q10.py").write_text(RAISING, encoding="utf-8")
    (tmp_path / "tests" / "q9.py").write_text(OK, encoding="utf-8")
    made = make_rubric("hw", otter_questions(tmp_path / "tests"), why_not_apart)
    assert (made.outside, made.inside, made.by_hand) == (4, 2, 0)
    rubric = loaded(made, tmp_path)
    assert [(each.id, each.points, each.visibility) for each in rubric.criteria()] == [
        ("q1.1", Fraction(1, 2), Visibility.STUDENT),
        ("q1.2", 2, Visibility.STAFF),
        ("q1.3", Fraction(1, 2), Visibility.STUDENT),
        ("q2.1", Fraction(2, 3), Visibility.STAFF),
        ("q2.2", Fraction(2, 3), Visibility.STUDENT),
        ("q2.3", Fraction(2, 3), Visibility.STUDENT),
    ]
    found = codes_of(rubric)
    assert [each.judged for each in found.values()] == ["outside", "outside", "inside", "outside", "inside", "outside"]
    assert {each.confirm for each in found.values()} == {"person"}
    assert (str(found["q1.1"].success), str(found["q1.1"].failure)).count("None") == 0
    assert [line for line in found["q2.1"].code.splitlines() if line] == [
        "TOLERANCE = 1e-06", "def near(a, b):", "    return abs(a - b) < TOLERANCE", "assert near(double(2), 4)",
    ]  # fmt: skip
    assert (found["q2.1"].takes, found["q2.2"].takes, found["q2.3"].takes) == (
        ("double",), ("answer", "env"), ("answer",),
    )  # fmt: skip
    assert found["q2.3"].code == "assert answer == 42\n"


def test_who_confirms_is_as_asked_and_stands_only_where_it_matters(tmp_path: Path) -> None:
    (tmp_path / "q.py").write_text(OK, encoding="utf-8")
    made = make_rubric("hw", otter_questions(tmp_path / "q.py"), why_not_apart, "nobody")
    assert made.text.count("confirm: nobody") == made.inside == 1
    assert [criterion for criterion, _ in made.reasons] == ["q1.3"]


@pytest.mark.parametrize("form", ["text", "table"])
def test_tests_in_a_notebooks_metadata_are_read(tmp_path: Path, form: str) -> None:
    table = {"name": "q1", "points": 2, "all_or_nothing": True, "suites": [{"type": "doctest", "cases": [
        {"code": ">>> double(2)\n4", "hidden": False}, {"code": ">>> double(3)\n6", "hidden": True}]}]}  # fmt: skip
    notebook: dict[str, Any] = {
        "nbformat": 4,
        "cells": [],
        "metadata": {"otter": {"OK_FORMAT": True, "tests": {"q1": OK if form == "text" else table}}},
    }
    (tmp_path / "hw.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    [question] = otter_questions(tmp_path / "hw.ipynb")
    assert len(question.cases) == (3 if form == "text" else 2)
    if form == "table":
        [criterion] = loaded(make_rubric("hw", [question], why_not_apart), tmp_path).criteria()
        assert (criterion.points, criterion.visibility) == (2, Visibility.STAFF)
        assert codes_of(loaded(make_rubric("hw", [question], why_not_apart), tmp_path))["q1.1"].code.count(">>>") == 2


def write_nbgrader(path: Path, *cells: tuple[str, str, dict[str, Any]]) -> Path:
    """Write an instructor's notebook: kind, source and nbgrader's flags of each cell."""
    made = [{"cell_type": kind, "source": source, "metadata": {"nbgrader": flags}} for kind, source, flags in cells]
    path.write_text(json.dumps({"cells": made, "metadata": {}}), encoding="utf-8")
    return path


def graded(name: str, points: float) -> dict[str, Any]:
    return {"grade": True, "solution": False, "grade_id": name, "points": points}


def test_nbgraders_cells_keep_points_hidden_tests_and_manual_marks(tmp_path: Path) -> None:
    hidden = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nx = 5\n### END HIDDEN TESTS\nassert double(x) == 10"
    path = write_nbgrader(
        tmp_path / "hw.ipynb",
        ("code", "%matplotlib inline\nassert double(1) == 2", graded("shown", 1)),
        ("code", hidden, graded("both", 2)),
        ("code", "assert callable(double)", graded("double", 0.5)),
        ("markdown", "YOUR ANSWER", {**graded("prose", 3), "solution": True}),
        ("code", "x = 1", {"grade": False, "solution": False, "locked": True, "grade_id": "given"}),
    )
    made = make_rubric("hw", nbgrader_questions(path), why_not_apart)
    assert (made.outside, made.inside, made.by_hand) == (2, 1, 1)
    rubric = loaded(made, tmp_path)
    assert [(each.id, each.points, each.visibility.value) for each in rubric.criteria()] == [
        ("shown.1", 1, "student"), ("both.1", 2, "staff"), ("double.1", Fraction(1, 2), "student"),
        ("prose.manual", 3, "student"),
    ]  # fmt: skip
    found = codes_of(rubric)
    assert found["both.1"].code == "assert double(2) == 4\nx = 5\nassert double(x) == 10\n"
    assert (found["both.1"].place, found["shown.1"].place) == ("assert double(2) == 4", "assert double(1) == 2")


def test_an_autotest_that_was_not_made_yet_is_refused(tmp_path: Path) -> None:
    path = write_nbgrader(tmp_path / "hw.ipynb", ("code", "### AUTOTEST double(2)", graded("q", 1)))
    with pytest.raises(UsageError, match="AUTOTEST"):
        nbgrader_questions(path)


def test_two_questions_of_one_name_get_two_parts() -> None:
    questions = [ForeignQuestion("q 1", manual=Fraction(1)), ForeignQuestion("Q-1", manual=Fraction(2))]
    assert "id: Q-1-2" in make_rubric("hw", questions, why_not_apart).text


def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "q.py").write_text("import os\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.py is no test file of otter"):
        otter_questions(tmp_path / "q.py")
