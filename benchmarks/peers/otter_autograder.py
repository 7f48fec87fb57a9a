"""otter-grader: exception-based tests, one a criterion; ``otter run`` (no container), one call a hand-in."""

import json
import os
import shutil
from pathlib import Path

from benchmarks.checks import write_checks
from benchmarks.measuring import KILLED, Cost, run
from benchmarks.peers.contest import Assignment, Scores, identifier
from benchmarks.peers.setup import environment

_TEST = """\
OK_FORMAT = False

from otter.test_files import test_case

name = {criterion!r}
points = {points!r}


@test_case(points={points!r})
def test(env):
    import bench_checks

    bench_checks.check({criterion!r}, env)
"""


class Otter:
    """otter-grader 7, one process and one kernel a hand-in."""

    name = "otter-grader"
    patience_s = 1800.0
    """After which a hand-in is given up."""

    def lay_out(self, assignment: Assignment, work: Path) -> None:
        """Write the tests and zip the autograder."""
        self._work = work / "otter"
        shutil.rmtree(self._work, ignore_errors=True)
        self._notebooks = assignment.notebooks
        tests, files = self._work / "tests", self._work / "files"
        tests.mkdir(parents=True)
        for check in assignment.checks:
            text = _TEST.format(criterion=check.criterion, points=check.points)
            (tests / f"{identifier(check.criterion)}.py").write_text(text)
        write_checks(assignment.checks, files)
        names = sorted(each.name for each in files.iterdir())
        # Run among the files: the archive keeps the paths that it is given.
        self._otter("generate", "-t", tests, "-o", self._work / "autograder.zip", *names, cwd=files)

    def grade(self) -> Cost:
        """Grade every notebook."""
        shutil.rmtree(self._work / "results", ignore_errors=True)
        costs = [self.grade_one(notebook) for notebook in self._notebooks]
        return Cost(sum(each.wall_s for each in costs), sum(each.cpu_s for each in costs))

    def grade_one(self, notebook: Path) -> Cost:
        """Grade one notebook."""
        results = self._work / "results" / notebook.stem
        results.mkdir(parents=True, exist_ok=True)
        archive = self._work / "autograder.zip"
        return self._otter("run", "-a", archive, "-o", results, "--no-logo", notebook, cwd=results)

    def scores(self) -> Scores:
        """Read every results.json."""
        scores: Scores = {}
        for file in sorted((self._work / "results").glob("*/results.json")):
            tests = json.loads(file.read_text())["tests"]
            scores[file.parent.name] = {test["name"]: test["score"] for test in tests if "score" in test}
        return scores

    def _otter(self, *arguments: str | Path, cwd: Path) -> Cost:
        programs = environment("otter")
        return run(
            [programs / "otter", *arguments],
            cwd=cwd,
            log=self._work / "log.txt",
            environment={"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
            accept=frozenset({0, 1, KILLED}),
            timeout_s=self.patience_s,
        )
