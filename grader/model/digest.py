"""Names for values by their content: the same on every machine, run and version."""

import hashlib
import struct
from typing import Protocol

import numpy as np

from grader.model.values import (
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
)

_VERSION = b"grader.value/1"


class _Sink(Protocol):
    def update(self, data: bytes, /) -> None: ...


def value_digest(value: Value) -> str:
    """Return a hash of a value's type and content, in hexadecimal.

    Equal content gives equal digests; ``1``, ``1.0``, ``True`` and an array of one are four different values. NaNs
    are equal, the two zeros are not.

    Args:
        value: anything that crosses the boundary.
    """
    state = hashlib.sha256(_VERSION)
    _feed(state, value)
    return state.hexdigest()


def probe_key(function: str, arguments: tuple[Value, ...]) -> str:
    """Return the key of a call: a hash of the function's name and of every argument.

    Args:
        function: the student's function.
        arguments: positional.
    """
    state = hashlib.sha256(_VERSION)
    _feed(state, function)
    _feed(state, SequenceValue("tuple", arguments))
    return state.hexdigest()


def _feed(state: _Sink, value: Value) -> None:
    match value:
        case None:
            _text(state, b"n", "")
        case bool():
            _text(state, b"b", str(value))
        case int():
            _text(state, b"i", hex(value))  # decimal digits of a huge integer take too long
        case float():
            _numbers(state, b"f", value)
        case complex():
            _numbers(state, b"c", value.real, value.imag)
        case str():
            _text(state, b"s", value)
        case ArrayValue():
            _array(state, value)
        case SequenceValue():
            _text(state, b"q", f"{value.kind} {len(value.items)}")
            for item in value.items:
                _feed(state, item)
        case SymbolicValue():
            _node(state, value.root)
        case FunctionValue():
            _text(state, b"F", value.name)
        case OpaqueValue():
            for word in (value.type_name, value.preview, value.reason):
                _text(state, b"o", word)


def _text(state: _Sink, tag: bytes, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    state.update(tag + struct.pack("<Q", len(data)) + data)


def _numbers(state: _Sink, tag: bytes, *numbers: float) -> None:
    state.update(tag)
    for number in numbers:
        state.update(struct.pack("<d", number if number == number else float("nan")))  # NaN alone


def _array(state: _Sink, value: ArrayValue) -> None:
    data = np.ascontiguousarray(value.data)
    little = data.astype(data.dtype.newbyteorder("<"), copy=False)
    if little.dtype.kind in "fc":
        little = np.where(np.isnan(little), np.nan, little).astype(little.dtype)
    _text(state, b"a", f"{little.dtype.str} {value.data.shape}")
    state.update(little.tobytes())


def _node(state: _Sink, root: SymbolicNode) -> None:
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        _text(state, b"y" if node.text is None else b"Y", f"{len(node.args)} {node.head}")
        _text(state, b"t", node.text or "")
        open_nodes.extend(node.args)
