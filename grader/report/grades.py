"""``grades.csv``: a class's points for spreadsheets and other programs."""

import csv
import io
import re

from grader.report.class_rows import NOT_GRADED, ClassRow, ClassTable
from grader.report.clean import clean_line
from grader.report.numbers import points_text

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
# What spreadsheets take for the beginning of a formula, full-width forms included.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def grades_csv(table: ClassTable) -> str:
    """Return a class's grades as CSV (RFC 4180: commas, quotes where needed, CRLF; UTF-8 without a byte order mark).

    Args:
        table: the class.

    Returns:
        A header and a line for each hand-in: ``submission``, the roster's columns, one column per part (empty while
        any of the part waits, and where the rubric does not grade the hand-in), ``total``, ``pending``, ``status``.
        No cell is a formula: what would be one begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([
        safe_cell(name)
        for name in (
            "submission",
            *table.roster_columns,
            *(part.id for part in table.parts),
            "total",
            "pending",
            "status",
        )
    ])
    for row in table.rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row, table)])
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs: plain numbers stay, anything else that looks like a formula is quoted."""
    shown = text if _NUMBER.fullmatch(text) else clean_line(text, longest=1000)
    begins = text.lstrip(" ")[:1] or shown[:1]
    return f"'{shown}" if begins in _FORMULA_STARTS and not _NUMBER.fullmatch(shown) else shown


def _cells(row: ClassRow, table: ClassTable) -> list[str]:
    roster = dict(row.roster)
    name = "" if row.status == "not_handed_in" else row.submission
    cells = [name, *(roster.get(column, "") for column in table.roster_columns)]
    for part in table.parts:
        cell = row.cell(part.id)
        cells.append("" if cell is None or cell.pending else points_text(cell.earned, table.decimals))
    if row.status in NOT_GRADED:
        return [*cells, "", "", row.status]
    total, pending = (points_text(points, table.decimals) for points in (row.earned, row.pending))
    return [*cells, total, pending, row.status]
