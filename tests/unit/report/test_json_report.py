import json
import re
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from grader.model.evidence import EntryGap, OurFault, Raised, TimedOut
from grader.model.report import Penalty, Report
from grader.model.text import Language
from grader.model.verdict import partial, passed
from grader.report import Audience, to_json
from tests.fakes.reports import a_full_report, a_report_of
from tests.unit.report.hostile import PAYLOADS, hostile_evidence

SCHEMA: dict[str, Any] = json.loads(files("grader.report").joinpath("report.schema.json").read_text(encoding="utf-8"))
CHECKER: Any = jsonschema.Draft202012Validator(SCHEMA)


def criterion_of(report: Report, name: str, **wants: Any) -> dict[str, Any]:
    plain = to_json(report, **wants)
    return next(each for part in plain["parts"] for each in part["criteria"] if each["id"] == name)


@pytest.mark.parametrize("audience", ["staff", "student"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_keeps_the_contract(audience: Audience, language: Language) -> None:
    CHECKER.check_schema(SCHEMA)
    plain = to_json(a_full_report(), audience=audience, language=language)
    CHECKER.validate(plain)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_the_schema_refuses_a_report_without_its_points() -> None:
    plain = to_json(a_full_report())
    del plain["points"]["pending"]
    assert not CHECKER.is_valid(plain)


def test_points_are_exact_until_they_are_rounded_once() -> None:
    report = replace(a_report_of(status=partial(Fraction(1, 3))), penalties=(Penalty("late", Fraction(1, 600)),))
    plain = to_json(report)
    assert plain["parts"][0]["earned"] == 0.67
    assert plain["points"]["earned"] == 0.67  # 0.665 exactly: half goes up, and no float decides
    assert plain["points"]["possible"] == 2
    assert type(plain["points"]["possible"]) is int


def test_the_rubric_says_how_many_decimals() -> None:
    report = a_report_of(status=partial(Fraction(1, 3)))
    report = replace(report, rubric=replace(report.rubric, decimals=0))
    assert to_json(report)["points"]["earned"] == 1


def test_no_float_is_longer_than_six_digits() -> None:
    assert criterion_of(a_report_of(TimedOut("f()", 4.000000001, "cpu")), "Q1.one")["evidence"][0]["limit_s"] == 4
    curve = criterion_of(a_full_report(), "Q2.2.values")["evidence"][2]
    assert max(len(str(number).strip("-").lstrip("0.")) for number in curve["expected"]) <= 7


def test_what_is_not_finite_is_a_string() -> None:
    report = a_report_of(TimedOut("f()", float("inf"), "cpu"), TimedOut("f()", float("nan"), "cpu"))
    evidence = criterion_of(report, "Q1.one")["evidence"]
    assert [fact["limit_s"] for fact in evidence] == ["inf", "nan"]


def test_pending_points_count_what_is_skipped_behind_them() -> None:
    plain = to_json(a_full_report())
    parts = {part["id"]: part for part in plain["parts"]}
    assert parts["Q3.b"]["pending"] == 5
    assert plain["points"]["pending"] == 17


def test_every_part_is_present_even_if_nothing_of_it_is_shown() -> None:
    plain = to_json(a_full_report(), audience="student")
    parts = {part["id"]: part for part in plain["parts"]}
    assert len(parts) == 12
    assert parts["Q2.3"]["criteria"] == []
    assert parts["Q2.3"]["points"] == parts["Q2.3"]["hidden"] == 5
    assert plain["points"]["hidden"] == 6


def test_a_student_never_sees_what_staff_alone_may_see() -> None:
    plain = to_json(a_full_report(), audience="student", released=True)
    shown = {each["id"]: each for part in plain["parts"] for each in part["criteria"]}
    assert "Q2.3.staff" not in shown
    assert "Q2.3.inverse" not in shown  # it requires Q2.3.staff: that it was skipped would tell
    assert "Q4.3.set" in shown
    assert all(fact["code"] != "scale" for each in shown.values() for fact in each["evidence"])
    assert "expected" not in shown["Q4.2.entries"]["evidence"][0]
    assert shown["Q1.values"]["evidence"][0]["expected"] == "0.4172"  # the rubric reveals it
    assert "Traceback" not in json.dumps(plain)
    assert "M. Curie" not in json.dumps(plain)


def test_before_the_release_a_student_does_not_see_later_criteria() -> None:
    plain = to_json(a_full_report(), audience="student")
    assert "Q4.3.set" not in {each["id"] for part in plain["parts"] for each in part["criteria"]}


def test_tracebacks_of_ours_stay_with_staff_even_where_the_rubric_reveals() -> None:
    report = a_report_of(OurFault("checker_crashed", "SECRET"), reveal=True)
    assert "SECRET" not in json.dumps(to_json(report, audience="student"))
    assert "SECRET" in json.dumps(to_json(report, audience="staff"))


def test_a_persons_mark_counts_and_the_machines_verdict_stays_with_staff() -> None:
    staff = criterion_of(a_full_report(), "Q1.witness")
    assert (staff["status"], staff["earned"]) == ("partial", 0.5)
    assert staff["machine"] == {"status": "failed", "earned": 0}
    assert staff["override"]["by"] == "M. Curie"
    student = criterion_of(a_full_report(), "Q1.witness", audience="student")
    assert "machine" not in student
    assert student["override"] == {"at": "2026-11-25T09:30:00+00:00", "reason": "The idea is right."}
    assert "The idea is right." in student["feedback"]


def test_penalties_never_make_the_total_negative() -> None:
    report = replace(a_report_of(status=passed()), penalties=(Penalty("late", Fraction(5)),))
    assert to_json(report)["points"]["earned"] == 0


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_can_be_written_whatever_a_student_wrote(payload: str) -> None:
    report = replace(a_report_of(*hostile_evidence(payload)), submission_id=payload)
    plain = to_json(report)
    CHECKER.validate(plain)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    text.encode("utf-8")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\ufdd0-\ufdd2]", text)
    assert len(text) < 400_000


def test_the_known_error_is_said_first() -> None:
    said = criterion_of(a_full_report(), "Q1.values")["feedback"]
    assert said.startswith("This is $KL[p\\|q]$")
    assert "Returned: `0.8131`" in said


def test_equal_facts_are_said_once() -> None:
    gap = EntryGap("f()", (0,), "1", "2", "1")
    assert criterion_of(a_report_of(gap, gap), "Q1.one")["feedback"].count("Call: `f()`") == 1


def test_feedback_holds_no_line_ends() -> None:
    report = a_report_of(Raised("f()", "ValueError", "one\ntwo", printed="a\nb"))
    assert "\n" not in criterion_of(report, "Q1.one")["feedback"]
