"""Values and calls are shown short, in Python's notation, whatever they are."""

import numpy as np
import pytest

from grader.model.values import (
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
    array_value,
)
from grader.numerics.shown import CALL_LENGTH, VALUE_LENGTH, shown, shown_call, shown_pair


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e-12, "1e-12"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (3, "3"),
        (True, "True"),
        (None, "None"),
        (-0.5 + 0.5j, "-0.5+0.5j"),
        (complex(1, -2), "1-2j"),
        ("it's", '"it\'s"'),
        (array_value([1.0, 2.0]), "array([1.0, 2.0])"),
        (array_value(2.5), "2.5"),
        (array_value(np.zeros((0, 3))), "array of shape (0, 3)"),
        (array_value(np.arange(8)), "array (8,): [0, 1, 2, …]"),
        (SequenceValue("tuple", (1.0,)), "(1.0,)"),
        (SequenceValue("list", (1, "a")), "[1, 'a']"),
        (SequenceValue("set", (1,)), "{1}"),
        (FunctionValue("tanh"), "tanh"),
        (OpaqueValue("Frame", "a b", "unsupported_type"), "<Frame: a b>"),
        (SymbolicValue(SymbolicNode("log", (SymbolicNode("Symbol", text="x"),))), "log(x)"),
        (10**400, "<integer of about 401 digits>"),
    ],
)
def test_a_value_reads_as_python_writes_it(value: Value, text: str) -> None:
    assert shown(value) == text


def nested(depth: int, width: int) -> Value:
    value: Value = 1.0
    for _ in range(depth):
        value = SequenceValue("list", (value,) * width)
    return value


@pytest.mark.parametrize(
    "value",
    [
        10**100_000,
        "x" * 10**6,
        array_value(np.zeros((1000, 1000))),
        nested(500, 1),
        nested(8, 50),
        SequenceValue("list", (10**100_000,) * 10_000),
        OpaqueValue("T" * 10**6, "p" * 10**6, "too_large"),
    ],
    ids=["integer", "text", "array", "deep", "deep and wide", "many integers", "opaque"],
)
def test_size_does_not_matter(value: Value) -> None:
    assert len(shown(value)) <= VALUE_LENGTH
    assert len(shown_call("f", ("x",), (value,))) <= CALL_LENGTH


def test_a_call_names_its_arguments() -> None:
    arguments = (array_value([[0.12, 1.0]]), 1.5, FunctionValue("tanh"))
    assert shown_call("g", ("z", "alpha", "f"), arguments) == "g(z=array([[0.12, 1.0]]), alpha=1.5, f=tanh)"
    assert shown_call("g", (), (1.0, 2)) == "g(1.0, 2)"
    assert shown_call("g", (), ()) == "g()"


def test_long_arguments_give_way_to_short_ones() -> None:
    big = array_value(np.arange(400.0).reshape(20, 20) + 0.123456)
    text = shown_call("f", ("p", "q", "r", "t"), (big, big, big, 7))
    assert text.endswith("t=7)")
    assert len(text) <= CALL_LENGTH


def test_an_array_is_shown_near_the_wrong_entry() -> None:
    table = array_value(np.arange(16.0).reshape(8, 2))
    assert shown(table, near=(5, 1)) == "array (8, 2): […, [5]: [10.0, 11.0], …]"
    assert shown(table, near=(0, 1)) == "array (8, 2): [[0.0, 1.0], [2.0, 3.0], …]"
    assert shown(table, near=(99,)).startswith("array (8, 2): [[0.0")


def test_two_numbers_have_the_digits_that_tell_them_apart() -> None:
    assert shown_pair(1.0, 2.0) == ("1.0", "2.0")
    assert shown_pair(1.0, 1.00000001) == ("1.0", "1.00000001")
    assert shown_pair(0.5, 0.5) == ("0.5", "0.5")
    first, second = shown_pair(1.0, float(np.nextafter(1.0, 2.0)))
    assert first != second
