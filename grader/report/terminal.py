"""A report as a table for the terminal. Texts are never read as markup, and hold no control characters."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model.report import Report
from grader.model.status import Status
from grader.model.text import Language
from grader.report.catalogue import catalogue
from grader.report.class_rows import NOT_GRADED, ClassTable
from grader.report.class_texts import cell_text, range_text, state_counts
from grader.report.clean import clean_line
from grader.report.excerpts import excerpt_lines, has_excerpt
from grader.report.facts import Fact
from grader.report.feedback import fact_text, result_text, sentence
from grader.report.numbers import points_text
from grader.report.spans import mark_prose, tidy, to_plain
from grader.report.status_signs import SIGNS
from grader.report.totals import total_lines
from grader.report.view import Audience, CriterionView, PartView, ReportView, view_report

_STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.SKIPPED: "dim",
    Status.PENDING: "blue",
    Status.UNGRADED: "magenta",
}
_ROW_STYLES = {"graded": "green", "pending": "blue", "ungraded": "magenta", "unreadable": "magenta"}
_LONGEST_FEEDBACK = 600
_ALWAYS_SAID = frozenset({"carried_forward"})
"""Codes of what is said of a criterion that passed, too."""
_UNREMARKABLE = frozenset({"found_in"})
_MOST_NOTES = 8
_WORTH_SHORTENING = 60
_MOST_PLACES = 12
_LEAST_ROOM = 28
"""Columns for titles, below which they stand below their names."""
_BETWEEN = 7
"""Columns for the sign and between columns."""
_WIDEST_FEEDBACK = 110
_READS = "readable"
"""The checker that says what cannot be read; one without points and without anything to say takes no line."""


def terminal_table(
    report: Report, *, audience: Audience = "staff", language: Language | None = None, released: bool = False
) -> RenderableType:
    """Return a report as something that a ``rich`` console prints: a line a criterion, feedback below.

    Args:
        report: all that is known of a hand-in.
        audience: what a student may not see is left out.
        language: the rubric's own when None.
        released: whether a student sees ``after_due`` criteria.
    """
    view = view_report(report, audience=audience, language=language, released=released)
    words, decimals = catalogue(view.language), report.rubric.decimals
    said_before: set[str] = set()
    rows = tuple(row for part in view.parts for row in _part_rows(part, view, said_before))
    total = points_text(view.earned, decimals, view.language)
    possible = words.count(
        "points",
        float(view.possible - view.hidden),
        points_text(view.possible - view.hidden, decimals, view.language),
    )
    head = Text(words.say("ui.grading_of", name=view.submission, earned=total, possible=possible), style="bold")
    notes = [Text(f"· {line}", style="dim") for line in (*total_lines(view), *_peculiar(view))]
    return Group(_Rows(rows), Text(""), head, *notes)


@dataclass(frozen=True, slots=True)
class _Row:
    """A part or criterion."""

    title: Text
    name: Text
    points: Text
    sign: Text = field(default_factory=Text)
    below: tuple[RenderableType, ...] = ()
    """What is said of it."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """As wide as the console is: titles beside their names, or below them where that would leave no room."""

    rows: tuple[_Row, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        names = max((row.name.cell_len for row in self.rows), default=0)
        titles = max((row.title.cell_len for row in self.rows), default=0)
        points = max((row.points.cell_len for row in self.rows), default=0)
        room = min(titles, max(options.max_width - names - points - _BETWEEN, 0))
        for row in self.rows:
            yield self._beside(row, names, room, points) if room >= min(titles, _LEAST_ROOM) else self._above(row)
            yield Padding(Group(*row.below), (0, max(options.max_width - _WIDEST_FEEDBACK, 0), 0, 5))

    def _beside(self, row: _Row, names: int, room: int, points: int) -> RenderableType:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for width in (1, names, room):
            grid.add_column(width=width)
        grid.add_column(width=points, justify="right", no_wrap=True)
        grid.add_row(row.sign, row.name, row.title, row.points)
        return grid

    def _above(self, row: _Row) -> RenderableType:
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=1)
        grid.add_column(no_wrap=True)
        grid.add_column(justify="right", no_wrap=True, ratio=1)
        grid.add_row(row.sign, row.name, row.points)
        return Group(grid, Padding(row.title, (0, 0, 0, 3)))


def _peculiar(view: ReportView) -> list[str]:
    """Return what was peculiar about the files: what could not be read, or was read in an unusual way."""
    facts = [fact for fact in view.notes if fact.code not in _UNREMARKABLE]
    return [clean_line(fact_text(fact, view.language), longest=_LONGEST_FEEDBACK) for fact in facts[:_MOST_NOTES]]


def _part_rows(part: PartView, view: ReportView, said_before: set[str]) -> Iterator[_Row]:
    decimals, language = view.report.rubric.decimals, view.language
    earned, shown = points_text(part.earned, decimals, language), points_text(part.shown, decimals, language)
    title = plain_title(part.part.title.in_language(language), language)
    points = f"{earned} / {shown}" if part.shown else "" if part.criteria else "–"
    yield _Row(Text(title, style="bold"), Text(part.part.id, style="bold"), Text(points, style="bold"))
    reads = any(each.criterion.checker_name == _READS for each in part.criteria)
    for each in part.criteria:
        if reads and each.criterion.checker_name != _READS:  # it says where, once
            each = replace(each, facts=tuple(fact for fact in each.facts if fact.code != "step_unread"))
        if each.criterion.points or len(part.criteria) == 1 or any(has_excerpt(fact) for fact in each.facts):
            yield _criterion_row(each, view, said_before)


def _criterion_row(each: CriterionView, view: ReportView, said_before: set[str]) -> _Row:
    decimals, language = view.report.rubric.decimals, view.language
    sign, style = SIGNS[each.status], _STYLES[each.status]
    worth = points_text(each.criterion.points, decimals, language)
    earned = "–" if each.pending else points_text(each.result.earned, decimals, language)
    title = plain_title(each.criterion.title.in_language(language), language)
    points = f"{earned} / {worth}" if each.criterion.points else ""
    below: list[RenderableType] = []
    pointing = [fact for fact in each.facts if has_excerpt(fact)]
    if pointing:
        each = replace(each, facts=tuple(fact for fact in each.facts if not has_excerpt(fact)))
    says_more = each.result.override is not None or any(fact.code in _ALWAYS_SAID for fact in each.facts)
    if (each.status is not Status.PASSED and (each.facts or not pointing)) or says_more:
        said = clean_line(result_text(each, view), longest=_LONGEST_FEEDBACK)
        if len(said) > _WORTH_SHORTENING and said in said_before:
            said = catalogue(language).say("ui.the_same")
        said_before.add(said)
        below.append(_Wrapped(said, style))
    for fact in pointing[:_MOST_PLACES]:
        said = to_plain(sentence(fact, language))
        lines = (_Wrapped(said, "" if fact.code == "read_as" else style), _Pointed(fact))
        below.extend(lines)
    if (more := len(pointing) - _MOST_PLACES) > 0:
        said = catalogue(language).count("ui.more_places", more)
        below.append(_Wrapped(said, "dim"))
    name = Text(each.criterion.id, style="dim")
    return _Row(Text(title), name, Text(points), Text(sign, style=style), tuple(below))


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A text broken at its plain spaces only: ``rich`` by itself would break at the no-break spaces of French."""

    text: str
    style: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = textwrap.wrap(self.text, max(options.max_width, 20), break_on_hyphens=False)
        yield Text("\n".join(lines), style=self.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(20, options.max_width)


@dataclass(frozen=True, slots=True)
class _Pointed:
    """A line of the hand-in with signs below the place that is meant, as wide as there is room."""

    fact: Fact

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line, signs = excerpt_lines(self.fact, max(options.max_width - 4, 8))
        yield Text(f"    {line}", no_wrap=True, overflow="crop")
        yield Text(f"    {signs}", style="bold", no_wrap=True, overflow="crop")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(20, options.max_width)


def plain_title(title: str, language: Language) -> str:
    """Return a rubric's title as plain text."""
    return to_plain(tidy(mark_prose(title), language))


def class_terminal_table(table: ClassTable, *, language: Language = "en") -> RenderableType:
    """Return a class as a table for a ``rich`` console: a line a hand-in, a column a part where there is room for all.

    Args:
        table: the class by one rubric.
        language: of the words.
    """
    words = catalogue(language)
    return Group(_ClassTable(table, language), Text(""), Text(state_counts(table.rows, words), style="bold"))


@dataclass(frozen=True, slots=True)
class _ClassTable:
    """As wide as the console is: with all parts, or with none of them rather than with cells that cannot be read."""

    table: ClassTable
    language: Language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = self._shown(with_parts=True)
        fits = Measurement.get(console, options.update(max_width=1000), wide).maximum <= options.max_width
        # A name that is cut can still be told; a total that is cut cannot: so names and states give way.
        yield wide if fits else self._shown(with_parts=False, longest_name=max(8, min(32, options.max_width // 3)))

    def _shown(self, *, with_parts: bool, longest_name: int = 32) -> Table:
        table, language, words = self.table, self.language, catalogue(self.language)
        parts = table.parts if with_parts else ()
        shown = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
        shown.add_column(Text(words.say("ui.hand_in")), no_wrap=True, max_width=longest_name)
        shown.add_column(Text(words.say("ui.state")))
        shown.add_column(Text(words.say("ui.total")), justify="right", no_wrap=True)
        for part in parts:
            shown.add_column(Text(part.id), justify="right", no_wrap=True)
        for row in table.rows:
            most, is_graded = row.earned + row.pending, row.status not in NOT_GRADED
            shown.add_row(
                Text(clean_line(row.submission, longest=80)),
                Text(words.meaning(row.status, "row_status"), style=_ROW_STYLES.get(row.status, "")),
                Text(range_text(row.earned, most, table.decimals, language) if is_graded else "", style="bold"),
                *(Text(cell_text(row.cell(part.id), table, language)) for part in parts),
            )
        return shown
