"""nbgrader: a course folder, an autograder cell a criterion; ``autograde`` and ``generate_feedback``, one call each."""

import os
import shutil
import sqlite3
from pathlib import Path

from benchmarks.checks import ExportedCheck, write_checks
from benchmarks.class_of_notebooks import Cell, cells_of, make_cell, notebook_text
from benchmarks.measuring import Cost, run
from benchmarks.peers.contest import Assignment, Scores, identifier
from benchmarks.peers.setup import environment
from benchmarks.sources import Chunk

_POINTS = """
select student.id, base_cell.name, coalesce(grade.auto_score, 0)
from grade
join base_cell on base_cell.id = grade.cell_id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
join student on student.id = submitted_assignment.student_id
"""


class Nbgrader:
    """nbgrader 0.9, one process for the class, one kernel a hand-in."""

    name = "nbgrader"

    def lay_out(self, assignment: Assignment, work: Path) -> None:
        """Write the course and release the assignment."""
        self._course = work / "nbgrader"
        shutil.rmtree(self._course, ignore_errors=True)
        self._names = {identifier(check.criterion): check.criterion for check in assignment.checks}
        source = self._course / "source" / "hw3"
        write_checks(assignment.checks, source)
        tests = [_test_cell(check) for check in assignment.checks]
        (source / "hw3.ipynb").write_text(
            notebook_text([make_cell(Chunk("markdown", "# Homework 3"), "title"), *tests])
        )
        for notebook in assignment.notebooks:
            folder = self._course / "submitted" / notebook.stem / "hw3"
            folder.mkdir(parents=True)
            (folder / "hw3.ipynb").write_text(notebook_text([*cells_of(notebook), *tests]))
        (self._course / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.CourseDirectory.root = {str(self._course)!r}\nc.CourseDirectory.course_id = 'bench'\n"
        )
        self._nbgrader("generate_assignment", "hw3", "--create", "--force")

    def grade(self) -> Cost:
        """Grade everybody's notebook and write everybody's feedback."""
        for folder in ("autograded", "feedback"):
            shutil.rmtree(self._course / folder, ignore_errors=True)
        graded = self._nbgrader("autograde", "hw3", "--create", "--force")
        told = self._nbgrader("generate_feedback", "hw3", "--force")
        return Cost(graded.wall_s + told.wall_s, graded.cpu_s + told.cpu_s)

    def scores(self) -> Scores:
        """Read the gradebook."""
        scores: Scores = {}
        with sqlite3.connect(self._course / "gradebook.db") as gradebook:
            for student, cell, points in gradebook.execute(_POINTS):
                scores.setdefault(student, {})[self._names[cell]] = points
        return scores

    def _nbgrader(self, *arguments: str) -> Cost:
        programs = environment("nbgrader")
        return run(
            [programs / "nbgrader", *arguments],
            cwd=self._course,
            log=self._course / "log.txt",
            # It calls alembic and the kernel's Python by name.
            environment={"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
            accept=frozenset({0, 1}),  # 1 where a hand-in could not be graded
        )


def _test_cell(check: ExportedCheck) -> Cell:
    name = identifier(check.criterion)
    marks = {
        "grade": True,
        "grade_id": name,
        "locked": True,
        "points": check.points,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    text = f"import bench_checks\nbench_checks.check({check.criterion!r}, globals())"
    return make_cell(Chunk("code", text), name, {"nbgrader": marks})
