"""What explains a report as a whole, in sentences."""

from fractions import Fraction

from grader.report.catalogue import Catalogue, catalogue
from grader.report.clean import clean_line
from grader.report.numbers import points_text
from grader.report.view import ReportView


def total_lines(view: ReportView) -> tuple[str, ...]:
    """Return what explains the total: the range while something waits, what is not shown, what is taken off."""
    words, decimals = catalogue(view.language), view.report.rubric.decimals

    def points(value: Fraction) -> str:
        return words.count("points", float(value), points_text(value, decimals, view.language))

    lines: list[str] = []
    if view.pending:
        low, high = (points_text(value, decimals, view.language) for value in (view.earned, view.most))
        lines.append(words.say("ui.pending_total", points=points(view.pending), low=low, high=high))
    for penalty in view.penalties:
        reason = _reason(penalty.reason, penalty.detail, words)
        lines.append(words.say("ui.penalty_line", points=points(penalty.points), reason=reason))
    if view.hidden:
        criteria = words.count("criteria", view.hidden_criteria)
        lines.append(words.say("ui.hidden_total", criteria=criteria, points=points(view.hidden)))
    return tuple(lines)


def footer_line(view: ReportView) -> str:
    """Return what a report was made with; the seed for staff alone, since hidden inputs are drawn by it."""
    words, report = catalogue(view.language), view.report
    said = words.say("ui.footer", rubric=report.rubric.id, version=report.tool_version, tier=report.tier)
    return f"{said} · {words.say('ui.seed', seed=report.rubric.seed)}" if view.is_staff else said


def _reason(reason: str, detail: str, words: Catalogue) -> str:
    said = clean_line(words.meaning(reason, "penalty"))
    return f"{said} ({clean_line(detail)})" if detail else said
