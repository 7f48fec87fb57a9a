"""A report as one page that needs nothing else: no network, no script."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from grader.model.report import Report
from grader.model.status import Status
from grader.model.text import Language
from grader.report.articles import criterion_html
from grader.report.bars import BarPiece, points_bar
from grader.report.blocks import FactBlock, anchor_of, fact_blocks, prose
from grader.report.catalogue import catalogue
from grader.report.clean import clean_line
from grader.report.environment import environment
from grader.report.numbers import points_text
from grader.report.totals import footer_line, total_lines
from grader.report.view import Audience, PartView, ReportView, view_report


@dataclass(frozen=True, slots=True)
class PartBlock:
    """A part, ready for a page."""

    id: str
    anchor: str
    title: Markup
    points: str
    lines: tuple[str, ...]
    bar: tuple[BarPiece, ...]
    hidden: str
    criteria: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class WaitingBlock:
    """A criterion that waits for a person."""

    id: str
    anchor: str
    status: str
    worth: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page's template shows."""

    submission: str
    title: str
    is_staff: bool
    earned: str
    of: str
    has_pending: bool
    bar: tuple[BarPiece, ...]
    lines: tuple[str, ...]
    legend: tuple[str, ...]
    parts: tuple[PartBlock, ...]
    waiting: tuple[WaitingBlock, ...]
    notes: tuple[FactBlock, ...]
    footer: str
    environment: str


def to_html(
    report: Report, *, audience: Audience = "staff", language: Language | None = None, released: bool = False
) -> str:
    """Return a report as a self-contained HTML page.

    Args:
        report: all that is known of a hand-in.
        audience: what a student may not see is left out; its points are said.
        language: of the page; the rubric's own when None.
        released: whether a student sees ``after_due`` criteria.

    Returns:
        The page. All that a student wrote is escaped, formulas are MathML, pictures are inline SVG.
    """
    view = view_report(report, audience=audience, language=language, released=released)
    return environment(view.language).get_template("report.jinja").render(page=_page(view))


def _page(view: ReportView) -> Page:
    words, report = catalogue(view.language), view.report
    decimals, language = report.rubric.decimals, view.language
    shown = view.possible - view.hidden
    widest = max((part.points for part in report.rubric.parts), default=Fraction(1))
    kinds = ("earned", "pending", "lost", "hidden")
    amounts = (Fraction(1), view.pending, Fraction(1), view.hidden)
    return Page(
        submission=view.submission,
        title=clean_line(report.rubric.title.in_language(language)),
        is_staff=view.is_staff,
        earned=points_text(view.earned, decimals, language),
        of=words.say("ui.of_total", points=words.count("points", float(shown), points_text(shown, decimals, language))),
        has_pending=bool(view.pending),
        bar=points_bar(view.earned, view.pending, view.possible, whole=view.possible, hidden=view.hidden),
        lines=total_lines(view),
        legend=tuple(kind for kind, amount in zip(kinds, amounts, strict=True) if amount),
        parts=tuple(_part(part, view, widest) for part in view.parts),
        waiting=_waiting(view) if view.is_staff else (),
        notes=fact_blocks(view.notes, language),
        footer=footer_line(view),
        environment=clean_line(report.environment),
    )


def _part(part: PartView, view: ReportView, widest: Fraction) -> PartBlock:
    words, decimals, language = catalogue(view.language), view.report.rubric.decimals, view.language

    def points(value: Fraction) -> str:
        return points_text(value, decimals, language)

    lines: list[str] = []
    if part.pending:
        lines.append(words.say("ui.pending_short", points=points(part.pending)))
    if part.hidden:
        lines.append(words.count("ui.hidden_short", float(part.hidden), points(part.hidden)))
    hidden = ""
    if part.hidden_criteria:
        counted = words.count("points", float(part.hidden), points(part.hidden))
        hidden = words.say("ui.hidden_part", criteria=words.count("criteria", part.hidden_criteria), points=counted)
    return PartBlock(
        id=part.part.id,
        anchor=f"part-{part.part.id}",
        title=prose(part.part.title.in_language(language), language),
        points=f"{points(part.earned)} / {points(part.shown)}" if part.criteria else "–",
        lines=tuple(lines),
        bar=points_bar(part.earned, part.pending, part.part.points, whole=widest, hidden=part.hidden),
        hidden=hidden,
        criteria=tuple(criterion_html(each, view) for each in part.criteria),
    )


def _waiting(view: ReportView) -> tuple[WaitingBlock, ...]:
    return tuple(
        WaitingBlock(
            each.criterion.id,
            anchor_of(each.criterion.id),
            each.status.value,
            points_text(each.pending, view.report.rubric.decimals, view.language),
        )
        for part in view.parts
        for each in part.criteria
        if each.status in {Status.PENDING, Status.UNGRADED}
    )
