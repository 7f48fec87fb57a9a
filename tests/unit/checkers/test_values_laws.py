"""Laws of `values` that hold for every answer: credit within bounds, no matter the order and the units."""

# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false
# Lambdas stand for students' functions, which have no types.

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import TypeAdapter

from grader.checkers.values import Values
from grader.model.status import Status
from grader.model.values import Array
from tests.fakes.oracles import TableOracle, verdict_on

LAWS = settings(derandomize=True, deadline=None, max_examples=60)
ORACLE = TableOracle({"m.square": lambda x: x**2, "m.scaled": lambda x: 1024.0 * x**2})
ADAPTER = TypeAdapter(Values)
PLAIN: dict[str, Any] = {
    "function": "f",
    "reference": "m.square",
    "rtol": 1e-6,
    "atol": 1e-3,
    "draws": {"count": 4, "arguments": {"x": {"normal": [3]}}},
    "known_errors": [
        {"name": "half", "expression": "expected / 2", "credit": 0.25, "feedback": {"en": "a", "fr": "b"}}
    ],
}
ALL = ADAPTER.validate_python(PLAIN)
FRACTION = ADAPTER.validate_python({**PLAIN, "credit": "fraction"})
SCALED = ADAPTER.validate_python({**PLAIN, "reference": "m.scaled", "atol": 1024e-3})
UNORDERED = ADAPTER.validate_python({**PLAIN, "unordered": True})
SIZES = st.sampled_from([0.0, 1e-9, -1e-4, 0.5, np.nan, np.inf])
ERRORS = st.lists(arrays(np.float64, 3, elements=SIZES), min_size=4, max_size=4)
ANSWERS = st.one_of(
    arrays(np.float64, st.sampled_from([(3,), (2,), (), (3, 1)]), elements=st.floats()),
    st.floats(),
    st.integers(),
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.lists(st.one_of(st.floats(), st.lists(st.integers(), max_size=3)), max_size=4),
)


def off_by(errors: list[Array], scale: float = 1.0) -> Callable[[Array], Array]:
    left = list(errors)

    def answer(x: Array) -> Array:
        return scale * (x**2 + left.pop(0))

    return answer


@LAWS
@given(ANSWERS)
def test_whatever_comes_back_gives_a_verdict_with_evidence(answer: Any) -> None:
    for checker in (ALL, FRACTION, UNORDERED):
        verdict = verdict_on(checker, {"f": lambda _x: answer}, ORACLE)
        assert 0 <= verdict.credit <= 1
        assert (verdict.status is Status.PASSED) == (verdict.credit == 1)
        assert verdict.evidence or verdict.status is Status.PASSED


@LAWS
@given(ERRORS)
def test_an_answer_passes_exactly_where_every_error_is_within_tolerance(errors: list[Array]) -> None:
    is_right = all(np.all(np.abs(each) <= 1e-3) for each in errors)
    assert (verdict_on(ALL, {"f": off_by(errors)}, ORACLE).status is Status.PASSED) == is_right


@LAWS
@given(ERRORS)
def test_the_credit_is_the_share_of_right_cases(errors: list[Array]) -> None:
    right = sum(bool(np.all(np.abs(each) <= 1e-3)) for each in errors)
    assert verdict_on(FRACTION, {"f": off_by(errors)}, ORACLE).credit * 4 == right


@LAWS
@given(ERRORS)
def test_a_change_of_units_changes_no_verdict(errors: list[Array]) -> None:
    before = verdict_on(ALL, {"f": off_by(errors)}, ORACLE)
    after = verdict_on(SCALED, {"f": off_by(errors, 1024.0)}, ORACLE)
    assert before.status is after.status


@LAWS
@given(ERRORS, st.permutations(range(3)))
def test_the_order_of_unordered_values_changes_no_verdict(errors: list[Array], order: list[int]) -> None:
    straight, shuffled = off_by(errors), off_by(errors)
    before = verdict_on(UNORDERED, {"f": straight}, ORACLE)
    after = verdict_on(UNORDERED, {"f": lambda x: shuffled(x)[order]}, ORACLE)
    assert before.status is after.status
