"""On honest hand-ins our marks are those of nbgrader and otter: run where `benchmarks.peers.setup` put them."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.checkers import BUILTIN
from grader.checkers.testing.checker import why_not_apart
from grader.intake import load_submission
from grader.marking import Grader
from grader.rubric import load_rubric
from grader.rubric.foreign import make_rubric
from grader.rubric.foreign_files import nbgrader_questions, otter_questions
from grader.sandbox import Sandbox

PEERS = Path(__file__).resolve().parents[2] / "build" / "peers"
pytestmark = pytest.mark.long

HAND_INS: dict[str, tuple[str, ...]] = {
    "right": (
        "import numpy as np\nimport math",
        "def double(x):\n    return 2 * x",
        "def norm(x):\n    return math.sqrt(sum(each * each for each in x))",
        "def roots(a, b, c):\n    if a == 0:\n        raise ValueError('no quadratic')\n"
        "    d = math.sqrt(b * b - 4 * a * c)\n    return sorted([(-b - d) / (2 * a), (-b + d) / (2 * a)])",
        "class Stack:\n    def __init__(self):\n        self.items = []\n"
        "    def push(self, x):\n        self.items.append(x)\n"
        "    def pop(self):\n        return self.items.pop()\n    def __len__(self):\n        return len(self.items)",
        "def tidy(values):\n    values.sort()",
        "answer = 42",
    ),
    "wrong": (
        "import numpy as np",
        "def double(x):\n    return x + 2",
        "def norm(x):\n    return sum(x)",
        "def roots(a, b, c):\n    return [0.0, 1.0]",
        "class Stack:\n    def push(self, x):\n        self.x = x\n    def pop(self):\n        return self.x",
        "def tidy(values):\n    return sorted(values)",
        "answer = 41.9",
    ),
    "mixed": (
        "import numpy as np",
        "def double(x):\n    return np.multiply(x, 2)",
        "def norm(x):\n    raise NotImplementedError",
        "def roots(a, b, c):\n    d = np.sqrt(b * b - 4 * a * c)\n    return [(-b - d) / (2 * a), (-b + d) / (2 * a)]",
        "class Stack(list):\n    push = list.append",
        "def tidy(values):\n    values.sort(reverse=True)",
    ),
    "broken": ("def double(x)\n    return 2 * x", "answer = 42"),
}
CASES: dict[str, tuple[str, ...]] = {
    "double": (
        "assert double(2) == 4\nassert double(5) == 10",
        "for x, y in [(0, 0), (-1.5, -3.0)]:\n    assert double(x) == y",
    ),
    "norm": (
        "import numpy as np\nx = np.array([3.0, 4.0])\nassert np.isclose(norm(x), np.linalg.norm(x))\nassert x[0] == 3",
    ),
    "roots": (
        "import numpy as np\nnp.testing.assert_allclose(roots(1, -3, 2), [1, 2])",
        "try:\n    roots(0, 1, 1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('a = 0')",
    ),
    "stack": ("s = Stack()\ns.push(1)\ns.push(2)\nassert len(s) == 2\nassert s.pop() == 2 and s.pop() == 1",),
    "tidy": ("values = [3, 1, 2]\ntidy(values)\nassert values == [1, 2, 3]",),
    "answer": ("assert answer == 42", "assert isinstance(answer, int)"),
    "inside": ("assert callable(double)",),
}
DOCTESTS = {
    "q_double": (">>> double(2)\n4", ">>> double(2) == 4 and double(3) == 6\nTrue"),
    "q_roots": (">>> roots(1, -3, 2)\n[1.0, 2.0]", ">>> r = roots(1, -3, 2)\n>>> len(r)\n2\n>>> r[0] < r[1]\nTrue"),
    "q_answer": (">>> answer\n42", ">>> print(answer)\n42"),
    "q_tidy": (">>> v = [2, 1]\n>>> tidy(v)\n>>> v\n[1, 2]",),
}
RUN_OTTER = """
import contextlib, io, json, os, sys
from pathlib import Path
from otter.nbmeta_config import NBMetadataConfig
from otter.test_files import create_test_file
found = {}
for notebook in sys.argv[2:]:
    space = {}
    for cell in json.loads(Path(notebook).read_text())["cells"]:
        with contextlib.suppress(BaseException):
            exec("".join(cell["source"]), space)
    told = found[Path(notebook).stem] = {}
    for file in sorted(Path(sys.argv[1]).glob("*.py")):
        test = create_test_file(str(file), NBMetadataConfig())
        with contextlib.redirect_stdout(io.StringIO()):
            test.run(space)
        told[file.stem] = [bool(result.passed) for result in test.test_case_results]
print(json.dumps(found))
"""
_POINTS = """
select student.id, base_cell.name, coalesce(grade.auto_score, 0) from grade
join base_cell on base_cell.id = grade.cell_id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
join student on student.id = submitted_assignment.student_id
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def programs_of(name: str) -> Path:
    """Return where a peer's programs are; skip where they are not."""
    if not (PEERS / name / "ready").is_file():
        pytest.skip(f"{name} is not installed: python -m benchmarks.peers.setup {name}")
    return PEERS / name / "bin"


def notebook(path: Path, sources: tuple[str, ...], *more: dict[str, Any]) -> Path:
    """Write a notebook of code cells."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{at}", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for at, source in enumerate(sources)
    ]
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": [*cells, *more]}), encoding="utf-8"
    )
    return path


def our_marks(rubric: Path, notebooks: dict[str, Path], sandbox: Sandbox) -> dict[str, dict[str, bool]]:
    """Return who passes which criterion with us; a pass inside counts here, as it does there."""
    grader = Grader(load_rubric(rubric, BUILTIN))
    found: dict[str, dict[str, bool]] = {}
    for name, path in notebooks.items():
        submission = load_submission(path)
        report = grader.report(submission, grader.observe(submission, sandbox))
        unsure = {
            each.criterion.id: str(each.verdict)
            for each in report.results()
            if each.verdict.status.value not in {"passed", "failed"}
        }
        assert unsure == {}
        found[name] = {each.criterion.id: each.verdict.status.value == "passed" for each in report.results()}
    return found


def differences(ours: dict[str, dict[str, bool]], theirs: dict[str, dict[str, bool]]) -> list[str]:
    """Return where the marks differ: hand-in, criterion, and who passes it."""
    assert {name: set(marks) for name, marks in ours.items()} == {name: set(marks) for name, marks in theirs.items()}
    return [
        f"{name} {criterion}: {'ours' if ours[name][criterion] else 'theirs'} alone"
        for name in ours
        for criterion in ours[name]
        if ours[name][criterion] is not theirs[name][criterion]
    ]


def test_otter_gives_the_same_marks(tmp_path: Path, sandbox: Sandbox) -> None:
    python = programs_of("otter") / "python"
    tests = tmp_path / "tests"
    tests.mkdir()
    for name, cases in DOCTESTS.items():
        made = {"name": name, "suites": [{"type": "doctest", "cases": [{"code": each} for each in cases]}]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {made!r}\n", encoding="utf-8")
    for name, cases in CASES.items():
        bodies = [
            "\n".join([f"@test_case(hidden={at > 0})", f"def test_{at}({_parameters(case)}):",
                       *(f"    {line}" for line in case.splitlines())])
            for at, case in enumerate(cases)
        ]  # fmt: skip
        head = f"from otter.test_files import test_case\nOK_FORMAT = False\nname = {name!r}\npoints = 1\n"
        (tests / f"{name}.py").write_text(head + "\n\n".join(bodies) + "\n", encoding="utf-8")
    notebooks = {name: notebook(tmp_path / f"{name}.ipynb", cells) for name, cells in HAND_INS.items()}
    (tmp_path / "run.py").write_text(RUN_OTTER, encoding="utf-8")
    done = subprocess.run(
        [python, tmp_path / "run.py", tests, *notebooks.values()],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    theirs = {
        name: {f"{test}.{at}": passed for test, cases in told.items() for at, passed in enumerate(cases, start=1)}
        for name, told in json.loads(done.stdout.splitlines()[-1]).items()
    }
    rubric = tmp_path / "otter.yaml"
    made_rubric = make_rubric("otter", otter_questions(tests), why_not_apart, "nobody")
    assert (made_rubric.inside, made_rubric.outside) == (1, 16)
    rubric.write_text(made_rubric.text, encoding="utf-8")
    # A doctest compares what is printed: NumPy writes `np.int64(4)` and `np.True_`. We compare values.
    by_value = [f"mixed q_{name}: ours alone" for name in ("double.1", "double.2", "roots.1", "roots.2")]
    assert differences(our_marks(rubric, notebooks, sandbox), theirs) == by_value
    assert {passed for told in theirs.values() for passed in told.values()} == {True, False}


def _parameters(case: str) -> str:
    return ", ".join(name for name in ("double", "norm", "roots", "Stack", "tidy", "answer") if name in case)


def test_nbgrader_gives_the_same_marks(tmp_path: Path, sandbox: Sandbox) -> None:
    programs = programs_of("nbgrader")
    course = tmp_path / "course"
    tests: list[dict[str, Any]] = []
    for name, cases in CASES.items():
        for at, case in enumerate(cases):
            hidden = f"### BEGIN HIDDEN TESTS\n{case}\n### END HIDDEN TESTS" if at else case
            about = {"grade": True, "grade_id": f"{name}_{at}", "locked": True, "points": 2, "schema_version": 3,
                     "solution": False, "task": False}  # fmt: skip
            tests.append({
                "cell_type": "code", "id": f"t{len(tests)}", "source": hidden, "outputs": [], "execution_count": None,
                "metadata": {"nbgrader": about},
            })  # fmt: skip
    source = notebook(course / "source" / "hw" / "hw.ipynb", ("import numpy as np",), *tests)
    notebooks = {
        name: notebook(course / "submitted" / name / "hw" / "hw.ipynb", cells, *tests)
        for name, cells in HAND_INS.items()
    }
    (course / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(course)!r}\nc.CourseDirectory.course_id = 'c'\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    for words in (["generate_assignment", "hw", "--create", "--force"], ["autograde", "hw", "--create", "--force"]):
        subprocess.run(
            [programs / "nbgrader", *words], cwd=course, env=environment, capture_output=True, check=False, timeout=500
        )
    theirs: dict[str, dict[str, bool]] = {}
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        for student, cell, points in gradebook.execute(_POINTS):
            theirs.setdefault(student, {})[f"{cell}.1"] = points == 2
    made = make_rubric("nbgrader", nbgrader_questions(source), why_not_apart, "nobody")
    assert (made.inside, made.outside) == (1, 9)
    (tmp_path / "hw.yaml").write_text(made.text, encoding="utf-8")
    assert differences(our_marks(tmp_path / "hw.yaml", notebooks, sandbox), theirs) == []
    assert {passed for told in theirs.values() for passed in told.values()} == {True, False}
