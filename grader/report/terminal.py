"""A report as a table for the terminal. Texts are never read as markup, and hold no control characters."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model.report import Report
from grader.model.status import Status
from grader.model.text import Language
from grader.report.catalogue import catalogue
from grader.report.clean import clean_line
from grader.report.feedback import result_text
from grader.report.html_report import total_lines
from grader.report.numbers import points_text
from grader.report.spans import mark_prose, tidy, to_plain
from grader.report.view import Audience, CriterionView, PartView, ReportView, view_report

SIGNS = {
    Status.PASSED: ("✓", "green"),
    Status.PARTIAL: ("◐", "yellow"),
    Status.FAILED: ("✗", "red"),
    Status.SKIPPED: ("–", "dim"),
    Status.PENDING: ("◷", "blue"),
    Status.UNGRADED: ("?", "magenta"),
}
_LONGEST_FEEDBACK = 600


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
    table = Table(box=None, padding=(0, 1), show_header=False, pad_edge=False, expand=False)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    for part in view.parts:
        _add_part(table, part, view)
    total = points_text(view.earned, decimals, view.language)
    possible = words.count(
        "points",
        float(view.possible - view.hidden),
        points_text(view.possible - view.hidden, decimals, view.language),
    )
    head = Text(words.say("ui.grading_of", name=view.submission, earned=total, possible=possible), style="bold")
    notes = [Text(f"· {line}", style="dim") for line in total_lines(view)]
    return Group(table, Text(""), head, *notes)


def _add_part(table: Table, part: PartView, view: ReportView) -> None:
    decimals, language = view.report.rubric.decimals, view.language
    earned, shown = points_text(part.earned, decimals, language), points_text(part.shown, decimals, language)
    title = plain_title(part.part.title.in_language(language), language)
    points = f"{earned} / {shown}" if part.criteria else "–"
    table.add_row("", Text(part.part.id, style="bold"), Text(title, style="bold"), Text(points, style="bold"))
    for each in part.criteria:
        _add_criterion(table, each, view)


def _add_criterion(table: Table, each: CriterionView, view: ReportView) -> None:
    decimals, language = view.report.rubric.decimals, view.language
    sign, style = SIGNS[each.status]
    worth = points_text(each.criterion.points, decimals, language)
    earned = "–" if each.pending else points_text(each.result.earned, decimals, language)
    title = plain_title(each.criterion.title.in_language(language), language)
    table.add_row(
        Text(sign, style=style), Text(each.criterion.id, style="dim"), Text(title), Text(f"{earned} / {worth}")
    )
    if each.status is not Status.PASSED or each.result.override is not None:
        said = clean_line(result_text(each, view), longest=_LONGEST_FEEDBACK)
        table.add_row("", "", Padding(Text(said, style=style), (0, 0, 0, 2)), "")


def plain_title(title: str, language: Language) -> str:
    """Return a rubric's title as plain text."""
    return to_plain(tidy(mark_prose(title), language))
