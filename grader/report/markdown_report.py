"""A report as Markdown, for issue trackers and mail: the same facts in the same order as the page."""

import re
from collections.abc import Iterable, Iterator

from grader.model.evidence import PointTouched, Scale, TextGathered
from grader.model.report import Report
from grader.model.text import Language
from grader.report import spans
from grader.report.blocks import override_words
from grader.report.catalogue import catalogue
from grader.report.clean import clean, clean_line
from grader.report.facts import Fact, Row, rows_of
from grader.report.feedback import SILENT_CODES, in_order_of_reading, sentence
from grader.report.numbers import localized_number, points_text
from grader.report.spans import code_markdown
from grader.report.status_signs import SIGNS
from grader.report.totals import footer_line, total_lines
from grader.report.view import Audience, CriterionView, PartView, ReportView, view_report

_LONGEST_ANSWER = 20_000


def to_markdown(
    report: Report, *, audience: Audience = "staff", language: Language | None = None, released: bool = False
) -> str:
    """Return a report as CommonMark with tables.

    Args:
        report: all that is known of a hand-in.
        audience: what a student may not see is left out; its points are said.
        language: the rubric's own when None.
        released: whether a student sees ``after_due`` criteria.

    Returns:
        Markdown in which nothing that a student wrote is markup; formulas stand between dollar signs.
    """
    view = view_report(report, audience=audience, language=language, released=released)
    return "\n".join(_lines(view)) + "\n"


def _lines(view: ReportView) -> Iterator[str]:
    words, rubric = catalogue(view.language), view.report.rubric
    shown = points_text(view.possible - view.hidden, rubric.decimals, view.language)
    yield f"# {_plain(view.submission)}"
    yield ""
    yield _prose(rubric.title.in_language(view.language), view.language)
    yield ""
    earned = points_text(view.earned, rubric.decimals, view.language)
    yield f"**{earned}** {words.say('ui.of_total', points=words.count('points', float(view.possible), shown))}"
    yield ""
    yield from (f"- {_plain(line)}" for line in total_lines(view))
    yield ""
    yield f"| {words.say('ui.part')} | | {words.say('ui.points')} |"
    yield "| --- | --- | ---: |"
    for part in view.parts:
        title = _prose(part.part.title.in_language(view.language), view.language).replace("|", "\\|")
        yield f"| {part.part.id} | {title} | {_points(part, view)} |"
    for part in view.parts:
        yield from _part(part, view)
    if view.notes:
        yield from ("", f"## {words.say('ui.notes')}", "")
        for note in view.notes:
            yield f"- {spans.to_markdown(sentence(note, view.language))}"
    environment = f" · {clean_line(view.report.environment)}" if view.report.environment else ""
    yield from ("", "---", "", _plain(footer_line(view) + environment))


def _part(part: PartView, view: ReportView) -> Iterator[str]:
    words = catalogue(view.language)
    title = _prose(part.part.title.in_language(view.language), view.language)
    yield from ("", f"## {part.part.id} {title} ({_points(part, view)})")
    if part.hidden_criteria:
        criteria = words.count("criteria", part.hidden_criteria)
        worth = points_text(part.hidden, view.report.rubric.decimals, view.language)
        points = words.count("points", float(part.hidden), worth)
        yield from ("", _plain(words.say("ui.hidden_part", criteria=criteria, points=points)))
    for each in part.criteria:
        yield from _criterion(each, view)


def _criterion(each: CriterionView, view: ReportView) -> Iterator[str]:
    words, language, decimals = catalogue(view.language), view.language, view.report.rubric.decimals
    worth = points_text(each.criterion.points, decimals, language)
    earned = "–" if each.pending else points_text(each.result.earned, decimals, language)
    title = _prose(each.criterion.title.in_language(language), language)
    yield from ("", f"### {SIGNS[each.status]} {title} ({earned} / {worth})", "")
    yield f"*{words.say(f'status.{each.status.value}')}* · {code_markdown(each.criterion.id)}"
    if (override := override_words(each.result, view)) is not None:
        yield from ("", f"> **{_plain(override.head)}** {_plain(override.reason)}")
    for fact in in_order_of_reading(each.facts):
        if fact.code in SILENT_CODES or (view.is_staff and isinstance(fact.evidence, Scale | PointTouched)):
            continue
        yield from ("", spans.to_markdown(sentence(fact, language)))
        if rows := rows_of(fact, language):
            yield from _rows(rows, words.say("colon"))
    if view.is_staff:
        for fact in each.facts:
            yield from _marking(fact, language)


def _rows(rows: Iterable[Row], colon: str) -> Iterator[str]:
    """Yield the rows of a fact as one list; blocks of code are indented below their label."""
    yield ""
    for row in rows:
        if row.kind == "block":
            yield f"- {row.label}{colon}".rstrip()
            yield from ("", *(f"  {line}" for line in _fenced(row.value)), "")
            continue
        value = spans.to_markdown(row.value) if row.kind == "text" else code_markdown(row.value)
        if row.kind == "formula" and "$" not in row.value:
            value = f"${row.value}$"
        yield f"- {row.label}{colon}{value}"


def _marking(fact: Fact, language: Language) -> Iterator[str]:
    words = catalogue(language)
    match fact.evidence:
        case Scale(steps=steps):
            yield from ("", f"| {words.say('ui.points')} | {words.say('ui.earns')} |", "| ---: | --- |")
            for points, earns in steps:
                worth = _plain(localized_number(points, language))
                yield f"| {worth} | {_prose(earns.in_language(language), language)} |"
        case PointTouched(point=point, quotes=quotes):
            touched = words.say("ui.touched" if quotes else "ui.not_touched")
            yield from ("", f"- {_prose(point.in_language(language), language)} – {touched}")
            yield from (f"  - {_plain(quote)}" for quote in quotes)
        case TextGathered(text=text) if text.strip():
            yield from ("", *_fenced(clean(text, longest=_LONGEST_ANSWER, longest_line=_LONGEST_ANSWER)))
        case _:
            return


def _fenced(text: str) -> Iterator[str]:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    yield from (fence, *text.split("\n"), fence)


def _points(part: PartView, view: ReportView) -> str:
    words, language, decimals = catalogue(view.language), view.language, view.report.rubric.decimals
    if not part.criteria:
        return "–"
    points = f"{points_text(part.earned, decimals, language)} / {points_text(part.shown, decimals, language)}"
    if not part.pending:
        return points
    return f"{points}, {words.say('ui.pending_short', points=points_text(part.pending, decimals, language))}"


def _prose(text: str, language: Language) -> str:
    return spans.to_markdown(spans.tidy(spans.mark_prose(text), language))


def _plain(text: str) -> str:
    return spans.to_markdown(clean_line(text))
