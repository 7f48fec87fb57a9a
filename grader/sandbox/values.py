"""What came back, from plain data: nothing is believed, and nothing in it is ever run."""

import math
import struct
from typing import Final, NoReturn, cast

import numpy as np

from grader.model.values import ArrayValue, OpaqueValue, SequenceKind, SequenceValue, SymbolicNode, SymbolicValue, Value
from grader.sandbox.nursery.encode import encode_value
from grader.sandbox.nursery.vocabulary import (
    CONSTANTS,
    DEEPEST_SYMBOLIC,
    DTYPES,
    INNER,
    MATRIX,
    MOST_DIGITS,
    MOST_DIMENSIONS,
    MOST_MATRIX_ENTRIES,
    MOST_NAME,
    MOST_PREVIEW,
    MOST_SYMBOLIC_NODES,
    MOST_TEXT,
    NAMED_LEAVES,
    NUMBER_LEAVES,
    SEQUENCES,
    UNDEFINED_FUNCTION,
)
from grader.sandbox.nursery.wire import Plain, WireError, pack, unpack

_DEEPEST: Final = 20
_OBJECT_BYTES: Final = 64
_MOST_OWN_BYTES: Final = 1 << 30
_MOST_STRIDES: Final = 1 << 58
"""An empty array's other sizes still make its strides, which NumPy keeps in 63 bits."""
_DIGITS: Final = frozenset("0123456789+-./e#infa")


def decode_value(data: Plain) -> Value:
    """Return the value that plain data stands for.

    Args:
        data: unpacked from a frame; may be hostile. Its size is bounded by the frame's.

    Raises:
        WireError: for anything that the protocol does not allow.
    """
    return _decode(data, 0)


def value_of(thing: object) -> Value:
    """Return a trusted Python object, a reference's result, as a value: by the very way a student's result takes."""
    return decode_value(unpack(pack(encode_value(thing, _MOST_OWN_BYTES))))


def bytes_of(value: Value) -> int:
    """Return about how much memory a value takes, in bytes."""
    match value:
        case ArrayValue():
            return value.data.nbytes + _OBJECT_BYTES
        case SequenceValue():
            return _OBJECT_BYTES + sum(bytes_of(item) for item in value.items)
        case str():
            return len(value) + _OBJECT_BYTES
        case SymbolicValue():
            return _nodes(value.root) * 2 * _OBJECT_BYTES
        case _:
            return _OBJECT_BYTES


def _nodes(node: SymbolicNode) -> int:
    return 1 + sum(_nodes(each) for each in node.args)


def _decode(data: Plain, depth: int) -> Value:
    if depth > _DEEPEST:
        _refuse("too deep")
    if data is None or isinstance(data, bool | int | float):
        return data
    if isinstance(data, str):
        return _text(data, MOST_TEXT)
    match data:
        case ("i", str(digits)) if len(digits) <= MOST_DIGITS + 4:
            return _integer(digits)
        case ("c", float(real), float(imaginary)):
            return complex(real, imaginary)
        case ("a", str(dtype), tuple(shape), bytes(content), str(came_as)):
            return _array(dtype, shape, content, _text(came_as, MOST_NAME))
        case ("d", ("list" | "tuple") as kind, bytes(content)) if len(content) % 8 == 0:
            floats = struct.unpack(f"<{len(content) // 8}d", content)
            return SequenceValue(cast("SequenceKind", kind), floats)
        case ("q", str(kind), tuple(items)) if kind in SEQUENCES:
            values = tuple([_decode(item, depth + 1) for item in items])
            if kind == "dict" and not all(_is_pair(value) for value in values):
                _refuse("a dict of something else than pairs")
            return SequenceValue(cast("SequenceKind", kind), values)
        case ("y", node):
            return SymbolicValue(_Tree().node(node, 0))
        case ("o", str(name), str(preview), str(reason)):
            return OpaqueValue(_text(name, MOST_NAME), _text(preview, MOST_PREVIEW), _text(reason, MOST_NAME))
        case _:
            _refuse("not a value")


def _integer(digits: str) -> int:
    try:
        return int(digits, 16)
    except ValueError:
        _refuse("not an integer")


def _array(dtype: str, shape: tuple[Plain, ...], content: bytes, came_as: str) -> ArrayValue:
    if dtype not in DTYPES:
        _refuse("a dtype that is not allowed")
    sizes: list[int] = []
    for size in shape:
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size < 1 << 40:
            _refuse("not a shape")
        sizes.append(size)
    if len(sizes) > MOST_DIMENSIONS or math.prod(sizes) * np.dtype(dtype).itemsize != len(content):
        _refuse("an array whose shape and bytes disagree")
    if math.prod(max(1, size) for size in sizes) >= _MOST_STRIDES:
        _refuse("not a shape")
    data = np.frombuffer(content, dtype)
    if dtype == "|b1":
        data = data.view(np.uint8) != 0  # a boolean that is neither 0 nor 1 confuses what comes later
    return ArrayValue(data.reshape(sizes), came_as)


def _is_pair(value: Value) -> bool:
    return isinstance(value, SequenceValue) and value.kind == "tuple" and len(value.items) == 2


class _Tree:
    """Counts the nodes of one expression."""

    def __init__(self) -> None:
        self.nodes_left = MOST_SYMBOLIC_NODES

    def node(self, data: Plain, depth: int) -> SymbolicNode:
        self.nodes_left -= 1
        if self.nodes_left < 0 or depth > DEEPEST_SYMBOLIC + 1:
            _refuse("an expression that is too large")
        match data:
            case (str(head), (str() | None) as text, tuple(arguments)):
                _check_head(head, text, arguments)
                return SymbolicNode(head, tuple([self.node(each, depth + 1) for each in arguments]), text)
            case _:
                _refuse("not a node")


def _check_head(head: str, text: str | None, arguments: tuple[Plain, ...]) -> None:
    if head in INNER:
        is_right = text is None
    elif head == UNDEFINED_FUNCTION:
        is_right = text is not None and 0 < len(text) <= MOST_NAME
    elif head == MATRIX:
        is_right = _is_matrix(text, len(arguments))
    elif head in CONSTANTS:
        is_right = text is None and not arguments
    elif head in NAMED_LEAVES:
        is_right = text is not None and 0 < len(text) <= MOST_NAME and not arguments
    elif head in NUMBER_LEAVES:
        is_right = text is not None and not arguments and is_number(head, text)
    else:
        is_right = False
    if not is_right:
        _refuse(f"a node that is not allowed ({head[:40]!r})")


def is_number(head: str, text: str) -> bool:
    """Whether a leaf's text is a number: digits for ``Integer``, ``p/q`` for ``Rational``, a decimal for ``Float``."""
    if not 0 < len(text) <= MOST_DIGITS or not text.isascii() or not set(text) <= _DIGITS:
        return False
    if head == "Float":
        try:
            float(text)
        except ValueError:
            return False
        return True
    parts = text.split("/")
    if len(parts) != (1 if head == "Integer" else 2) or not all(part.removeprefix("-").isdigit() for part in parts):
        return False
    return head == "Integer" or (bool(parts[1].strip("0")) and not parts[1].startswith("-"))


def _is_matrix(text: str | None, count: int) -> bool:
    parts = (text or "").split(",")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return False
    return int(parts[0]) * int(parts[1]) == count <= MOST_MATRIX_ENTRIES


def _text(text: str, most: int) -> str:
    if len(text) > most:
        _refuse("a text that is too long")
    return text


def _refuse(reason: str) -> NoReturn:
    raise WireError(reason)
