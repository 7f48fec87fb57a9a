"""The class's own files, once its hand-ins are graded: the page to open and the grades."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from grader import __version__
from grader.classroom.files import write_atomically
from grader.classroom.outputs import REPORTS
from grader.classroom.people import People, Person, people_of
from grader.classroom.rows import Row, RowStatus
from grader.classroom.store import Store
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.report import ClassCell, ClassRow, ClassTable, class_index_html, class_table, grades_csv


def finish_class(
    out: Path, rubrics: Sequence[Rubric], rows: Sequence[Row], language: Language | None
) -> tuple[Row, ...]:
    """Write ``index.html`` and the grades of a class.

    Args:
        out: the class's folder.
        rubrics: those that it was graded by.
        rows: one for each hand-in and rubric, in any order.
        language: of the page; the first rubric's own when None.

    Returns:
        The rows in the order of the tables: by hand-in, then by rubric.
    """
    order = {rubric.id: at for at, rubric in enumerate(rubrics)}
    ordered = tuple(sorted(rows, key=lambda row: (row.submission.casefold(), row.submission, order[row.rubric])))
    store = Store(out)
    try:
        people = people_of(store)
    finally:
        store.close()
    tables = [table_of(rubric, ordered, people) for rubric in rubrics]
    for table in tables:
        name = "grades.csv" if len(tables) == 1 else f"grades-{table.rubric}.csv"
        write_atomically(out / name, grades_csv(table))
    gallery = "gallery.html" if (out / "gallery.html").is_file() else ""
    page = class_index_html(tables, language=language or rubrics[0].language, tool_version=__version__, gallery=gallery)
    write_atomically(out / "index.html", page)
    return ordered


def table_of(rubric: Rubric, rows: Sequence[Row], people: People | None = None) -> ClassTable:
    """Return a rubric's table, each row linked to its reports below the class's folder.

    Args:
        rubric: whose rows are taken.
        rows: those of the class.
        people: gives the roster's columns, a group's values one after the other, and the students without a hand-in.
    """
    shown = [_class_row(row, people) for row in rows if row.rubric == rubric.id]
    if people is None:
        return class_table(rubric, shown)
    for student in people.absent:
        name = student.name or student.email or student.sid or student.login
        shown.append(ClassRow(name, RowStatus.NOT_HANDED_IN.value, roster=student.cells))
    return class_table(rubric, shown, people.roster.columns)


def _roster_cells(members: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    values: dict[str, list[str]] = {}
    for person in members:
        for column, cell in person.student.cells if person.student else ():
            values.setdefault(column, []).append(cell)
    return tuple((column, "; ".join(dict.fromkeys(each for each in cells if each))) for column, cells in values.items())


def _class_row(row: Row, people: People | None) -> ClassRow:
    cells = tuple(
        ClassCell(cell.id, Fraction(cell.earned), Fraction(cell.pending), cell.untouched) for cell in row.parts
    )
    link = f"{REPORTS}/{row.report_name}" if row.report_name else ""
    return ClassRow(
        submission=row.submission,
        status=row.status.value,
        earned=Fraction(row.earned),
        pending=Fraction(row.pending),
        cells=cells,
        roster=_roster_cells(people.members.get(row.submission, ())) if people else (),
        link=f"{link}.html" if link else "",
        student_link=f"{link}.student.html" if link else "",
    )
