"""Values are named by their content: the same name on every run and version, another for other content."""

import numpy as np
import pytest

from grader.model.digest import probe_key, value_digest
from grader.model.values import (
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
    array_value,
)

X = SymbolicNode("Symbol", text="x")
DISTINCT: tuple[Value, ...] = (
    None,
    True,
    1,
    1.0,
    1 + 0j,
    "1",
    -0.0,
    0.0,
    10**5000,
    "",
    array_value(1.0),
    array_value([1.0]),
    array_value([[1.0]]),
    array_value([1]),
    array_value(np.ones(1, np.float32)),
    SequenceValue("tuple", (1, 2)),
    SequenceValue("list", (1, 2)),
    SequenceValue("list", (SequenceValue("list", (1,)), 2)),
    SequenceValue("list", (SequenceValue("list", (1, 2)),)),
    FunctionValue("tanh"),
    OpaqueValue("tanh", "", ""),
    OpaqueValue("", "tanh", ""),
    SymbolicValue(X),
    SymbolicValue(SymbolicNode("log", (X, X))),
    SymbolicValue(SymbolicNode("log", (SymbolicNode("log", (X,)), X))),
    SymbolicValue(SymbolicNode("log", (X, SymbolicNode("log", (X,))))),
)


def test_different_content_has_different_names() -> None:
    assert len({value_digest(value) for value in DISTINCT}) == len(DISTINCT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (float("nan"), -float("nan")),
        (array_value([1.0, 2.0]), array_value(np.array([1.0, 9.0, 2.0])[::2])),
        (array_value(np.arange(6.0).reshape(2, 3)), array_value(np.asfortranarray(np.arange(6.0).reshape(2, 3)))),
        (array_value(np.array([1.0]).astype(">f8")), array_value(np.array([1.0]).astype("<f8"))),
        (array_value([float("nan")]), array_value([-float("nan")])),
    ],
)
def test_equal_content_has_one_name_however_it_lies_in_memory(one: Value, other: Value) -> None:
    assert value_digest(one) == value_digest(other)


def test_names_stay_the_same_from_version_to_version() -> None:
    # Records of past classes are found by these names: a change here would run every hand-in again.
    key = probe_key("f", (1, 0.5, array_value([1.0, 2.0]), SequenceValue("list", ("a", None))))
    assert key == "3f49816afd25038992d4c56de9c02fb2a53536da9273dc93db32956e9df52944"


def test_a_call_is_its_function_and_its_arguments_in_order() -> None:
    keys = {
        probe_key("f", (1, 2)),
        probe_key("f", (2, 1)),
        probe_key("g", (1, 2)),
        probe_key("f", (1,)),
        probe_key("f", ()),
    }
    assert len(keys) == 5
