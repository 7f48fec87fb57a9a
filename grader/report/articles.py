"""A criterion as HTML: drawn once for all hand-ins where nothing but the status is said of it."""

from typing import Any, cast

from markupsafe import Markup

from grader.model.memo import IdentityMemo
from grader.report.blocks import criterion_block
from grader.report.environment import environment
from grader.report.view import CriterionView, ReportView

_SAME = IdentityMemo[Markup](most=4000)


def criterion_html(each: CriterionView, view: ReportView) -> Markup:
    """Return a criterion's article for the audience of a view."""
    if each.facts or each.result.override is not None:
        return _drawn(each, view)
    looks = (each.status, each.result.verdict.credit, each.pending, view.is_staff, view.report.rubric.decimals)
    return _SAME.get((each.criterion,), (looks, view.language), lambda: _drawn(each, view))


def _drawn(each: CriterionView, view: ReportView) -> Markup:
    template = cast("Any", environment(view.language).get_template("criterion.jinja"))
    return template.module.criterion(criterion_block(each, view))
