"""Tests of otter and nbgrader grade hand-ins in the sandbox: right, wrong, hanging, crashing and hostile ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from grader.apps.cli import group
from grader.checkers import BUILTIN
from grader.intake import load_submission
from grader.marking import Grader, Record
from grader.marking.checks import checks_text, make_checks
from grader.model.report import Report
from grader.report import to_html, to_json
from grader.rubric import load_rubric
from grader.sandbox import Sandbox, Way, observe_live
from tests.unit.rubric.test_foreign import OK, RAISING, graded, write_nbgrader

RIGHT = (
    "import numpy as np\nimport math",
    "def double(x):\n    return 2 * x",
    "def norm(x):\n    return math.sqrt(sum(each * each for each in x))",
    "answer = 42",
)
HOSTILE = (
    "import numpy as np, builtins, math, doctest",
    "np.allclose = np.isclose = math.isclose = lambda *a, **k: True\n"
    "np.testing.assert_allclose = lambda *a, **k: None\n"
    "builtins.abs = lambda x: 0\ndoctest.OutputChecker.check_output = lambda *a: True",
    "class Always(float):\n    __hash__ = None\n    def __eq__(self, other): return True\n"
    "    def __sub__(self, other): return 0.0\n    __rsub__ = __sub__",
    "def double(x):\n    return Always(7)\ndef norm(x):\n    return Always(7)",
    "class AlwaysInt(int):\n    __hash__ = None\n    def __eq__(self, other): return True\nanswer = AlwaysInt(1)",
)
CHEATS = (
    # What is asked is found in the frames above, and taken for the answer: it is not there.
    "import sys\nBEST = [7]\ndef double(x):\n    frame = sys._getframe()\n    while frame:\n"
    "        BEST.extend(each for each in frame.f_code.co_consts if isinstance(each, (int, float)))\n"
    "        BEST.extend(each for each in frame.f_locals.values() if isinstance(each, (int, float)))\n"
    "        frame = frame.f_back\n    return 4242 if 4242 in BEST else 7\nanswer = 1\nnorm = double",
)
SOURCE = (
    ("code", "import numpy as np", {"grade": False, "solution": False, "locked": True, "grade_id": "given"}),
    ("code", "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nfor x, y in [(1, 2), (2121, 4242)]:\n"
     "    assert double(x) == y\n"
     "### END HIDDEN TESTS", graded("double", 2)),
    ("code", "x = np.array([3.0, 4.0])\nassert np.isclose(norm(x), np.linalg.norm(x)), 'the length'\nassert x[0] == 3",
     graded("norm", 3)),
    ("code", "before = double\ntry:\n    del double\n    raised = False\n    assert before(1) == 2\nfinally:\n"
     "    double = before", graded("kept", 1)),
)  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def imported(kind: str, source: Path, *options: str) -> tuple[Grader, str]:
    """Import tests by the command line, and return a grader of the rubric, and what was said."""
    out = source.parent / f"{kind}.yaml"
    done = CliRunner().invoke(group, ["import", kind, str(source), "--out", str(out), *options])
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8").replace(
        "schema: grader.rubric/1", "schema: grader.rubric/1\nlimits: {call_cpu_s: 1}"
    )
    out.write_text(text, encoding="utf-8")
    checked = CliRunner().invoke(group, ["rubric", "check", str(out)])
    assert checked.exit_code == 0, checked.output
    return Grader(load_rubric(out, BUILTIN)), done.output


@pytest.fixture
def otter(tmp_path: Path) -> Grader:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(OK, encoding="utf-8")
    (tmp_path / "tests" / "q2.py").write_text(RAISING, encoding="utf-8")
    return imported("otter", tmp_path / "tests")[0]


@pytest.fixture
def nbgrader(tmp_path: Path) -> Grader:
    return imported("nbgrader", write_nbgrader(tmp_path / "source.ipynb", *SOURCE))[0]


def notebook_of(folder: Path, cells: tuple[str, ...]) -> Path:
    made: list[Any] = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None} for cell in cells
    ]
    path = folder / "anna.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made}), encoding="utf-8")
    return path


def report_of(grader: Grader, sandbox: Sandbox, folder: Path, *cells: str) -> Report:
    submission = load_submission(notebook_of(folder, cells))
    return grader.report(submission, grader.observe(submission, sandbox))


def seen(report: Report) -> dict[str, str]:
    """Return each criterion's status and first telling evidence."""
    found: dict[str, str] = {}
    for result in report.results():
        codes = [each.code for each in result.verdict.evidence if each.code != "test_says"]
        found[result.criterion.id] = f"{result.verdict.status.value} {' '.join(codes[:1])}".strip()
    return found


def test_otters_tests_on_honest_hand_ins(otter: Grader, sandbox: Sandbox, tmp_path: Path) -> None:
    inside = "pending test_ran_inside"
    assert seen(report_of(otter, sandbox, tmp_path, *RIGHT)) == {
        "q1.1": "passed", "q1.2": "passed", "q1.3": inside, "q2.1": "passed", "q2.2": inside, "q2.3": "passed",
    }  # fmt: skip
    wrong = report_of(otter, sandbox, tmp_path, "def double(x):\n    return x", "answer = 41")
    assert seen(wrong) == {
        "q1.1": "failed test_failed", "q1.2": "failed test_failed", "q1.3": inside, "q2.1": "failed test_failed",
        "q2.2": inside, "q2.3": "failed test_failed",
    }  # fmt: skip
    empty = report_of(otter, sandbox, tmp_path, "x = 1")
    assert seen(empty)["q1.1"] == seen(empty)["q2.1"] == seen(empty)["q2.3"] == "failed not_answered"
    told = to_html(wrong, audience="student")
    assert "Look at 2" in told
    assert "Well done" not in told
    assert "Well done" in to_html(report_of(otter, sandbox, tmp_path, *RIGHT), audience="student")


def test_otters_tests_on_hand_ins_that_crash_or_lie(otter: Grader, sandbox: Sandbox, tmp_path: Path) -> None:
    ends = report_of(otter, sandbox, tmp_path, "import os\ndef double(x):\n    os._exit(0)", "answer = 42")
    assert seen(ends) == {
        "q1.1": "failed died", "q1.2": "failed died", "q1.3": "pending test_ran_inside", "q2.1": "failed died",
        "q2.2": "pending test_ran_inside", "q2.3": "passed",
    }  # fmt: skip
    lies = report_of(otter, sandbox, tmp_path, *HOSTILE)
    assert {each for each in seen(lies).values() if each.startswith("passed")} == set()
    assert [lies.earned, seen(lies)["q1.1"], seen(lies)["q2.3"]] == [
        0,
        "failed test_failed",
        "failed test_failed",
    ]


def test_nbgraders_tests_on_honest_hand_ins(nbgrader: Grader, sandbox: Sandbox, tmp_path: Path) -> None:
    assert seen(report_of(nbgrader, sandbox, tmp_path, *RIGHT)) == {
        "double.1": "passed", "norm.1": "passed", "kept.1": "pending test_ran_inside",
    }  # fmt: skip
    wrong = report_of(nbgrader, sandbox, tmp_path, "def double(x):\n    return 4", "def norm(x):\n    return x.sum()")
    assert seen(wrong) == dict.fromkeys(("double.1", "norm.1", "kept.1"), "failed test_failed")
    [fact] = [each for result in list(wrong.results())[1:2] for each in result.verdict.evidence]
    assert '"the length"' in str(to_json(wrong, audience="staff")).replace("'", '"')
    assert (fact.code, getattr(fact, "actual", ""), getattr(fact, "expected", "")) == ("test_failed", "7.0", "5.0")


def test_nbgraders_tests_on_hand_ins_that_hang_raise_or_lie(nbgrader: Grader, sandbox: Sandbox, tmp_path: Path) -> None:
    hangs = "def double(x):\n    while x == 2:\n        pass\n    return 2 * x"
    raises = "def norm(x):\n    return 1 / 0"
    assert seen(report_of(nbgrader, sandbox, tmp_path, hangs, raises)) == {
        "double.1": "failed timed_out", "norm.1": "failed raised", "kept.1": "pending test_ran_inside",
    }  # fmt: skip
    for cells in (HOSTILE, CHEATS):
        statuses = seen(report_of(nbgrader, sandbox, tmp_path, *cells))
        assert [each for each in statuses.values() if each.startswith("passed")] == []
    changes = "def norm(x):\n    x[:] = 0\n    return 0.0"
    assert seen(report_of(nbgrader, sandbox, tmp_path, changes))["norm.1"] == "ungraded test_not_judged"


def test_a_name_that_is_bound_again_after_the_test_is_no_failure(
    nbgrader: Grader, sandbox: Sandbox, tmp_path: Path
) -> None:
    test = "assert double(2) == 4"
    again = report_of(nbgrader, sandbox, tmp_path, RIGHT[1], test, "def double(x):\n    return x")
    assert seen(again)["double.1"] == "ungraded test_not_judged"
    before = report_of(nbgrader, sandbox, tmp_path, RIGHT[1], "def double(x):\n    return x", test)
    assert seen(before)["double.1"] == "failed test_failed"


def test_a_pass_inside_counts_at_once_only_if_nobody_is_to_confirm_it_and_still_says_so(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    source = write_nbgrader(tmp_path / "source.ipynb", *SOURCE)
    grader, said = imported("nbgrader", source, "--confirm", "nobody")
    assert "kept.1 runs inside: `del double`" in said
    report = report_of(grader, sandbox, tmp_path, *RIGHT)
    assert seen(report)["kept.1"] == "passed test_ran_inside"
    for language in ("en", "fr"):
        page = to_html(report, audience="student", language=language)
        assert {"en": "hostile program can make it pass", "fr": "programme hostile peut le faire passer"}[
            language
        ] in page


@pytest.mark.parametrize("way", list(Way))
def test_a_notebooks_live_names_and_a_system_without_fork_see_the_same(
    nbgrader: Grader, way: Way, tmp_path: Path
) -> None:
    space: dict[str, Any] = {}
    for cell in RIGHT:
        exec(cell, space)
    before = dict(space)
    submission = load_submission(notebook_of(tmp_path, RIGHT))
    sighting = observe_live(space, nbgrader.plan.probes, nbgrader.rubric.limits, way)
    report = nbgrader.report(
        submission, Record(sighting.loading, {each.probe_key: each for each in sighting.observations})
    )
    assert seen(report) == {"double.1": "passed", "norm.1": "passed", "kept.1": "pending test_ran_inside"}
    assert space == before


def test_a_system_without_fork_gives_the_same(nbgrader: Grader, tmp_path: Path) -> None:
    with Sandbox(spawn=True) as spawning:
        assert seen(report_of(nbgrader, spawning, tmp_path, *RIGHT)) == {
            "double.1": "passed", "norm.1": "passed", "kept.1": "pending test_ran_inside",
        }  # fmt: skip


def test_students_get_the_tests_that_they_may_see(otter: Grader) -> None:
    checks = make_checks(otter.rubric)
    shipped = {each.id: each.parameters["code"] for part in checks.parts for each in part.criteria}
    assert set(shipped) == {"q1.1", "q1.3", "q2.2", "q2.3"}
    assert "0.2" not in checks_text(checks)
