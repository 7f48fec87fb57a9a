"""The files that a class's folder holds: reports, grades, the page to open."""

import json
from collections.abc import Sequence
from pathlib import Path

from grader.classroom.changes import changes_between, read_report
from grader.classroom.files import write_atomically
from grader.classroom.rows import Row, RowStatus, row_of
from grader.model.report import Report
from grader.model.rubric import Rubric
from grader.model.submission import Submission
from grader.model.text import Language
from grader.report import to_html, to_json

REPORTS = "reports"
"""The folder of reports below a class's."""
REPORT_ENDINGS = (".html", ".student.html", ".json")
"""What the names of a hand-in's reports end in."""


class Outputs:
    """Writes one class's files below a folder."""

    def __init__(self, out: Path, rubrics: Sequence[Rubric], language: Language | None) -> None:
        self.out = out
        self.rubrics = tuple(rubrics)
        self.language: Language | None = language

    def write(
        self,
        report: Report,
        submission: Submission,
        *,
        is_first: bool = True,
        wall_s: float = 0.0,
    ) -> Row:
        """Write a hand-in's three reports and return its row.

        Args:
            report: what to write.
            submission: the hand-in.
            is_first: whether no other rubric has graded this hand-in yet: the first one's reports are named after the
                hand-in alone, a further one's after the rubric too.
            wall_s: how long grading took.

        Returns:
            The row, which names the reports.
        """
        folder = self.out / REPORTS
        name = report.submission_id if is_first else f"{report.submission_id}.{report.rubric.id}"
        plain = to_json(report, audience="staff", language=self.language)
        changes = changes_between(read_report(folder / f"{name}.json"), plain)
        text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
        write_atomically(folder / f"{name}.html", to_html(report, audience="staff", language=self.language))
        student = to_html(report, audience="student", language=self.language)
        write_atomically(folder / f"{name}.student.html", student)
        write_atomically(folder / f"{name}.json", text + "\n")
        return row_of(report, submission.authors, wall_s=wall_s, changes=changes, report_name=name)

    def not_for_this_rubric(self, submission: Submission, rubric: Rubric) -> Row:
        """Return the row of a hand-in with nothing that the rubric grades."""
        return Row(submission.id, rubric.id, RowStatus.NOT_FOR_THIS_RUBRIC, authors=submission.authors)
