"""Tests of other graders become criteria, judged outside the student's process or by a person."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.checkers import BUILTIN
from grader.model.errors import UsageError
from grader.model.status import Visibility
from grader.rubric import load_rubric
from grader.rubric.foreign import checks_of, rubric_text
from grader.rubric.foreign_files import nbgrader_questions, otter_questions, share_points

OK = """
OK_FORMAT = True
test = {"name": "q1", "points": 3, "suites": [{"cases": [
    {"code": ">>> double(2)\\n4\\n>>> double(1.5)\\n3.0", "hidden": False},
    {"code": ">>> np.isclose(double(0.1), 0.2)\\nTrue", "hidden": True, "points": 2},
    {"code": ">>> x = 3\\n>>> double(x) == 6\\nTrue", "hidden": False},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
"""
RAISING = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q2"
points = 2

@test_case(points=None, hidden=True)
def test_it(double):
    assert double(2) == 4

@test_case(hidden=False)
def test_more(double, env):
    assert len(env) > 3
"""


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("assert f(2) == 4\nassert f(3) == 9", 2),
        ("import numpy as np\nnp.testing.assert_allclose(f(np.array([1.0, 2.0])), np.array([1, 4]), rtol=1e-3)", 1),
        ("assert abs(f(2) - 4) < 1e-6", 1),
        ("assert f(2) == 4\nassert g(2) == 4", 0),
        ("assert f(2)", 0),
        ("assert f(2) == 'four'", 0),
        ("assert f([1, 2]) == [1, 4]", 0),
        ("assert f(2) == True", 0),
        ("for x in range(3):\n    assert f(x) == x", 0),
        ("assert f(2) == 4, 'no'\nf.grade = 1", 0),
        ("not python", 0),
    ],
)
def test_only_a_test_that_compares_one_function_with_numbers_is_taken_apart(code: str, count: int) -> None:
    assert len(checks_of(code)) == count


def test_points_are_shared_as_otter_does() -> None:
    assert share_points([None, 2, None], 3) == [Fraction(1, 2), 2, Fraction(1, 2)]
    assert share_points([None, None], None) == [Fraction(1, 2), Fraction(1, 2)]
    assert share_points([None, 1], None) == [0, 1]


def test_otters_files_become_a_rubric_that_loads(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(OK, encoding="utf-8")
    (tmp_path / "tests" / "q2.py").write_text(RAISING, encoding="utf-8")
    text, judged, by_hand = rubric_text("hw", otter_questions(tmp_path / "tests"))
    assert (judged, by_hand) == (3, 2)
    (tmp_path / "hw.yaml").write_text(text, encoding="utf-8")
    rubric = load_rubric(tmp_path / "hw.yaml", BUILTIN)
    assert [(each.id, each.points, each.checker_name, each.visibility) for each in rubric.criteria()] == [
        ("q1.1", Fraction(1, 2), "values", Visibility.STUDENT),
        ("q1.2", 2, "values", Visibility.STAFF),
        ("q1.3", Fraction(1, 2), "by_hand", Visibility.STUDENT),
        ("q2.1", 1, "values", Visibility.STAFF),
        ("q2.2", 1, "by_hand", Visibility.STUDENT),
    ]


def test_tests_in_a_notebooks_metadata_are_read(tmp_path: Path) -> None:
    notebook: dict[str, Any] = {
        "nbformat": 4,
        "cells": [],
        "metadata": {"otter": {"OK_FORMAT": True, "tests": {"q1": OK}}},
    }
    (tmp_path / "hw.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert [len(each.cases) for each in otter_questions(tmp_path / "hw.ipynb")] == [3]


def test_nbgraders_cells_keep_points_hidden_tests_and_manual_marks(tmp_path: Path) -> None:
    hidden = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(5) == 10\n### END HIDDEN TESTS"
    cells = [
        {"cell_type": "code", "source": "assert double(1) == 2",
         "metadata": {"nbgrader": {"grade": True, "solution": False, "grade_id": "shown", "points": 1}}},
        {"cell_type": "code", "source": hidden,
         "metadata": {"nbgrader": {"grade": True, "solution": False, "grade_id": "both", "points": 2}}},
        {"cell_type": "markdown", "source": ["YOUR ", "ANSWER"],
         "metadata": {"nbgrader": {"grade": True, "solution": True, "grade_id": "prose", "points": 3}}},
    ]  # fmt: skip
    (tmp_path / "hw.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    text, judged, by_hand = rubric_text("hw", nbgrader_questions(tmp_path / "hw.ipynb"))
    assert (judged, by_hand) == (2, 1)
    (tmp_path / "hw.yaml").write_text(text, encoding="utf-8")
    rubric = load_rubric(tmp_path / "hw.yaml", BUILTIN)
    assert [(each.id, each.points, each.visibility.value) for each in rubric.criteria()] == [
        ("shown.1", 1, "student"), ("both.1", 2, "staff"), ("prose.manual", 3, "student"),
    ]  # fmt: skip


def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "q.py").write_text("import os\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.py is no test file of otter"):
        otter_questions(tmp_path / "q.py")


def test_a_students_notebook_is_graded_as_it_is_and_cannot_forge_the_verdict(tmp_path: Path) -> None:
    (tmp_path / "q1.py").write_text(OK, encoding="utf-8")
    (tmp_path / "hw.yaml").write_text(rubric_text("hw", otter_questions(tmp_path / "q1.py"))[0], encoding="utf-8")
    source = (
        "class Always(float):\n    def __eq__(self, other):\n        return True\n    __hash__ = None\n"
        "    def __rsub__(self, other):\n        return 0.0\n    __sub__ = __rsub__\n\n"
        "def double(x):\n    return 2 * x if x == 0.1 else Always(7)\n"
    )
    cell: dict[str, Any] = {
        "cell_type": "code",
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    notebook: dict[str, Any] = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    (tmp_path / "anna.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    command = ["grade", str(tmp_path / "anna.ipynb"), "--rubric", str(tmp_path / "hw.yaml"), "--json", "-"]
    done = subprocess.run(
        [sys.executable, "-m", "grader", *command], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    statuses = {each["id"]: each["status"] for part in json.loads(done.stdout)["parts"] for each in part["criteria"]}
    assert statuses == {"q1.1": "failed", "q1.2": "passed", "q1.3": "pending"}
