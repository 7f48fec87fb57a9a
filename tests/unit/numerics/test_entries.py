"""Entries are compared in place: no broadcasting, NaN never close, infinities only to themselves."""

import numpy as np
import pytest

from grader.model.values import Array
from grader.numerics.entries import Miss, is_close, worst_entry, worst_miss

INF, NAN = float("inf"), float("nan")


def worst(actual: object, expected: object, rtol: float = 1e-6, atol: float = 0.0) -> tuple[int, ...] | None:
    return worst_entry(np.array(actual), np.array(expected), rtol=rtol, atol=atol)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0]),
        ([1.0, 2.0 + 1e-6], [1.0, 2.0]),
        ([INF, -INF], [INF, -INF]),
        ([1 + 2j], [1 + 2j]),
        ([1], [1.0]),
        ([2.0 + 0j], [2.0]),
        ([], []),
        (3.0, 3.0),
        ([2**62 + 1], [2**62 + 1]),
    ],
)
def test_what_is_close_has_no_worst_entry(actual: object, expected: object) -> None:
    assert worst(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "index"),
    [
        ([1.0, 2.1], [1.0, 2.0], (1,)),
        ([NAN, 2.0], [1.0, 2.0], (0,)),
        ([1.0, NAN], [1.0, NAN], (1,)),
        ([1.0, 2.0], [NAN, 2.0], (0,)),
        ([INF], [-INF], (0,)),
        ([1e308], [INF], (0,)),
        ([INF], [1e308], (0,)),
        ([complex(INF, 1)], [complex(INF, 2)], (0,)),
        ([complex(1, NAN)], [1 + 0j], (0,)),
        ([1 + 2j], [1 - 2j], (0,)),
        ([1e308], [-1e308], (0,)),
        ([[1.0, 5.0], [3.0, 4.5]], [[1.0, 2.0], [3.0, 4.0]], (0, 1)),
        (3.0, 4.0, ()),
    ],
)
def test_the_entry_with_the_widest_margin_is_found(actual: object, expected: object, index: tuple[int, ...]) -> None:
    assert worst(actual, expected) == index


def test_the_margin_counts_in_tolerances_not_in_absolute_size() -> None:
    # 0.5 off a thousand is within 1e-3; 0.01 off one is ten tolerances.
    assert worst([1000.5, 1.01], [1000.0, 1.0], rtol=1e-3) == (1,)


def test_shapes_are_never_broadcast() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        worst([1.0], 1.0)
    assert not is_close(np.ones(1), np.ones(()), rtol=1.0, atol=1.0)


@pytest.mark.parametrize(("rtol", "atol"), [(-1.0, 0.0), (0.0, -1.0), (NAN, 0.0), (0.0, NAN)])
def test_a_tolerance_that_is_none_is_refused(rtol: float, atol: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        worst([1.0], [1.0], rtol, atol)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.array([200], np.uint8), np.array([100], np.uint8)),
        (np.array([100], np.uint8), np.array([200], np.uint8)),
        (np.array([60000.0], np.float16), np.array([-60000.0], np.float16)),
    ],
)
def test_small_types_neither_wrap_nor_overflow(actual: Array, expected: Array) -> None:
    assert worst_entry(actual, expected, rtol=0.1, atol=0.0) == (0,)


def test_large_integers_that_differ_by_one_differ_when_no_tolerance_is_given() -> None:
    assert worst([2**62 + 1], [2**62], rtol=0.0) == (0,)


def test_every_miss_is_counted() -> None:
    actual, expected = np.array([0.0, 1.0, 2.0, NAN]), np.zeros(4)
    assert worst_miss(actual, expected, rtol=0.0, atol=0.5) == Miss((3,), 3, 4)


def test_each_entry_may_have_a_tolerance_of_its_own() -> None:
    tolerances = np.array([1.0, 0.01])
    assert worst_entry(np.array([0.5, 0.5]), np.zeros(2), rtol=0.0, atol=tolerances) == (1,)


def test_nan_equals_nan_only_where_asked() -> None:
    rows = np.array([NAN, 1.0])
    assert is_close(rows, rows, rtol=0.0, atol=0.0, nan_is_nan=True)
    assert not is_close(rows, rows, rtol=0.0, atol=0.0)
    assert not is_close(rows, np.array([1.0, NAN]), rtol=0.0, atol=0.0, nan_is_nan=True)
