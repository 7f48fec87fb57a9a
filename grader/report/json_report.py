"""The report as data: the contract ``grader.report/1``, whose schema is ``report.schema.json``."""

from typing import Any

from grader.model.report import Report
from grader.model.text import Language
from grader.report.clean import clean, clean_line
from grader.report.facts import plain_fact
from grader.report.feedback import fact_text, result_text
from grader.report.numbers import rounded_points
from grader.report.view import Audience, CriterionView, PartView, ReportView, view_report

SCHEMA = "grader.report/1"


def to_json(
    report: Report, *, audience: Audience = "staff", language: Language | None = None, released: bool = False
) -> dict[str, Any]:
    """Return a report as plain data that ``json.dumps(…, allow_nan=False)`` takes.

    Args:
        report: all that is known of a hand-in.
        audience: what a student may not see is left out, and its points are counted under ``hidden`` only.
        language: of titles and feedback; the rubric's own when None.
        released: whether a student sees ``after_due`` criteria.

    Returns:
        The contract's mapping. Points are rounded once, to the rubric's decimals; every part is present.
    """
    view = view_report(report, audience=audience, language=language, released=released)
    rubric, decimals = report.rubric, report.rubric.decimals
    return {
        "schema": SCHEMA,
        "submission": view.submission,
        "rubric": rubric.id,
        "rubric_title": rubric.title.in_language(view.language),
        "audience": audience,
        "language": view.language,
        "tier": report.tier,
        "seed": rubric.seed if view.is_staff else None,
        "tool_version": report.tool_version,
        "environment": clean_line(report.environment),
        "points": {
            "earned": rounded_points(view.earned, decimals),
            "possible": rounded_points(view.possible, decimals),
            "pending": rounded_points(view.pending, decimals),
            "hidden": rounded_points(view.hidden, decimals),
        },
        "hidden_criteria": view.hidden_criteria,
        "penalties": [
            {
                "reason": clean_line(penalty.reason),
                "points": rounded_points(penalty.points, decimals),
                "detail": clean_line(penalty.detail),
            }
            for penalty in view.penalties
        ],
        "notes": [{**plain_fact(note, view.language), "says": fact_text(note, view.language)} for note in view.notes],
        "parts": [_part(part, view) for part in view.parts],
    }


def _part(part: PartView, view: ReportView) -> dict[str, Any]:
    decimals = view.report.rubric.decimals
    return {
        "id": part.part.id,
        "title": part.part.title.in_language(view.language),
        "points": rounded_points(part.part.points, decimals),
        "earned": rounded_points(part.earned, decimals),
        "pending": rounded_points(part.pending, decimals),
        "hidden": rounded_points(part.hidden, decimals),
        "hidden_criteria": part.hidden_criteria,
        "criteria": [_criterion(each, view) for each in part.criteria],
    }


def _criterion(each: CriterionView, view: ReportView) -> dict[str, Any]:
    criterion, decimals = each.criterion, view.report.rubric.decimals
    plain: dict[str, Any] = {
        "id": criterion.id,
        "title": criterion.title.in_language(view.language),
        "points": rounded_points(criterion.points, decimals),
        "earned": rounded_points(each.result.earned, decimals),
        "pending": rounded_points(each.pending, decimals),
        "status": each.status.value,
        "visibility": criterion.visibility.value,
        "evidence": [plain_fact(fact, view.language) for fact in each.facts],
        "feedback": result_text(each, view),
    }
    if (override := each.result.override) is not None:
        plain["override"] = {"at": override.at.isoformat(), "reason": clean(override.reason)}
        if view.is_staff:
            plain["override"]["by"] = clean_line(override.by)
            plain["machine"] = {
                "status": each.result.machine.status.value,
                "earned": rounded_points(each.result.machine.credit * criterion.points, decimals),
            }
    return plain
