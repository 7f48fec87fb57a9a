"""Ours: ``grader batch`` over the whole class, one worker, reports for staff and student included."""

import json
import shutil
import sys
from pathlib import Path

from benchmarks.checks import ROOT, RUBRIC
from benchmarks.measuring import Cost, run
from benchmarks.peers.contest import Assignment, Scores

GRADER = Path(sys.executable).with_name("grader")


class Ours:
    """This program, from a cold start, into a fresh folder."""

    name = "ours"

    def __init__(self, rubric: Path = RUBRIC) -> None:
        self._rubric = rubric

    def lay_out(self, assignment: Assignment, work: Path) -> None:
        """Copy the notebooks into a folder of their own."""
        self._work = work / "ours"
        shutil.rmtree(self._work, ignore_errors=True)
        self._class = self._work / "class"
        self._class.mkdir(parents=True)
        for notebook in assignment.notebooks:
            shutil.copyfile(notebook, self._class / notebook.name)

    def grade(self) -> Cost:
        """Grade every notebook and write its reports."""
        out = self._work / "out"
        shutil.rmtree(out, ignore_errors=True)
        return run(
            [GRADER, "batch", self._class, "--rubric", self._rubric, "--out", out, "--jobs", "1", "--quiet"],
            cwd=ROOT,
            log=self._work / "log.txt",
            accept=frozenset({0, 1}),  # 1 where something could not be judged
        )

    def scores(self) -> Scores:
        """Read the reports; what waits for a person is left out."""
        return {file.stem: {name: points for name, points, _ in rows} for file, rows in self._rows()}

    def codes(self) -> dict[str, dict[str, frozenset[str]]]:
        """Return the codes of the evidence, by hand-in and criterion."""
        return {file.stem: {name: codes for name, _, codes in rows} for file, rows in self._rows()}

    def _rows(self) -> list[tuple[Path, list[tuple[str, float, frozenset[str]]]]]:
        files = sorted((self._work / "out" / "reports").glob("*.json"))
        return [(file, _criteria(json.loads(file.read_text("utf-8")))) for file in files]


def _criteria(report: dict[str, list[dict[str, list[dict[str, object]]]]]) -> list[tuple[str, float, frozenset[str]]]:
    rows: list[tuple[str, float, frozenset[str]]] = []
    for part in report["parts"]:
        for criterion in part["criteria"]:
            codes = frozenset(str(each["code"]) for each in criterion["evidence"])  # type: ignore[union-attr]
            if criterion["status"] not in {"pending", "ungraded"}:
                rows.append((str(criterion["id"]), float(criterion["earned"]), codes))  # type: ignore[arg-type]
    return rows
