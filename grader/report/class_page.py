"""The page of a class: who has how many points, how they are spread, how hard each part was."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from urllib.parse import quote

from markupsafe import Markup

from grader.model.text import Language
from grader.report.bars import BarPiece, points_bar
from grader.report.blocks import prose
from grader.report.catalogue import Catalogue, catalogue
from grader.report.class_rows import NOT_GRADED, ClassPart, ClassRow, ClassTable
from grader.report.class_texts import cell_text, range_text, state_counts
from grader.report.clean import LONGEST_NAME, clean_line
from grader.report.environment import environment
from grader.report.histogram import Histogram, histogram_of
from grader.report.numbers import points_text
from grader.report.typesetting import NO_BREAK


@dataclass(frozen=True, slots=True)
class DifficultyBlock:
    """A part and how the class did."""

    id: str
    title: Markup
    bar: tuple[BarPiece, ...]
    mean: str
    share: str
    untouched: str


@dataclass(frozen=True, slots=True)
class RowBlock:
    """A hand-in's line."""

    name: str
    link: str
    student_link: str
    status: str
    total: str
    bar: tuple[BarPiece, ...]
    roster: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A class by one rubric, ready for the page."""

    anchor: str
    title: str
    counts: str
    means: str
    histogram: Histogram | None
    has_pending: bool
    difficulty: tuple[DifficultyBlock, ...]
    parts: tuple[str, ...]
    roster_columns: tuple[str, ...]
    rows: tuple[RowBlock, ...]


def class_index_html(
    tables: Sequence[ClassTable], *, language: Language, tool_version: str = "", gallery: str = ""
) -> str:
    """Return the class's page, self-contained like a report.

    Args:
        tables: one for each rubric.
        language: of the page.
        tool_version: for the foot of the page.
        gallery: address of the page with chosen derivations; none if empty.
    """
    blocks = tuple(_table(table, at, language) for at, table in enumerate(tables))
    return (
        environment(language)
        .get_template("class.jinja")
        .render(tables=blocks, tool_version=tool_version, gallery=gallery)
    )


def _table(table: ClassTable, at: int, language: Language) -> TableBlock:
    words, judged = catalogue(language), table.judged
    return TableBlock(
        anchor=f"table-{at + 1}",
        title=clean_line(table.title.in_language(language)),
        counts=state_counts(table.rows, words),
        means=_means(judged, table, words) if judged else "",
        histogram=histogram_of(judged, table.possible, language) if judged else None,
        has_pending=any(row.pending for row in judged),
        difficulty=tuple(_difficulty(part, judged, table, language) for part in table.parts) if judged else (),
        parts=tuple(part.id for part in table.parts),
        roster_columns=tuple(clean_line(name, longest=LONGEST_NAME) for name in table.roster_columns),
        rows=tuple(_row(row, table, language) for row in table.rows),
    )


def _means(rows: Sequence[ClassRow], table: ClassTable, words: Catalogue) -> str:
    lows, highs = [row.earned for row in rows], [row.earned + row.pending for row in rows]
    language, decimals = words.language, 1

    def between(low: Fraction, high: Fraction) -> str:
        return range_text(low, high, decimals, language)

    mean = words.say(
        "ui.mean_line",
        mean=between(sum(lows, Fraction(0)) / len(rows), sum(highs, Fraction(0)) / len(rows)),
        possible=points_text(table.possible, table.decimals, language),
    )
    return f"{mean}, {words.say('ui.median_line', median=between(median(lows), median(highs)))}"


def _difficulty(part: ClassPart, rows: Sequence[ClassRow], table: ClassTable, language: Language) -> DifficultyBlock:
    cells = [cell for row in rows if (cell := row.cell(part.id)) is not None]
    count = len(cells) or 1
    low = sum((cell.earned for cell in cells), Fraction(0)) / count
    waiting = sum((cell.pending for cell in cells), Fraction(0)) / count
    untouched = Fraction(sum(cell.untouched for cell in cells), count)
    points = part.points or Fraction(1)
    return DifficultyBlock(
        id=part.id,
        title=prose(part.title.in_language(language), language),
        bar=points_bar(low, waiting, part.points, whole=points),
        mean=f"{range_text(low, low + waiting, 1, language)} / {points_text(part.points, table.decimals, language)}",
        share=_per_cent(low / points, (low + waiting) / points, language),
        untouched=_per_cent(untouched, untouched, language),
    )


def _per_cent(low: Fraction, high: Fraction, language: Language) -> str:
    sign = f"{NO_BREAK}%" if language == "fr" else "%"
    return f"{range_text(100 * low, 100 * high, 0, language)}{sign}"


def _row(row: ClassRow, table: ClassTable, language: Language) -> RowBlock:
    roster = dict(row.roster)
    is_graded = row.status not in NOT_GRADED
    return RowBlock(
        name=clean_line(row.submission, longest=LONGEST_NAME),
        link=_address(row.link),
        student_link=_address(row.student_link),
        status=row.status,
        total=range_text(row.earned, row.earned + row.pending, table.decimals, language) if is_graded else "",
        bar=points_bar(row.earned, row.pending, table.possible, whole=table.possible) if is_graded else (),
        roster=tuple(clean_line(roster.get(name, ""), longest=LONGEST_NAME) for name in table.roster_columns),
        cells=tuple(cell_text(row.cell(part.id), table, language) for part in table.parts),
    )


def _address(path: str) -> str:
    """Quote a relative path for a link; a colon in its first step would make a scheme of it (``javascript:…``)."""
    try:
        data = path.encode("utf-8", "surrogateescape")  # as the file system has it
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    quoted = quote(data, safe="/")
    return f"./{quoted}" if quoted else ""
