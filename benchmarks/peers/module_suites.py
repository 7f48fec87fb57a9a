"""gradescope-utils and pytest-gradescope: a test a criterion, on the hand-in exported as a module, one process each."""

import json
import shutil
from pathlib import Path

from benchmarks.checks import ExportedCheck, write_checks
from benchmarks.measuring import KILLED, Cost, run
from benchmarks.peers.contest import Assignment, Scores, identifier
from benchmarks.peers.setup import environment

_UNITTEST_HEAD = """\
import unittest

import bench_checks
import submission
from gradescope_utils.autograder_utils.decorators import weight


class TestHomework3(unittest.TestCase):
"""
_UNITTEST = """\
    @weight({points!r})
    def test_{name}(self):
        "{criterion}"
        bench_checks.check({criterion!r}, vars(submission))

"""
_RUN_TESTS = """\
import unittest

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

suite = unittest.defaultTestLoader.discover("tests", top_level_dir=".")
with open("results.json", "w") as results:
    JSONTestRunner(visibility="visible", stream=results).run(suite)
"""
_PYTEST_HEAD = """\
import bench_checks
import submission
from pytest_gradescope import weight


"""
_PYTEST = """\
@weight({points!r})
def test_{name}():
    bench_checks.check({criterion!r}, vars(submission))


"""


class _Suite:
    """One folder a hand-in, laid out as in a container: the module, the tests and what they import."""

    name: str
    patience_s = 1800.0
    """After which a hand-in is given up."""
    _environment: str
    _command: tuple[str, ...]

    def lay_out(self, assignment: Assignment, work: Path) -> None:
        """Write a folder for each hand-in."""
        self._work = work / self.name
        shutil.rmtree(self._work, ignore_errors=True)
        self._folders = tuple(self._work / script.stem for script in assignment.scripts)
        for script, folder in zip(assignment.scripts, self._folders, strict=True):
            write_checks(assignment.checks, folder)
            shutil.copyfile(script, folder / "submission.py")
            self._write_tests(assignment.checks, folder)
        self._names = {f"test_{identifier(check.criterion)}": check.criterion for check in assignment.checks}

    def grade(self) -> Cost:
        """Grade every hand-in."""
        costs = [self.grade_one(folder) for folder in self._folders]
        return Cost(sum(each.wall_s for each in costs), sum(each.cpu_s for each in costs))

    def grade_one(self, folder: Path) -> Cost:
        """Grade one hand-in."""
        (folder / "results.json").unlink(missing_ok=True)
        python = environment(self._environment) / "python"
        accept = frozenset({*range(6), KILLED, -11})  # pytest's (failed, none, interrupted); given up; crashed
        log = self._work / "log.txt"
        return run([python, *self._command], cwd=folder, log=log, accept=accept, timeout_s=self.patience_s)

    def scores(self) -> Scores:
        """Read every results.json."""
        scores: Scores = {}
        for folder in self._folders:
            file = folder / "results.json"
            tests = json.loads(file.read_text() or "{}").get("tests", []) if file.is_file() else []
            found = {self._criterion(test["name"]): test["score"] for test in tests if "score" in test}
            found.pop("", None)
            if found:
                scores[folder.name] = found
        return scores

    def _criterion(self, name: str) -> str:
        by_docstring = name if name in self._names.values() else ""
        return by_docstring or next((each for test, each in self._names.items() if name.endswith(test)), "")

    def _write_tests(self, checks: tuple[ExportedCheck, ...], folder: Path) -> None:
        raise NotImplementedError


class GradescopeUtils(_Suite):
    """gradescope-utils 0.5: unittest and its JSON runner."""

    name = "gradescope-utils"
    _environment = "gradescope-utils"
    _command = ("run_tests.py",)

    def _write_tests(self, checks: tuple[ExportedCheck, ...], folder: Path) -> None:
        tests = [_UNITTEST.format(**_facts(check)) for check in checks]
        (folder / "tests").mkdir()
        (folder / "tests" / "__init__.py").write_text("")
        (folder / "tests" / "test_hw3.py").write_text(_UNITTEST_HEAD + "".join(tests))
        (folder / "run_tests.py").write_text(_RUN_TESTS)


class PytestGradescope(_Suite):
    """pytest-gradescope 0.1: pytest and a plugin that writes the JSON."""

    name = "pytest-gradescope"
    _environment = "pytest-gradescope"
    _command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_hw3.py")

    def _write_tests(self, checks: tuple[ExportedCheck, ...], folder: Path) -> None:
        tests = [_PYTEST.format(**_facts(check)) for check in checks]
        (folder / "test_hw3.py").write_text(_PYTEST_HEAD + "".join(tests))


def _facts(check: ExportedCheck) -> dict[str, object]:
    return {"criterion": check.criterion, "points": check.points, "name": identifier(check.criterion)}
