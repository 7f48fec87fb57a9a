"""Lines of JSON in, lines of JSON out."""

import json

import pytest

from grader.maths.deciding import Budget, equal_line, equal_lines, equal_text

KEYS = {"id", "verdict", "proved", "witness", "method", "ms", "problem"}


def test_a_line_out_has_the_fields_of_the_contract() -> None:
    (row,) = equal_lines([json.dumps({"id": "a1", "a": "x+1", "b": "1+x", "syntax": "latex"})])
    assert set(row) == KEYS
    assert (row["id"], row["verdict"], row["problem"], row["witness"]) == ("a1", "same", None, None)


def test_a_witness_names_the_point_and_both_values() -> None:
    row = equal_line(json.dumps({"id": 7, "a": "x", "b": "2*x", "syntax": "typed"}))
    witness = row["witness"]
    assert isinstance(witness, dict)
    assert set(witness) == {"point", "a", "b"}
    assert isinstance(witness["point"], dict)
    assert set(witness["point"]) == {"x"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"id": 1, "a": "x"}', "b: a text is needed"),
        ('{"id": 1, "a": 3, "b": "x"}', "a: a text is needed"),
        ('{"id": 1, "a": "x", "b": "x", "syntax": "maple"}', "syntax"),
        ('{"id": 1, "a": "x", "b": "x", "domain": "surreal"}', "domain"),
        ('{"id": 1, "a": "x", "b": "x", "domain": 3}', "domain"),
        ('{"id": 1, "a": "x", "b": "x", "assume": ["x"]}', "assume"),
        ('{"id": 1, "a": "x", "b": "x", "assume": {"x": "odd"}}', "assume.x"),
        ('{"id": 1, "a": "\\\\frac{1", "b": "x"}', "a: "),
        ("[" * 100_000, "not JSON"),
        ("x" * 300_000, "characters"),
    ],
)
def test_a_bad_line_is_unread_with_its_problem(line: str, problem: str) -> None:
    row = equal_line(line)
    assert row["verdict"] == "unread"
    assert problem in str(row["problem"])
    assert set(row) == KEYS


def test_blank_lines_are_skipped_and_the_rest_goes_on() -> None:
    good = json.dumps({"id": 1, "a": "1", "b": "1"})
    assert [row["verdict"] for row in equal_lines(["", "nonsense", "  ", good])] == ["unread", "same"]


def test_an_identifier_that_json_does_not_know_comes_back_as_text() -> None:
    row = equal_line('{"id": NaN, "a": "1", "b": "1"}')
    assert json.loads(json.dumps(row, allow_nan=False))["id"] == "nan"


def test_assumptions_are_taken_by_symbol() -> None:
    line = {"id": 1, "a": "\\sqrt{x^2}", "b": "x", "syntax": "latex"}
    assert equal_line(json.dumps(line))["verdict"] == "different"
    assert equal_line(json.dumps({**line, "assume": {"x": "positive"}}))["verdict"] == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("9^{9^{999999999}}", "1"),
        ("x^{9^{9^{9^9}}}", "x^2"),
        ("(x+1)^{99999}", "(1+x)^{99998}+y"),
        (r"\sum_{k=1}^{10^{12}} \sin k", "1"),
        (r"\prod_{k=1}^{10^9} x", "x"),
        ("((((x!)!)!)!)!", "x"),
        (r"\zeta(10^{10}i)", "1"),
        (r"e^{e^{e^{e^{e^{x}}}}}", "1"),
        (r"\int_0^{10^9} \sin(x^2) dx", "1"),
        ("(" + "+".join(f"x_{{{k}}}" for k in range(80)) + ")^{30}", "1"),
        ("x^{100} = y^{99} + z^{98} + 1", "z^{98} = x^{100} - y^{99} - 2"),
        ("<".join("abcdefghjklm"), "<".join("mlkjhgfdcba")),
    ],
)
def test_towers_and_the_like_end_within_the_budget(a: str, b: str) -> None:
    result = equal_text(a, b, budget=Budget(seconds=0.5, helpers=False))
    assert result.verdict in {"different", "undecided", "unread"}


def test_half_a_budget_is_no_verdict() -> None:
    result = equal_text(r"\sum_{k=1}^{n} \sum_{j=1}^{n} k j", "n^2", budget=Budget(seconds=0.0))
    assert (result.verdict, result.method) == ("undecided", "out of budget")
