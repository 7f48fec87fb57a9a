"""A student's report must not depend on anything that the student may not see."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.console import Console

from grader.model.evidence import CarriedForward, Evidence, OurFault, RequiresUnmet, all_evidence_classes
from grader.model.report import CriterionResult, Report
from grader.model.verdict import Verdict, failed, partial, passed, pending, skipped, ungraded
from grader.report import terminal_table, to_html, to_json, to_markdown
from grader.report.feedback import feedback
from tests.fakes.reports import a_full_report, a_report_of
from tests.unit.report.hostile import evidence_of


def terminal(report: Report) -> str:
    console = Console(file=io.StringIO(), width=100, record=True)
    console.print(terminal_table(report, audience="student"))
    return console.export_text()


RENDERERS: dict[str, Callable[[Report], str]] = {
    "json": lambda report: json.dumps(to_json(report, audience="student"), ensure_ascii=False),
    "html": lambda report: to_html(report, audience="student"),
    "markdown": lambda report: to_markdown(report, audience="student"),
    "terminal": terminal,
}
HIDDEN = ("Q2.3.staff", "Q2.3.inverse", "Q2.3.later", "Q4.3.set")
SECRETIVE = [
    cls
    for cls in all_evidence_classes()
    if (cls.staff_fields or cls.staff_only) and not cls.code.endswith("_picture")  # numbers, not texts: see below
]
OUTCOMES = {
    "passed": passed(),
    "partial": partial(Fraction(1, 2)),
    "failed": failed(OurFault("x", "y")),
    "pending": pending(),
    "ungraded": ungraded(),
    "skipped": skipped(RequiresUnmet("Q2.3.staff", "failed")),
}


def with_verdicts(report: Report, verdicts: dict[str, Verdict]) -> Report:
    def changed(result: CriterionResult) -> CriterionResult:
        return replace(result, machine=verdicts.get(result.criterion.id, result.machine))

    return replace(
        report,
        parts=tuple(replace(part, results=tuple(changed(each) for each in part.results)) for part in report.parts),
    )


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_hidden_results_change_nothing_that_a_student_sees(renderer: str, outcome: str) -> None:
    render = RENDERERS[renderer]
    report = a_full_report()
    other = with_verdicts(report, dict.fromkeys(HIDDEN, OUTCOMES[outcome]))
    assert render(report) == render(other)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_shown_criterion_does_not_name_a_hidden_one(renderer: str) -> None:
    report = with_verdicts(a_full_report(), {"Q2.1.values": passed(CarriedForward("Q2.3.staff", "f"))})
    assert "Q2.3.staff" not in RENDERERS[renderer](report)


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("cls", SECRETIVE)
def test_fields_for_staff_are_shown_to_students_only_where_the_rubric_reveals_them(
    cls: type[Evidence], renderer: str
) -> None:
    plain = evidence_of(cls, "ordinary")
    names = cls.staff_fields or {"steps"}
    secret = replace(plain, **{name: getattr(evidence_of(cls, "SECRET"), name) for name in names})
    assert "SECRET" not in RENDERERS[renderer](a_report_of(secret))
    assert "SECRET" not in feedback(secret, "en") or cls.staff_only
    if not cls.staff_only and cls is not OurFault:
        assert "SECRET" in RENDERERS[renderer](a_report_of(secret, reveal=True))


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", ["Q2.2.values", "Q4.6.path"])
def test_the_right_curve_is_drawn_for_students_only_where_the_rubric_reveals_it(name: str, renderer: str) -> None:
    (picture,) = (
        each
        for result in a_full_report().results()
        if result.criterion.id == name
        for each in result.machine.evidence
        if each.code.endswith("_picture")
    )
    other = replace(picture, expected=getattr(picture, "expected")[:-1])  # noqa: B009  # of either kind of picture
    render = RENDERERS[renderer]
    assert render(a_report_of(picture)) == render(a_report_of(other))
    if renderer in {"json", "html"}:
        assert render(a_report_of(picture, reveal=True)) != render(a_report_of(other, reveal=True))
