"""`values`: a function's values against the reference's, with what was seen of each wrong answer."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.values import Values
from grader.model.checker import ProbeContext
from grader.model.errors import CheckerError
from grader.model.evidence import (
    BadValue,
    CasesPassed,
    EntryGap,
    KnownError,
    MultisetGap,
    OurFault,
    ShapeMismatch,
)
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.values import Value
from grader.model.verdict import Verdict
from tests.fakes.oracles import Ends, Plain, TableOracle, as_value, sighting, verdict_on

ADAPTER = TypeAdapter(Values)
TEXT = {"en": "You did this.", "fr": "Vous avez fait cela."}


def square(x: Any) -> Any:
    return x**2


ORACLE = TableOracle({
    "m.square": square,
    "m.cube": lambda x: x**3,
    "m.pair": lambda x: (x.sum(), x**2),
    "m.total": lambda x: x.sum() - (x**2).sum(),
    "m.roots": lambda g: np.array([-0.5, 1j * g, -1j * g]),
    "m.nan": lambda x: x * np.nan,
    "m.text": lambda x: "text",
    "m.size": lambda x: 1 + np.abs(x),
    "m.zero": lambda x: 0 * x,
    "m.half": lambda x: 0.5,
    "m.unstable": lambda x: np.where(np.abs(x) > 100, np.nan, x**2),
    "m.infinite": lambda x: x * np.inf,
    "m.transposed": lambda x: (x**2).T,
})
ROW = {"arguments": {"x": {"normal": [4]}}}
SCALAR = {"arguments": {"x": {"uniform": [1, 2]}}}


def a_checker(**parameters: Any) -> Values:
    plain: dict[str, Any] = {
        "function": "f",
        "reference": "m.square",
        "rtol": 1e-9,
        "atol": 0.0,
        "draws": {"count": 3, **ROW},
    }
    plain.update(parameters)
    if "expect" in parameters:
        del plain["reference"]
    return ADAPTER.validate_python(plain)


def judge(function: Plain | Ends | None, **parameters: Any) -> Verdict:
    functions: Mapping[str, Plain | Ends] = {} if function is None else {"f": function}
    return verdict_on(a_checker(**parameters), functions, ORACLE)


def test_right_values_pass() -> None:
    assert judge(square) == Verdict(Status.PASSED, Fraction(1))


def test_lists_and_other_types_of_number_are_right_as_well() -> None:
    assert judge(lambda x: (x**2).tolist()).status is Status.PASSED
    assert judge(lambda x: (x**2).astype(np.complex128)).status is Status.PASSED
    assert judge(lambda x: np.float32(x**2), rtol=1e-6).status is Status.PASSED


def test_the_worst_entry_of_the_first_wrong_case_is_shown_with_the_input() -> None:
    def wrong(x: Any) -> Any:
        result = x**2
        result[2] += 1
        result[3] += 5
        return result

    verdict = judge(wrong, draws={"arguments": {"x": [1, 2, 3, 4]}})
    assert verdict == Verdict(
        Status.FAILED, Fraction(0), (EntryGap("f(x=array([1.0, 2.0, 3.0, 4.0]))", (3,), "21.0", "16.0", "5.0", 2, 4),)
    )


def test_the_first_case_that_fails_decides_the_evidence() -> None:
    draws = {"count": 0, "arguments": {"x": 1.0}, "cases": [{"x": 1.0}, {"x": 2.0}, {"x": 3.0}]}
    verdict = judge(lambda x: x**2 if x < 2 else -x, draws=draws)
    assert isinstance(verdict.evidence[0], EntryGap)
    assert verdict.evidence[0].call == "f(x=2.0)"


def test_another_shape_is_said_not_broadcast() -> None:
    verdict = judge(lambda x: (x**2)[:, None])
    assert verdict.evidence[0] == ShapeMismatch(_call(verdict), (4, 1), (4,))
    assert isinstance(judge(lambda x: 1.0, draws={"arguments": {"x": [1, 1]}}).evidence[0], ShapeMismatch)


def _call(verdict: Verdict) -> str:
    call = getattr(verdict.evidence[0], "call", None)
    assert isinstance(call, str)
    assert call.startswith("f(x=")
    return call


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (None, "nothing"),
        ("1.0", "text"),
        (True, "boolean"),
        ([[1.0], [1.0, 2.0]], "ragged"),
        (10**5000, "out_of_range"),
        ([0.0] * 100_000, "too_many"),
        ({1.0, 2.0}, "unordered"),
    ],
    ids=["None", "text", "True", "ragged", "huge", "long", "set"],
)
def test_what_is_no_number_is_wrong_and_says_why(result: Any, reason: str) -> None:
    verdict = judge(lambda _x: result)
    assert verdict.status is Status.FAILED
    evidence = verdict.evidence[0]
    assert isinstance(evidence, BadValue)
    assert evidence.reason == reason


def test_one_entry_stands_for_a_scalar_only_where_the_rubric_says_so() -> None:
    def wrapped(x: Any) -> Any:
        return np.array([[x**2]])

    assert judge(wrapped, draws=SCALAR).status is Status.FAILED
    assert judge(wrapped, draws=SCALAR, shape="one_entry").status is Status.PASSED
    assert judge(lambda x: np.array([x**2] * 2), draws=SCALAR, shape="one_entry").status is Status.FAILED


def test_a_scalar_or_the_shape_of_an_argument_will_do_where_the_rubric_says_so() -> None:
    same = {"reference": "m.half", "scalar_or_like": "x"}
    assert judge(lambda x: 0.5, **same).status is Status.PASSED
    assert judge(lambda x: np.full(4, 0.5), **same).status is Status.PASSED
    assert judge(lambda x: np.full(3, 0.5), **same).status is Status.FAILED
    assert judge(lambda x: np.array([0.5, 0.5, 0.5, 0.6]), **same).status is Status.FAILED


def test_an_item_of_a_tuple_is_selected() -> None:
    second = {"reference": "m.pair", "select": 1, "items": 2}
    assert judge(lambda x: (None, x**2), **second).status is Status.PASSED
    assert judge(lambda x: [0, x**2], **second).status is Status.PASSED
    assert judge(lambda x: np.stack([x, x**2]), **second).status is Status.PASSED
    assert isinstance(judge(lambda x: (x**2,), **second).evidence[0], BadValue)
    assert isinstance(judge(lambda x: (1, x**2, 3), **second).evidence[0], BadValue)
    assert isinstance(judge(lambda x: 3.0, **second).evidence[0], BadValue)


def test_items_are_combined() -> None:
    both = {"reference": "m.total", "combine": [1, -1], "atol": 1e-12}
    assert judge(lambda x: (x.sum(), x**2), **both).status is Status.PASSED
    assert judge(lambda x: (x.sum(), (x**2).sum()), **both).status is Status.PASSED
    assert judge(lambda x: (x.sum(), -(x**2)), **both).status is Status.FAILED
    assert judge(lambda x: (x.sum(), x**2), reference="m.pair", combine=[1, -1], atol=1e-12).status is Status.PASSED


def test_an_item_of_weight_zero_has_no_say() -> None:
    only = {"reference": "m.total", "combine": [1, 0], "draws": {"arguments": {"x": [0.5, 0.5]}}}
    assert judge(lambda x: (0.5, np.inf), **only).status is Status.PASSED


def test_unordered_values_match_in_any_order_and_the_odd_one_is_shown() -> None:
    roots = {"reference": "m.roots", "unordered": True, "draws": {"arguments": {"g": 0.25}}}
    assert judge(lambda g: np.array([1j * g, -1j * g, -0.5]), **roots).status is Status.PASSED
    assert judge(lambda g: {1j * g, -1j * g, -0.5}, **roots).status is Status.PASSED
    verdict = judge(lambda g: np.array([1j * g, 1j * g, -0.5]), **roots)
    assert verdict.evidence == (MultisetGap("f(g=0.25)", "0+0.25j", "-0.5, 0+0.25j, 0-0.25j", "0-0.25j"),)


def test_an_infinity_is_right_where_it_is_expected() -> None:
    draws = {"arguments": {"x": [1, -1]}}
    assert judge(lambda x: x * np.inf, reference="m.infinite", draws=draws).status is Status.PASSED
    assert judge(lambda x: x * 1e308, reference="m.infinite", draws=draws).status is Status.FAILED


def test_tolerances_may_depend_on_the_call() -> None:
    draws = {"arguments": {"x": [0.0, 99.0]}}

    def off(x: Any) -> Any:
        return x**2 + np.array([0.0, 0.05])

    assert judge(off, draws=draws, atol=1e-3, rtol=0.0).status is Status.FAILED
    assert judge(off, draws=draws, atol=1e-3, rtol=0.0, atol_scale={"reference": "m.size"}).status is Status.PASSED
    assert judge(off, draws=draws, tolerance={"reference": "m.size"}).status is Status.PASSED
    with pytest.raises(CheckerError, match="positive"):
        judge(off, draws=draws, tolerance={"reference": "m.zero"})


def test_a_drawn_value_may_be_what_is_expected() -> None:
    back = {
        "expect": {"draw": "z"},
        "draws": {"arguments": {"y": {"reference": "m.cube", "of": ["z"]}}, "auxiliary": {"z": {"normal": [5]}}},
    }
    assert judge(np.cbrt, **back).status is Status.PASSED
    assert judge(lambda y: y, **back).status is Status.FAILED


def test_a_fraction_of_the_cases_may_earn_a_fraction_of_the_points() -> None:
    draws = {"count": 0, "arguments": {"x": 0}, "cases": [{"x": 1.0}, {"x": 2.0}, {"x": 3.0}, {"x": 4.0}]}
    verdict = judge(lambda x: x**2 if x < 4 else 0.0, draws=draws, credit="fraction")
    assert (verdict.status, verdict.credit) == (Status.PARTIAL, Fraction(3, 4))
    assert verdict.evidence[-1] == CasesPassed(3, 4)
    assert judge(lambda x: 0.0, draws=draws, credit="fraction").status is Status.FAILED
    assert judge(square, draws=draws, credit="fraction").status is Status.PASSED


def known(name: str = "cubed", **parameters: Any) -> dict[str, Any]:
    return {"name": name, "feedback": TEXT, **parameters}


def names_of(verdict: Verdict) -> list[str]:
    return [each.name for each in verdict.evidence if isinstance(each, KnownError)]


def test_a_known_wrong_answer_is_recognised_by_its_variant() -> None:
    verdict = judge(lambda x: x**3, known_errors=[known(variant="m.cube")])
    assert verdict.status is Status.FAILED
    assert names_of(verdict) == ["cubed"]
    assert isinstance(verdict.evidence[1], EntryGap)


@pytest.mark.parametrize(
    "expression", ["x ** 3", "expected * x", "reverse(expected)", "expected / log(10)", "0", "expected - 1"]
)
def test_a_known_wrong_answer_is_recognised_by_a_formula(expression: str) -> None:
    from grader.numerics.formula import parse_formula

    def wrong(x: Any) -> Any:
        return parse_formula(expression).value({"x": x, "expected": x**2}) + 0 * x

    assert names_of(judge(wrong, known_errors=[known(expression=expression)])) == ["cubed"]


def test_another_wrong_answer_is_not_taken_for_a_known_one() -> None:
    assert names_of(judge(lambda x: x**4, known_errors=[known(variant="m.cube")])) == []


def test_a_known_wrong_answer_must_be_right_where_the_variant_is() -> None:
    draws = {"count": 0, "arguments": {"x": 0}, "cases": [{"x": 1.0}, {"x": 2.0}, {"x": 3.0}]}
    errors = [known(variant="m.cube")]
    assert names_of(judge(lambda x: x**3, draws=draws, known_errors=errors)) == ["cubed"]
    assert names_of(judge(lambda x: x**3 if x > 1 else 7.0, draws=draws, known_errors=errors)) == []


def test_a_variant_may_break_down_where_the_answer_does() -> None:
    draws = {"arguments": {"x": [1.0, 700.0]}}
    errors = [known("unstable", variant="m.unstable")]
    verdict = judge(lambda x: np.where(x > 100, np.nan, x**2), draws=draws, known_errors=errors)
    assert names_of(verdict) == ["unstable"]


def test_a_variant_may_have_another_shape() -> None:
    draws = {"arguments": {"x": {"normal": [2, 3]}}}
    verdict = judge(lambda x: (x**2).T, draws=draws, known_errors=[known("turned", variant="m.transposed")])
    assert names_of(verdict) == ["turned"]
    assert isinstance(verdict.evidence[1], ShapeMismatch)


def test_a_right_answer_is_never_a_known_error_and_rounding_does_not_hide_one() -> None:
    errors = [known(variant="m.cube")]
    assert judge(square, known_errors=errors).evidence == ()
    assert names_of(judge(lambda x: x**3 * (1 + 1e-8), known_errors=errors)) == ["cubed"]


def test_the_first_known_error_that_fits_is_named_and_may_earn_something() -> None:
    errors = [
        known("wrong", variant="m.zero"),
        known("first", variant="m.cube", credit=0.25),
        known("second", expression="x**3"),
    ]
    verdict = judge(lambda x: x**3, known_errors=errors)
    assert names_of(verdict) == ["first"]
    assert (verdict.status, verdict.credit) == (Status.PARTIAL, Fraction(1, 4))


def test_a_known_error_that_can_never_be_told_from_right_is_a_mistake_of_the_rubric() -> None:
    with pytest.raises(CheckerError, match="never differs"):
        judge(square, known_errors=[known(variant="m.square")])


@pytest.mark.parametrize("reference", ["m.nan", "m.text", "m.missing"])
def test_a_reference_that_gives_no_numbers_is_a_mistake_of_the_rubric(reference: str) -> None:
    with pytest.raises(CheckerError):
        judge(square, reference=reference)


def test_a_reference_that_fails_later_costs_the_student_nothing() -> None:
    checker = a_checker(reference="m.nan")
    probes = checker.probes(ProbeContext("Q1.a", 7, ORACLE))
    verdict = checker.judge(probes, sighting(probes, {"f": square}), ORACLE)
    assert verdict.status is Status.UNGRADED
    assert isinstance(verdict.evidence[0], OurFault)
    assert verdict.evidence[0].reason == "bad_reference"


def test_what_we_could_not_see_leaves_the_verdict_open_unless_another_case_is_wrong() -> None:
    draws = {"count": 0, "arguments": {"x": 0}, "cases": [{"x": 1.0}, {"x": 2.0}]}
    fault = Ends(Ended.FAULT, "overloaded")
    assert judge(lambda x: x**2 if x < 2 else fault, draws=draws).status is Status.UNGRADED
    assert judge(lambda x: 7.0 if x < 2 else fault, draws=draws).status is Status.FAILED
    assert judge(lambda x: 7.0 if x < 2 else fault, draws=draws, credit="fraction").status is Status.UNGRADED


def test_judging_twice_gives_the_same_verdict_and_warming_asks_for_everything() -> None:
    checker = a_checker(known_errors=[known(variant="m.cube")])
    oracle = TableOracle(ORACLE.functions)
    probes = checker.probes(ProbeContext("Q1.a", 7, oracle))
    checker.warm(probes, oracle)
    warmed = set(oracle.asked)
    seen = sighting(probes, {"f": lambda x: x**3})
    assert checker.judge(probes, seen, oracle) == checker.judge(probes, seen, oracle)
    assert set(oracle.asked) == warmed == {"m.square", "m.cube"}


def test_probes_reveal_nothing_but_arguments_and_depend_on_the_seed_alone() -> None:
    checker = a_checker()
    first, again, other = (checker.probes(ProbeContext("Q1.a", seed, ORACLE)) for seed in (7, 7, 8))
    assert [probe.key for probe in first] == [probe.key for probe in again]
    assert not {probe.key for probe in first} & {probe.key for probe in other}
    assert [probe.id for probe in first] == ["Q1.a#0", "Q1.a#1", "Q1.a#2"]
    assert all(probe.function == "f" and len(probe.arguments) == 1 for probe in first)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"reference": None}, "either `reference` or `expect`"),
        ({"expect": {"draw": "w"}}, "'w' is not drawn"),
        ({"rtol": -1}, "tolerances are 0 or more"),
        ({"atol": float("nan")}, "tolerances are 0 or more"),
        ({"select": 0, "combine": [1]}, "excludes `combine`"),
        ({"select": -1}, "position from 0"),
        ({"items": 3, "combine": [1, 2]}, "as many as `combine`"),
        ({"scalar_or_like": "w"}, "'w' is no argument"),
        ({"known_errors": [known()]}, "either `variant` or `expression`"),
        ({"known_errors": [known(expression="w + 1")]}, "uses 'w'"),
        ({"known_errors": [known(expression="x +")]}, "no formula"),
        ({"known_errors": [known(variant="m.cube", credit=1)]}, "credit must lie"),
        ({"known_errors": [{"name": "n", "feedback": {"en": "only"}, "expression": "0"}]}, "fr"),
        ({"picture": {"kind": "curve"}}, "a curve needs `x`"),
        ({"picture": {"kind": "curve", "x": "w"}}, "'w' is no argument"),
        ({"picture": {"kind": "curve", "x": "x", "case": {"w": 1}}}, "neither an argument"),
        ({"tolerence": 1}, "tolerence"),
    ],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        a_checker(**parameters)


def test_a_student_who_returns_something_vast_costs_nothing() -> None:
    vast: Value = as_value([np.zeros((1000, 1000))] * 5)
    verdict = judge(lambda _x: vast)
    assert verdict.status is Status.FAILED
