"""A notebook with magics that only IPython knows: its shell runs it where there is one, else the magic is told of.

The tests' own environment has IPython; an empty virtual environment has neither it nor the grader.
``GRADER_TEST_PYTHON`` may name the interpreter of a course's environment, with IPython, NumPy and SymPy and without the
grader; with the marker ``long`` the tests make one themselves.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.marking.mark import notes_on
from grader.model.evidence import IntakeNote
from grader.model.probe import Ended, LoadEnded, Sighting
from grader.model.submission import Submission
from grader.model.values import SequenceValue
from grader.sandbox import MachineReport, Sandbox
from tests.conformance.sandbox.conftest import KINDS, sandbox_of_kind
from tests.conformance.sandbox.hand_ins import ROOMY, hand_in, look, notebook, value_of_call

NEEDS_SHELL = notebook(
    "n.ipynb",
    "%precision 3\nx = 1",
    "1 / 0\ny = 5",
    "%%bash\necho > made",
    "%%writefile helper.py\ndef h(): return 9\nraise ValueError('in helper')",
    "%run helper.py\nz = %time y + 1",
    "get_ipython().system('echo > made')\nout = !echo > made\n%pip install something",
    "import os\ndef f(): return x, y, z, h(), out, os.path.exists('made')",
    "import sys\nsys.exit(3)",
    "\n\ndef g():\n    return undefined",
    "await __import__('asyncio').sleep(0)\ndisplay(f())",
    "while True: pass",
    "kept = %env HOME\n%who\n%nosuch",
    "def home(): return [os.environ['HOME'], os.environ['IPYTHONDIR']], get_ipython().history_manager.enabled",
)


def facts(seen: Sighting) -> list[tuple[int | None, str, str]]:
    return [
        (each.cell, each.ended.value, each.exception.type_name if each.exception else each.detail)
        for each in seen.loading.facts
        if each.ended is not LoadEnded.LOADED
    ]


@pytest.fixture(scope="module")
def empty_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("empty")
    folder.parent.chmod(0o755)  # whoever runs hand-ins must be able to start it
    folder.chmod(0o755)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return str(folder / "bin" / "python")


@pytest.fixture(scope="module", params=KINDS)
def empty(request: pytest.FixtureRequest, empty_python: str, machine: MachineReport) -> Iterator[Sandbox]:
    yield from sandbox_of_kind(request.param, empty_python, machine)


def test_without_ipython_a_line_that_only_it_knows_is_left_out_and_told(empty: Sandbox) -> None:
    cells = notebook(
        "n.ipynb", "%precision 3\ndef f():\n    return 1", "%%sympy\nx", "%matplotlib inline\n%load_ext autoreload"
    )
    seen = look(empty, hand_in(cells), "f")
    assert seen.loading.runner == "notebook"
    assert facts(seen) == [(1, "skipped", "%precision"), (2, "skipped", "%%sympy")]
    assert seen.observations[0].value == 1


NAMED = os.environ.get("GRADER_TEST_PYTHON", "")
COURSES = ("own", *(("named",) if NAMED else ()), pytest.param("made", marks=pytest.mark.long))


@pytest.fixture(scope="module", params=COURSES)
def course_python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "own":
        return sys.executable
    if request.param == "named":
        return NAMED
    folder = tmp_path_factory.mktemp("course")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", "ipython", "numpy", "sympy"], check=True)
    return str(python)


@pytest.fixture(scope="module", params=KINDS)
def course(request: pytest.FixtureRequest, course_python: str, machine: MachineReport) -> Iterator[Sandbox]:
    yield from sandbox_of_kind(request.param, course_python, machine)


def test_the_courses_environment_need_not_have_the_grader(empty: Sandbox, empty_python: str) -> None:
    has_it = subprocess.run([empty_python, "-c", "import grader"], cwd="/", capture_output=True, check=False)
    assert has_it.returncode != 0
    assert value_of_call(empty, "import math\ndef f(): return math.sqrt(9)\n", "f", ROOMY) == 3.0


def test_a_course_with_numpy_has_it(course: Sandbox) -> None:
    assert "numpy" in course.environment
    assert value_of_call(course, "import numpy\ndef f(): return float(numpy.ones(3).sum())\n", "f", ROOMY) == 3.0


def test_a_notebook_that_needs_the_shell_is_run_by_it(course: Sandbox) -> None:
    seen = look(course, hand_in(NEEDS_SHELL), "f", "g", "h", "home", limits=ROOMY)
    assert seen.loading.runner == "interactive_shell"
    f, g, h, home = seen.observations
    assert (f.ended, h.value) == (Ended.RETURNED, 9)
    assert f.value == SequenceValue("tuple", (1, 5, 6, 9, SequenceValue("list", ()), False))
    assert g.exception is not None
    assert (g.exception.type_name, g.exception.cell, g.exception.line) == ("NameError", 9, 4)
    places, has_history = getattr(home.value, "items", (None, None))
    assert len(set(getattr(places, "items", ()))) == 1
    assert has_history is False
    assert facts(seen) == [
        (2, "raised", "ZeroDivisionError"),
        (3, "skipped", "%%bash"),
        (5, "raised", "ValueError"),
        (8, "raised", "SystemExit"),
        (12, "raised", "UsageError"),
        (11, "timed_out", ""),
    ]


def test_the_report_says_that_the_shell_ran(course: Sandbox) -> None:
    submission: Submission = hand_in(notebook("n.ipynb", "%who", "def f(): return 1"))
    seen = look(course, submission, "f", limits=ROOMY)
    assert IntakeNote("n.ipynb", "interactive_shell") in notes_on(submission, seen.loading)


def test_other_notebooks_do_without_the_shell(course: Sandbox) -> None:
    cells = notebook(
        "n.ipynb", "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'", "def f(): return 1", "%timeit f()"
    )
    assert look(course, hand_in(cells), "f", limits=ROOMY).loading.runner == "notebook"


def test_two_notebooks_have_a_shell_each(course: Sandbox) -> None:
    files = hand_in(
        notebook("a.ipynb", "%precision 3\nx = 'a'\ndef f(): return x, get_ipython().user_ns['x']"),
        notebook("b.ipynb", "%precision 3\nx = 'b'\ndef g(): return x, get_ipython().user_ns['x']"),
    )
    seen = look(course, files, "f", "g", limits=ROOMY)
    assert [getattr(each.value, "items", None) for each in seen.observations] == [("a", "a"), ("b", "b")]


def test_the_shells_files_stay_in_the_hand_ins_folder(course: Sandbox) -> None:
    home = Path.home() / ".ipython"
    before = home.exists()
    look(course, hand_in(notebook("n.ipynb", "%who")), "f", limits=ROOMY)
    assert home.exists() == before
