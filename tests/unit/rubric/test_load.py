"""A rubric file becomes a rubric, or every problem it has, each with its line."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from grader.model.checker import Checker, Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import RubricError
from grader.model.probe import Probe
from grader.model.verdict import Verdict, passed
from grader.rubric import load_rubric, rubric_schema


@dataclass(frozen=True, slots=True)
class Close(Parameters):
    """A checker that accepts everything."""

    function: str
    """What is called."""
    rtol: float = 1e-6
    """How close."""

    def __post_init__(self) -> None:
        if self.rtol < 0:
            msg = "rtol must not be negative"
            raise ValueError(msg)

    def functions(self) -> tuple[str, ...]:
        return (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        return None

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        return passed()


CHECKERS: dict[str, type[Checker]] = {"close": Close}

GOOD = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
seed: 7
parts:
  - id: Q1
    title: {en: One, fr: Un}
    points: 1.5
    criteria:
      - id: Q1.a
        title: {en: A, fr: A}
        points: 0.5
        checker: close
        with: {function: f, rtol: 1e-3}
      - id: Q1.b
        title: {en: B, fr: B}
        points: 1
        requires: [Q1.a]
        checker: close
        with: {function: g}
"""


def load(tmp_path: Path, text: str) -> RubricError | None:
    file = tmp_path / "rubric.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        load_rubric(file, CHECKERS)
    except RubricError as error:
        return error
    return None


def test_a_good_rubric_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_text(GOOD, encoding="utf-8")
    rubric = load_rubric(file, CHECKERS)
    assert rubric.points == Fraction(3, 2)
    assert [each.id for each in rubric.criteria()] == ["Q1.a", "Q1.b"]
    checker = next(rubric.criteria()).checker
    assert isinstance(checker, Close)
    assert checker.rtol == pytest.approx(1e-3)  # `1e-3` is text to YAML 1.1 and a number to an author


def test_a_byte_order_mark_and_carriage_returns_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_rubric(file, CHECKERS).seed == 7


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("points: 1.5", "points: 2", 8, "the part has 2 points, its criteria 3/2"),
        ("checker: close\n        with: {function: g}", "checker: clsoe", 19, "did you mean 'close'?"),
        ("rtol: 1e-3", "rtl: 1e-3", 14, "'rtl' is no key that is known here; did you mean 'rtol'?"),
        ("rtol: 1e-3", "rtol: soon", 14, "should be a valid number"),
        ("rtol: 1e-3", "rtol: -1", 14, "rtol must not be negative"),
        ("{function: g}", "{}", 20, "'function' is missing"),
        ("requires: [Q1.a]", "requires: [Q1.x]", 18, "no criterion 'Q1.x'; did you mean"),
        ("requires: [Q1.a]", "requires: [Q1.b]", 18, "requires itself"),
        ("id: Q1.b", "id: Q1.a", 15, "the id 'Q1.a' stands twice"),
        ("id: Q1.b", "id: Q2.b", 15, "must begin with 'Q1.'"),
        ("seed: 7", "seed: 7\nseed: 8", 5, "the key 'seed' stands twice (first on line 4)"),
        ("seed: 7", "sed: 7", 4, "'sed' is no key that is known here; did you mean 'seed'?"),
        ("title: {en: B, fr: B}", "title: {en: B}", 16, "'fr' is missing"),
        ("points: 0.5", "points: -0.5", 12, "greater than or equal to 0"),
        ("schema: grader.rubric/1", "schema: grader.rubric/9", 1, "should be 'grader.rubric/1'"),
        ("seed: 7", "reference: nowhere", 4, "no such folder"),
        ("seed: 7", "seed: [7", 5, "not valid YAML"),
    ],
)
def test_a_problem_stands_on_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert GOOD.count(old) >= 1
    error = load(tmp_path, GOOD.replace(old, new, 1))
    assert error is not None
    assert any(place.startswith(f"line {line}:") and words in message for place, message in error.problems), str(error)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("rtol: 1e-3", "rtl: 1").replace("seed: 7", "sed: 7").replace("{function: g}", "{}")
    error = load(tmp_path, text)
    assert error is not None
    assert len(error.problems) == 3, str(error)
    assert [place.partition(":")[0] for place, _ in error.problems] == ["line 4", "line 14", "line 20"]


@pytest.mark.parametrize("text", ["", "[]", "3", "parts: 3", "a: &a [*a]", "\x00", "? [x]\n: 1", "{" * 50])
def test_rubbish_is_a_problem_and_never_a_crash(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) is not None


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match="cannot be read"):
        load_rubric(tmp_path / "none.yaml", CHECKERS)


def test_points_are_the_decimals_that_were_written(tmp_path: Path) -> None:
    text = (
        GOOD
        .replace("points: 1.5", "points: 0.3")
        .replace("points: 0.5", "points: 0.1")
        .replace("points: 1\n", "points: 0.2\n")
    )
    assert load(tmp_path, text) is None


def test_the_schema_accepts_what_is_accepted_and_refuses_what_is_refused() -> None:
    import yaml

    schema = rubric_schema(CHECKERS)
    jsonschema.Draft202012Validator.check_schema(schema)
    good = yaml.safe_load(GOOD.replace("1e-3", "1.0e-3"))
    jsonschema.validate(good, schema)
    for path, value in (("checker", "clsoe"), ("with", {"function": "f", "rtl": 1}), ("with", {})):
        bad = json.loads(json.dumps(good))
        bad["parts"][0]["criteria"][0][path] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


LATE = "late: {due: 2026-11-20T23:59:00-05:00, per_day: 7.5, cap: 50, grace_minutes: 15}\n"


def test_a_late_policy_is_read_with_its_zone(tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_text(GOOD + LATE, encoding="utf-8")
    late = load_rubric(tmp_path / "rubric.yaml", CHECKERS).late
    assert late is not None
    assert late.due == datetime(2026, 11, 21, 4, 59, tzinfo=UTC)
    assert (late.per_day, late.cap, late.grace) == (Fraction(15, 2), 50, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("-05:00", "", "timezone"),
        ("cap: 50", "cap: 150", "more than 100 percent"),
        ("cap: 50", "late_due: 2026-11-19T00:00:00Z", "not after it"),
        ("cap: 50", "days: some", "started"),
    ],
)
def test_a_bad_late_policy_is_a_problem(tmp_path: Path, old: str, new: str, words: str) -> None:
    error = load(tmp_path, GOOD + LATE.replace(old, new))
    assert error is not None
    assert words in str(error)


def test_what_is_merged_in_gives_way_to_what_stands_there(tmp_path: Path) -> None:
    text = GOOD.replace("with: {function: f, rtol: 1e-3}", "with: &first {function: f, rtol: 1e-3}").replace(
        "with: {function: g}", "with: {<<: *first, function: g}"
    )
    file = tmp_path / "rubric.yaml"
    file.write_text(text, encoding="utf-8")
    checker = tuple(load_rubric(file, CHECKERS).criteria())[1].checker
    assert checker == Close("g", 1e-3)


def test_a_misspelt_distribution_is_one_problem_not_one_for_each_distribution(tmp_path: Path) -> None:
    from grader.checkers import BUILTIN
    from tests.unit.classroom.small_class import RUBRIC, make_rubric

    file = make_rubric(tmp_path, RUBRIC.replace("{normal: [2]}", "{normla: [2], scale: 2}"))
    with pytest.raises(RubricError) as caught:
        load_rubric(file, BUILTIN)
    assert [message for _, message in caught.value.problems] == [
        "'normal' is missing",
        "'normla' is no key that is known here",
    ]
