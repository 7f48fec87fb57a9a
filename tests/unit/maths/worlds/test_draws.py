"""Worlds keep what the notation declares, and change only where they must."""

import numpy as np
import pytest

from grader.maths.worlds.choose import narrow_batches
from grader.maths.worlds.draws import numbers, smooth_function
from grader.maths.worlds.question import FunctionSpec, QuestionNotation
from tests.unit.maths.worlds.questions import CHAIN, evaluators, read


@pytest.mark.parametrize(("domain", "low", "high"), [
    ("positive", 0.0, np.inf), ("nonnegative", 0.0, np.inf), ("negative", -np.inf, 0.0), ("probability", 0.0, 1.0),
])  # fmt: skip
def test_numbers_lie_inside_their_domain(domain: str, low: float, high: float) -> None:
    for wide in (False, True):
        drawn = numbers("u", domain, 3, 500, wide=wide)  # type: ignore[arg-type] - the names above are domains
        assert np.all((drawn > low) & (drawn < high))


def test_real_numbers_take_both_signs_and_stay_apart_from_zero() -> None:
    drawn = numbers("u", "real", 3, 200, wide=False)
    assert (drawn < 0).any()
    assert (drawn > 0).any()
    assert np.abs(drawn).min() > 0.5


def test_a_new_symbol_changes_no_other_symbols_values() -> None:
    small = QuestionNotation.from_mapping({"symbols": {"a": "real"}})
    large = QuestionNotation.from_mapping({"symbols": {"b": "real", "a": "real"}})
    first, second = (evaluators(question)[0].value(read("a", question), {}).data for question in (small, large))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("bound", [-1.0, 0.0, 2.0])
def test_a_drawn_function_obeys_its_bound_closely_and_widely(bound: float) -> None:
    function = smooth_function("f", FunctionSpec(derivative_above=bound), 1, 5, 60)
    at = np.broadcast_to(np.linspace(-40, 40, 4001), (60, 4001))
    slopes = np.diff(function.apply((at,)), axis=1) / np.diff(at, axis=1)
    assert slopes.min() > bound
    assert slopes.min() < bound + 0.1
    assert slopes.max() > bound + 1.5


def test_a_bounded_function_is_bounded_and_a_positive_one_positive() -> None:
    far = np.broadcast_to(np.linspace(-1e6, 1e6, 101), (20, 101))
    assert np.abs(smooth_function("f", FunctionSpec(bounded=True), 1, 5, 20).apply((far,))).max() < 20
    assert smooth_function("f", FunctionSpec(positive=True), 1, 5, 20).apply((far,)).min() > 0


def test_worlds_have_unequal_numbers_of_states_and_a_free_index_inside_its_range() -> None:
    batches = narrow_batches(CHAIN, CHAIN.models[0], 7)
    assert [batch.sizes["T"] for batch in batches] == [3, 4, 1]
    for batch in batches[:2]:
        counts = {batch.states(name) for name in batch.variables()}
        assert counts == {2, 3}
        assert 1 < batch.free_index("t") < batch.sizes["T"]


def test_joint_laws_are_laws() -> None:
    for evaluator in evaluators(CHAIN):
        for head in ("p", "q"):
            law = evaluator.table(read(head, CHAIN))
            axes = tuple(range(1, law.joint.data.ndim))
            assert np.allclose(law.joint.data.sum(axis=axes), 1.0)
            assert law.joint.data.min() > 0


@pytest.mark.parametrize(("mapping", "message"), [
    ({"symbol": {}}, "no key 'symbol'"),
    ({"random": {"x": "many"}}, "random.x"),
    ({"indices": {"t": [1]}}, "indices.t"),
    ({"definitions": ["1 = 2"]}, "does not define"),
    ({"definitions": ["a + = 2"]}, "notation"),
    ({"functions": {"f": {"smooth": True}}}, "no condition 'smooth'"),
    ({"laws": {"p": {"gamma": ["x"]}}}, "laws.p"),
])  # fmt: skip
def test_a_mapping_that_is_not_understood_says_where(mapping: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        QuestionNotation.from_mapping(mapping)
