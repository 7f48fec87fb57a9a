"""What students return becomes an array, or a reason why it is none; never a crash, whatever the size."""

import numpy as np
import pytest

from grader.model.values import (
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
    array_value,
)
from grader.numerics.convert import NotNumbers, as_array


def a_list(*items: Value) -> SequenceValue:
    return SequenceValue("list", items)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        (2.5, 2.5),
        (1j, 1j),
        (array_value([1.0, 2.0]), [1.0, 2.0]),
        (array_value(np.float32(0.5)), 0.5),
        (a_list(1, 2.0), [1.0, 2.0]),
        (SequenceValue("tuple", (a_list(1, 2), a_list(3, 4))), [[1, 2], [3, 4]]),
        (a_list(array_value(1.0), array_value(2.0)), [1.0, 2.0]),
        (a_list(array_value([1.0, 2.0]), a_list(3.0, 4.0)), [[1.0, 2.0], [3.0, 4.0]]),
        (a_list(), []),
        (2**70, float(2**70)),
        (a_list(2**70, 1), [float(2**70), 1.0]),
        (a_list(1, 1j), [1, 1j]),
    ],
)
def test_numbers_in_any_container_become_an_array(value: Value, expected: object) -> None:
    array = as_array(value)
    assert not isinstance(array, NotNumbers)
    assert array.shape == np.shape(np.array(expected))
    assert np.array_equal(array, np.array(expected))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "nothing"),
        ("0.5", "text"),
        (True, "boolean"),
        (array_value([True, False]), "boolean"),
        (a_list(1.0, True), "boolean"),
        (a_list(a_list(1.0), a_list(1.0, 2.0)), "ragged"),
        (a_list(1.0, a_list(1.0)), "ragged"),
        (a_list(1.0, None), "nothing"),
        (SequenceValue("set", (1.0, 2.0)), "unordered"),
        (SequenceValue("dict", ()), "unordered"),
        (a_list(SequenceValue("set", (1.0,))), "unordered"),
        (10**400, "out_of_range"),
        (a_list(1.0, 10**10_000), "out_of_range"),
        (SymbolicValue(SymbolicNode("Symbol", text="x")), "symbolic"),
        (FunctionValue("tanh"), "function"),
        (OpaqueValue("DataFrame", "", "unsupported_type"), "unsupported_type"),
        (array_value(["a", "b"]), "text"),
    ],
)
def test_what_is_no_array_of_numbers_says_why(value: Value, reason: str) -> None:
    assert as_array(value) == NotNumbers(reason)


def test_booleans_are_numbers_where_they_are_wanted() -> None:
    array = as_array(array_value([True, False]), booleans=True)
    assert not isinstance(array, NotNumbers)
    assert array.tolist() == [1, 0]


def test_a_set_is_a_row_where_order_does_not_matter() -> None:
    array = as_array(SequenceValue("set", (1.0, 2j)), unordered=True)
    assert not isinstance(array, NotNumbers)
    assert array.shape == (2,)


def test_deep_nesting_is_refused_without_walking_down() -> None:
    value: Value = 1.0
    for _ in range(100_000):
        value = a_list(value)
    assert as_array(value) == NotNumbers("too_deep")


def test_one_array_listed_many_times_is_not_multiplied_out() -> None:
    big = ArrayValue(np.zeros(500_000))
    assert as_array(a_list(*(big for _ in range(1000)))) == NotNumbers("too_many")


def test_a_long_list_is_refused_by_its_length() -> None:
    assert as_array(a_list(*([0.0] * 101)), most=100) == NotNumbers("too_many")
    assert as_array(a_list(*(a_list(*([0.0] * 50)) for _ in range(3))), most=100) == NotNumbers("too_many")
