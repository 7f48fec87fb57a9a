"""Criteria as pytest items, for staff and for students; other runs do not notice the plug-in."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.marking import checks_text, make_checks
from grader.rubric import load_rubric

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
kinds: [script]
reference: reference
parts:
  - id: Q1
    title: {en: Sums, fr: Sommes}
    points: 3
    criteria:
      - id: Q1.double
        title: {en: "`double` doubles", fr: "`double` double"}
        points: 2
        checker: values
        with: {function: double, reference: sums.double, rtol: 1.0e-9, atol: 0, draws: {count: 2, arguments: {x: 1.5}}}
      - id: Q1.half
        title: {en: "`half` halves", fr: "`half` divise par deux"}
        points: 1
        visibility: after_due
        checker: values
        with: {function: half, reference: sums.half, rtol: 1.0e-9, atol: 0, draws: {count: 2, arguments: {x: 1.5}}}
"""
HAND_IN = (
    "def double(x):\n    return 2 * x\n\n\ndef half(x):\n    return x / 3\n\n\ndef test_mine():\n    raise SystemExit\n"
)


@pytest.fixture
def course(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # the plug-in of this very tree, installed or not
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p grader.apps.pytest_plugin -p no:cacheprovider")
    home = pytester.path
    (home / "reference").mkdir()
    (home / "reference" / "sums.py").write_text("def double(x):\n    return 2 * x\ndef half(x):\n    return x / 2\n")
    (home / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    (home / "hw.py").write_text(HAND_IN)
    return home


def test_staff_see_each_criterion_as_a_test_with_its_evidence(pytester: pytest.Pytester, course: Path) -> None:
    done = pytester.runpytest_subprocess("--rubric", "rubric.yaml", "--hand-in", "hw.py", "-v", timeout=60)
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*double PASSED*", "`half` halves", "*Call: `half(*", "FAILED hw.py::Q1.half -*"])
    assert "test_mine" not in done.stdout.str()
    chosen = pytester.runpytest_subprocess("--rubric", "rubric.yaml", "hw.py::Q1.double", timeout=60)
    assert chosen.ret == pytest.ExitCode.USAGE_ERROR  # a name alone cannot be told from a path: -k does it
    chosen = pytester.runpytest_subprocess("--rubric", "rubric.yaml", "hw.py", "-k", "double", timeout=60)
    chosen.assert_outcomes(passed=1, deselected=1)


def test_students_see_the_public_ones_alone(pytester: pytest.Pytester, course: Path) -> None:
    checks = make_checks(load_rubric(course / "rubric.yaml", installed_checkers()))
    (course / "checks.json").write_text(checks_text(checks), encoding="utf-8")
    done = pytester.runpytest_subprocess("--checks", "checks.json", "hw.py", "-v", timeout=60)
    done.assert_outcomes(passed=1)
    folder = course / "mine"
    folder.mkdir()
    (folder / "hw.py").write_text("def double(x):\n    return x\n")
    done = pytester.runpytest_subprocess("--checks", "checks.json", "--hand-in", "mine", timeout=60)
    done.assert_outcomes(failed=1)


def test_wrong_options_say_what_to_do(pytester: pytest.Pytester, course: Path) -> None:
    for options, said in (
        (["--rubric", "rubric.yaml"], "name one hand-in"),
        (["--hand-in", "hw.py"], "needs --rubric"),
        (["--rubric", "rubric.yaml", "--hand-in", "none.py"], "there is no hand-in"),
    ):
        done = pytester.runpytest_subprocess(*options, timeout=60)
        assert done.ret == pytest.ExitCode.USAGE_ERROR
        assert said in done.stderr.str()


def test_a_run_that_does_not_ask_imports_nothing() -> None:
    code = (
        "import sys, grader.apps.pytest_plugin; print([m for m in sys.modules if m in ('numpy', 'sympy', 'pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_plug_in_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"grader": "grader.apps.pytest_plugin"}
