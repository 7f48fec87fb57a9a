"""Laws of comparison and matching that hold for all arrays."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.model.values import Array, SequenceValue, Value, array_value
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.entries import miss_margins, worst_entry, worst_miss
from grader.numerics.matching import unmatched

LAWS = settings(derandomize=True, deadline=None, max_examples=80)
FINITE = st.floats(-1e6, 1e6)
ANY = st.floats(allow_nan=True, allow_infinity=True)
TOLERANCE = st.floats(0, 1)


def tables(elements: st.SearchStrategy[float] = FINITE) -> st.SearchStrategy[Array]:
    return arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=elements)


def pairs(elements: st.SearchStrategy[float] = ANY) -> st.SearchStrategy[tuple[Array, Array]]:
    shapes = array_shapes(max_dims=3, max_side=4)
    return shapes.flatmap(
        lambda shape: st.tuples(
            arrays(np.float64, shape, elements=elements), arrays(np.float64, shape, elements=elements)
        )
    )


@LAWS
@given(tables(), TOLERANCE, TOLERANCE)
def test_everything_finite_is_close_to_itself(table: Array, rtol: float, atol: float) -> None:
    assert worst_entry(table, table, rtol=rtol, atol=atol) is None


@LAWS
@given(pairs(), TOLERANCE, TOLERANCE)
def test_nothing_with_a_nan_is_close(pair: tuple[Array, Array], rtol: float, atol: float) -> None:
    actual, expected = pair
    if np.isnan(actual).any() or np.isnan(expected).any():
        assert worst_entry(actual, expected, rtol=rtol, atol=atol) is not None


@LAWS
@given(pairs(), TOLERANCE, TOLERANCE)
def test_the_worst_entry_is_one_that_misses_and_none_misses_by_more(
    pair: tuple[Array, Array], rtol: float, atol: float
) -> None:
    margins = miss_margins(*pair, rtol=rtol, atol=atol)
    miss = worst_miss(*pair, rtol=rtol, atol=atol)
    assert (miss is None) == bool(np.all(margins <= 1))
    if miss is not None:
        assert margins[miss.index] == margins.max()
        assert 1 <= miss.wrong <= miss.total == margins.size


@LAWS
@given(pairs(), TOLERANCE, TOLERANCE, st.integers(-30, 30))
def test_a_change_of_units_changes_nothing(pair: tuple[Array, Array], rtol: float, atol: float, exponent: int) -> None:
    scale = 2.0**exponent  # exact, so that no rounding enters
    actual, expected = (np.where(np.isfinite(each), np.clip(each, -1e200, 1e200), each) for each in pair)
    before = worst_entry(actual, expected, rtol=rtol, atol=atol + 1e-3)
    after = worst_entry(scale * actual, scale * expected, rtol=rtol, atol=scale * (atol + 1e-3))
    assert before == after


@LAWS
@given(pairs(FINITE), TOLERANCE, st.randoms(use_true_random=False))
def test_a_permutation_of_entries_permutes_the_verdict(pair: tuple[Array, Array], atol: float, random: Random) -> None:
    actual, expected = (each.ravel() for each in pair)
    order = list(range(actual.size))
    random.shuffle(order)
    before = worst_miss(actual, expected, rtol=0.0, atol=atol)
    after = worst_miss(actual[order], expected[order], rtol=0.0, atol=atol)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.wrong == after.wrong


@LAWS
@given(pairs(FINITE), TOLERANCE)
def test_a_wider_tolerance_forgives_more(pair: tuple[Array, Array], atol: float) -> None:
    narrow = worst_miss(*pair, rtol=0.0, atol=atol)
    wide = worst_miss(*pair, rtol=0.0, atol=2 * atol)
    assert (wide.wrong if wide else 0) <= (narrow.wrong if narrow else 0)


ROWS = st.lists(st.complex_numbers(max_magnitude=10, allow_nan=False), max_size=7)


@LAWS
@given(ROWS, st.randoms(use_true_random=False))
def test_the_same_values_match_in_every_order(row: list[complex], random: Random) -> None:
    shuffled = list(row)
    random.shuffle(shuffled)
    assert unmatched(np.array(shuffled, complex), np.array(row, complex), rtol=0.0, atol=0.0) is None


@LAWS
@given(st.lists(st.tuples(FINITE, FINITE), max_size=5), st.floats(0, 1e6))
def test_a_pairing_is_found_exactly_where_sorted_values_pair(rows: list[tuple[float, float]], atol: float) -> None:
    # On the line, and with one tolerance for all, the sorted pairing is the best one there is.
    actual, expected = (np.sort(np.array([row[side] for row in rows], float)) for side in (0, 1))
    found = unmatched(actual, expected, rtol=0.0, atol=atol)
    with_order = worst_entry(actual, expected, rtol=0.0, atol=atol) if rows else None
    assert (found is None) == (with_order is None)


NESTED = st.recursive(
    st.one_of(st.integers(-5, 5), FINITE, st.none(), st.booleans(), tables().map(array_value)),
    lambda inner: st.lists(inner, max_size=4).map(lambda items: SequenceValue("list", tuple(items))),
    max_leaves=20,
)


@LAWS
@given(NESTED)
def test_every_value_becomes_an_array_or_a_reason(value: Value) -> None:
    array = as_array(value)
    assert isinstance(array, NotNumbers) or array.dtype.kind in "iufc"


@LAWS
@given(tables())
def test_lists_of_an_array_are_the_array(table: Array) -> None:
    def as_lists(part: Array) -> Value:
        if part.ndim == 0:
            return float(part)
        return SequenceValue("list", tuple(as_lists(np.asarray(row)) for row in part))

    array = as_array(as_lists(table))
    assert not isinstance(array, NotNumbers)
    assert np.array_equal(array, table)
