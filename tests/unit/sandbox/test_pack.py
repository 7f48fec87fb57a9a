"""The record keeps what was seen exactly."""

import math
from dataclasses import replace

import numpy as np
import pytest

from grader.model.digest import value_digest
from grader.model.probe import Definition, Ended, ExceptionFact, LoadEnded, LoadFact, Loading, Observation, Sighting
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
from grader.sandbox import (
    pack_loading,
    pack_observation,
    pack_sighting,
    unpack_loading,
    unpack_observation,
    unpack_sighting,
)

EXCEPTION = ExceptionFact("ValueError", "bad \ud800", "a.py", 3, None, "raise", "trace")
VALUES: tuple[Value, ...] = (
    None, True, -1, 2**100, -(2**63), 1.5, math.inf, -0.0, 1 - 2j, "é\ud800",
    SequenceValue("dict", (SequenceValue("tuple", (1, "a")),)),
    SymbolicValue(SymbolicNode("Add", (SymbolicNode("Symbol", text="x"), SymbolicNode("Integer", text="1")))),
    FunctionValue("cubic"),
    OpaqueValue("object", "<object>", "unsupported_type"),
)  # fmt: skip


def observation(value: Value) -> Observation:
    return Observation("p", "k", Ended.RETURNED, value, None, "printed", "detail", 1.5, 0.1, 0.2, 300)


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_an_observation_comes_back_as_it_was(value: Value) -> None:
    seen = observation(value)
    assert unpack_observation(pack_observation(seen)) == seen


@pytest.mark.parametrize(
    "data", [np.array([np.nan, -np.inf, -0.0]), np.zeros((0, 3)), np.array(2 + 1j), np.arange(6, dtype="i2")[::-2]]
)
def test_arrays_come_back_exactly(data: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> None:
    value = ArrayValue(data.copy(), "tensor")
    back = unpack_observation(pack_observation(observation(value))).value
    assert isinstance(back, ArrayValue)
    assert value_digest(back) == value_digest(value)
    assert back.came_as == "tensor"
    assert not back.data.flags.writeable


def test_an_exception_and_a_whole_sighting_come_back() -> None:
    loading = Loading(
        (LoadFact("a.py", LoadEnded.RAISED, 2, EXCEPTION, "detail", "out"),),
        (Definition("f", "a.py", 1, None, ("b.py",)),),
        "python 3.11", "T1", "module", 0.5, 0.25,
    )  # fmt: skip
    assert unpack_loading(pack_loading(loading)) == loading
    raised = replace(observation(None), ended=Ended.RAISED, exception=EXCEPTION)
    sighting = Sighting(loading, (raised, observation(3)))
    assert unpack_sighting(pack_sighting(sighting)) == sighting


@pytest.mark.parametrize("data", [b"", b"\xc0", b"\x90", b"\xc1", b"\x93\x01\x02\x03"])
def test_anything_else_is_no_record(data: bytes) -> None:
    for unpack in (unpack_observation, unpack_loading, unpack_sighting):
        with pytest.raises(ValueError, match=r"not a record|unpack|Unpack|valid"):
            unpack(data)


def test_a_value_of_an_unknown_kind_is_no_record() -> None:
    packed = pack_observation(observation(array_value([1.0]))).replace(b"\xa3<f8", b"\xa2|O")
    with pytest.raises(ValueError, match="not a"):
        unpack_observation(packed)
