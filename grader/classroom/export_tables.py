"""Marks in the tables that platforms import; text that a spreadsheet would run is made harmless."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.classroom.roster import Roster, plain_key
from grader.classroom.student_grades import StudentGrade
from grader.model.errors import UsageError
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.report.grades import safe_cell

_MOODLE = {
    "en": ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Last modified (grade)",
           "Feedback comments"),
    "fr": ("Identifiant", "Nom complet", "Adresse de courriel", "Note", "Note maximale",
           "Dernière modification (note)", "Feedback par commentaires"),
}  # fmt: skip
_GRADE = frozenset({"grade", "note", "bewertung", "calificacion", "nota"})
_MAXIMUM = frozenset({"maximumgrade", "notemaximale"})
_NBGRADER = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
             "late_submission_penalty", "score", "max_score")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """What is exported and how."""

    rubric: Rubric
    grades: tuple[StudentGrade, ...]
    roster: Roster
    assignment: str = ""
    """The platform's name of the homework; empty: the rubric's id."""
    language: Language = "en"
    provisional: bool = False
    """Whether what is earned so far stands for a mark while some of it waits."""
    missing_is_zero: bool = False
    """Whether a student without a hand-in gets 0."""

    def mark(self, grade: StudentGrade) -> str:
        """Return the mark to write: empty while something waits."""
        if grade.earned is None:
            return "0" if self.missing_is_zero and not grade.submission else ""
        return digits(grade.earned) if grade.is_final or self.provisional else ""

    @property
    def possible(self) -> str:
        """The homework's points."""
        return f"{float(self.rubric.points):g}"


def digits(points: Decimal | None) -> str:
    """Return points as plain digits with a decimal point."""
    if points is None:
        return ""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def gradescope_csv(what: Exported) -> str:
    """Return Gradescope's table of grades ("Download Grades")."""
    columns = [f"{part.id}: {part.title.in_language(what.language)} ({float(part.points)} pts)"
               for part in what.rubric.parts]  # fmt: skip
    head = ["First Name", "Last Name", "SID", "Email", "Total Score", "Max Points", "Status", "Submission ID",
            "Submission Time", *columns]  # fmt: skip
    rows: list[list[str]] = []
    for grade in what.grades:
        first, last = _names(grade)
        mark = what.mark(grade)
        status = ("Graded" if mark else "Ungraded") if grade.submission else "Missing"
        time = grade.received_at.strftime("%Y-%m-%d %H:%M:%S %z") if grade.received_at else ""
        points = dict(grade.parts)
        number = grade.submission.removeprefix("submission_")
        cells = [first, last, grade.person.sid, grade.person.email, mark, what.possible, status, number, time]
        rows.append([*cells, *(digits(points.get(part.id)) for part in what.rubric.parts)])
    return table_text(head, rows)


def moodle_csv(what: Exported) -> str:
    """Return Moodle's offline grading worksheet: the one that served as roster, filled in, or a new one.

    Raises:
        UsageError: when students have no Moodle number, or Moodle's maximum is below the homework's points.
    """
    columns = what.roster.columns
    at = {plain_key(column): column for column in columns}
    grade_column = next((at[key] for key in at if key in _GRADE), None)
    known = [grade for grade in what.grades if grade.person.platform_id("moodle")]
    _demand(
        known, what.grades, "Moodle number", "the grading worksheet downloaded from Moodle (it has 'Participant …')"
    )
    if grade_column and plain_key(columns[0]) in {"identifier", "identifiant"}:
        maximum = next((at[key] for key in at if key in _MAXIMUM), None)
        rows: list[list[str]] = []
        for grade in known:
            student = grade.person.student
            cells = (
                dict(student.cells) if student else {columns[0]: f"Participant {grade.person.platform_id('moodle')}"}
            )
            _check_maximum(cells.get(maximum or "", ""), what)
            mark = what.mark(grade)
            rows.append([mark if column == grade_column and mark else cells.get(column, "") for column in columns])
        return table_text(columns, rows)
    rows = [
        [f"Participant {grade.person.platform_id('moodle')}", grade.person.name, grade.person.email,
         what.mark(grade), what.possible, "-", ""]
        for grade in known
    ]  # fmt: skip
    return table_text(_MOODLE[what.language], rows)


def canvas_csv(what: Exported) -> str:
    """Return a Canvas gradebook with the homework's column and the row of possible points.

    The column is the one of the gradebook that served as roster, where it has one whose title begins with the
    assignment's; otherwise Canvas makes a new assignment of that name on import.

    Raises:
        UsageError: when students have no Canvas number, or several columns fit.
    """
    known = [grade for grade in what.grades if grade.person.platform_id("canvas")]
    _demand(known, what.grades, "Canvas ID", "the gradebook exported from Canvas (it has the column ID)")
    wanted = what.assignment or what.rubric.id
    fitting = [each for each in what.roster.columns if each == wanted or each.startswith(f"{wanted} (")]
    if len(fitting) > 1:
        msg = f"several columns of the gradebook fit '{wanted}': {', '.join(fitting)}; give --assignment in full"
        raise UsageError(msg)
    column = fitting[0] if fitting else wanted
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]
    rows = [["    Points Possible", "", "", "", "", what.possible]]
    for grade in known:
        cells = dict(grade.person.student.cells) if grade.person.student else {}
        first, last = _names(grade)
        name = cells.get("Student") or (f"{last}, {first}" if last and first else grade.person.name)
        login = grade.person.student.login if grade.person.student else ""
        section = cells.get("Section", "")
        rows.append(
            [name, grade.person.platform_id("canvas"), grade.person.sid, login, section, what.mark(grade)]
        )  # fmt: skip
    return table_text(head, rows)


def nbgrader_csv(what: Exported) -> str:
    """Return the ``grades.csv`` of ``nbgrader export``."""
    rows: list[list[str]] = []
    due = what.rubric.late.due if what.rubric.late else None
    for grade in what.grades:
        first, last = _names(grade)
        person = grade.person
        login = person.student.login if person.student else ""
        identity = person.platform_id("nbgrader") or login or person.sid or person.email or person.name
        mark = what.mark(grade)
        rows.append([
            what.assignment or what.rubric.id, due.isoformat(" ") if due else "",
            grade.received_at.isoformat(" ") if grade.received_at else "", identity, last, first, person.email,
            digits(grade.raw) if mark else "", digits(grade.penalty) if mark else "", mark, what.possible,
        ])  # fmt: skip
    return table_text(_NBGRADER, rows)


def plain_rows(what: Exported) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return the columns and rows of the tables for programs: text, numbers, and None where there is no value."""
    parts = [part.id for part in what.rubric.parts]
    head = ("student", "email", "student_id", "group", "submission", "received_at", "late", *parts, "raw", "penalty",
            "penalty_reasons", "total", "earned_so_far", "pending", "possible", "status")  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for grade in what.grades:
        points = dict(grade.parts)
        mark = what.mark(grade)
        rows.append((
            grade.person.shown(), grade.person.email, grade.person.sid, grade.group, grade.submission,
            grade.received_at.isoformat() if grade.received_at else None, grade.late,
            *(_number(points.get(part)) for part in parts), _number(grade.raw), _number(grade.penalty),
            grade.penalty_reasons, float(mark) if mark else None, _number(grade.earned), _number(grade.pending),
            float(what.rubric.points), grade.status.value,
        ))  # fmt: skip
    return head, rows


def plain_csv(what: Exported) -> str:
    """Return the table for programs as CSV."""
    head, rows = plain_rows(what)
    return table_text(head, [[_text(cell) for cell in row] for row in rows])


TABLES: Mapping[str, Callable[[Exported], str]] = {
    "gradescope": gradescope_csv,
    "moodle": moodle_csv,
    "canvas": canvas_csv,
    "nbgrader": nbgrader_csv,
    "csv": plain_csv,
}
"""How each text format is written."""


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return CSV in UTF-8 with CRLF; a cell that would be a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(cell) for cell in head])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    # Moodle writes a lone dash where there is no date; it is no formula.
    return cell if cell == "-" or cell.strip() == "Points Possible" else safe_cell(cell)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _number(points: Decimal | None) -> float | None:
    return None if points is None else float(points)


def _names(grade: StudentGrade) -> tuple[str, str]:
    student = grade.person.student
    if student and (student.first or student.last):
        return student.first, student.last
    first, _, last = grade.person.name.rpartition(" ")
    return (first, last) if first else (last, "")


def _check_maximum(text: str, what: Exported) -> None:
    try:
        maximum = Decimal(text.replace(",", ".")) if text else None
    except ArithmeticError:
        maximum = None
    if maximum is not None and maximum < Decimal(what.possible):
        msg = f"Moodle's maximum is {text}, the homework has {what.possible} points; set the maximum in Moodle first"
        raise UsageError(msg)


def _demand(known: Sequence[StudentGrade], every: Sequence[StudentGrade], what: str, where: str) -> None:
    without = [grade.person.shown() for grade in every if grade not in known]
    if without:
        shown = ", ".join(without[:8]) + (" …" if len(without) > 8 else "")
        msg = f"{len(without)} student(s) have no {what}: {shown}; give --roster with {where}"
        raise UsageError(msg)
