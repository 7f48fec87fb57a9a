"""Values and calls as short strings in Python's notation, whatever their size."""

from collections.abc import Sequence

import numpy as np

from grader.model.values import (
    Array,
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicNode,
    SymbolicValue,
    Value,
)
from grader.numerics.entries import Index

CALL_LENGTH = 160
VALUE_LENGTH = 100
_WHOLE = 6
"""Arrays with at most so many entries are written in full."""
_SHORTEST = 28
"""No argument of a call is cut below so many characters."""
_ROW = 3
_DEEPEST = 4
_LONGEST_INTEGER_BITS = 128
_LOG10_OF_2 = 0.30103


def shown(value: Value, limit: int = VALUE_LENGTH, *, near: Index = (), digits: int = 6) -> str:
    """Return a value as a short string.

    Args:
        value: anything that crosses the boundary; huge ones cost no more than small ones.
        limit: longest string wanted, in characters.
        near: an index into what the call returned; an array with that leading index is shown there.
        digits: significant digits of floats.

    Returns:
        Python's notation, with ``…`` for what is left out.
    """
    return cut(_shown(value, near, digits, 0), limit)


def shown_call(
    function: str, names: Sequence[str], arguments: Sequence[Value], limit: int = CALL_LENGTH, *, near: Index = ()
) -> str:
    """Return a call as a short string such as ``radial_flow(z=array (8, 3): [[0.12, …], …], alpha=1.5)``.

    Args:
        function: the student's function.
        names: of the arguments; a missing name leaves the argument bare.
        arguments: positional.
        limit: longest string wanted, in characters.
        near: the index of the wrong entry of the result: arrays are shown there.
    """
    words: list[str] = []
    for at, argument in enumerate(arguments):
        name = f"{names[at]}=" if at < len(names) else ""
        words.append(name + _shown(argument, near, 6, 0))
    spare = limit - len(function) - 2
    # The longest arguments give way first, so that the short ones (often the telling ones) stay whole.
    while sum(len(word) + 2 for word in words) - 2 > spare and max(map(len, words)) > _SHORTEST:
        at = max(range(len(words)), key=lambda each: len(words[each]))
        over = sum(len(word) + 2 for word in words) - 2 - spare
        words[at] = cut(words[at], max(_SHORTEST, len(words[at]) - over))
    return cut(f"{function}({', '.join(words)})", limit)


def shown_number(value: complex, digits: int = 6) -> str:
    """Return a number with at most so many significant digits; whole floats keep their ``.0``."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return _shown_integer(int(value))
    if isinstance(value, complex | np.complexfloating):
        number = complex(value)
        imaginary = _shown_float(abs(number.imag), digits).removesuffix(".0")
        sign = "-" if np.signbit(number.imag) else "+"
        return f"{_shown_float(number.real, digits).removesuffix('.0')}{sign}{imaginary}j"
    return _shown_float(float(value), digits)


def shown_pair(actual: complex, expected: complex) -> tuple[str, str]:
    """Return two numbers with enough digits to tell them apart."""
    for digits in (6, 9, 12, 15, 17):
        pair = shown_number(actual, digits), shown_number(expected, digits)
        if pair[0] != pair[1]:
            return pair
    return shown_number(actual), shown_number(expected)


def entry(data: Array, index: Index) -> complex:
    """Return one entry of an array as a Python number."""
    return data[index].item()


def cut(text: str, limit: int) -> str:
    """Return ``text`` with at most ``limit`` characters, an ellipsis in place of what is left out."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _shown(value: Value, near: Index, digits: int, depth: int) -> str:
    match value:
        case bool() | None:
            return str(value)
        case int() | float() | complex():
            return shown_number(value, digits)
        case str():
            return repr(cut(value, 60))
        case ArrayValue():
            return _shown_array(value.data, near, digits)
        case SequenceValue():
            return _shown_sequence(value, near, digits, depth)
        case SymbolicValue():
            return _shown_node(value.root, 0)
        case FunctionValue():
            return value.name
        case OpaqueValue():
            return f"<{cut(value.type_name, 40)}: {cut(value.preview, 60)}>"


def _shown_integer(value: int) -> str:
    if value.bit_length() > _LONGEST_INTEGER_BITS:  # str() of a huge integer takes for ever, or raises
        return f"<integer of about {int(value.bit_length() * _LOG10_OF_2) + 1} digits>"
    return str(value)


def _shown_float(value: float, digits: int) -> str:
    text = f"{value:.{digits}g}"
    return text if any(mark in text for mark in ".enai") else f"{text}.0"


def _shown_sequence(value: SequenceValue, near: Index, digits: int, depth: int) -> str:
    opening, closing = {"tuple": "()", "list": "[]", "set": "{}", "dict": "{}"}[value.kind]
    if depth >= _DEEPEST:
        return f"{opening}…{closing}"
    words = [_shown(item, near, digits, depth + 1) for item in value.items[:_WHOLE]]
    if len(value.items) > _WHOLE:
        words.append(f"… {len(value.items)} in all")
    comma = "," if value.kind == "tuple" and len(value.items) == 1 else ""
    return f"{opening}{', '.join(words)}{comma}{closing}"


def _shown_array(data: Array, near: Index, digits: int) -> str:
    if data.ndim == 0:
        return shown_number(data[()].item(), digits) if data.dtype.kind in "biufc" else repr(data[()])
    if data.size <= _WHOLE:
        return f"array({_rows(data, digits, _WHOLE)})" if data.size else f"array of shape {data.shape}"
    head = f"array {data.shape}: "
    if near and near[0] < len(data) and near[0] >= _ROW - 1:
        return f"{head}[…, [{near[0]}]: {_rows(np.asarray(data[near[0]]), digits, _ROW)}, …]"
    return head + _rows(data, digits, _ROW)


def _rows(data: Array, digits: int, most: int) -> str:
    if data.ndim == 0:
        return shown_number(data[()].item(), digits)
    few = most if data.ndim == 1 else min(most, 2)
    words = [_rows(np.asarray(each), digits, most) for each in data[:few]]
    if len(data) > few:
        words.append("…")
    return f"[{', '.join(words)}]"


def _shown_node(node: SymbolicNode, depth: int) -> str:
    if node.text is not None and not node.args:
        return cut(node.text, 40)
    if depth >= _DEEPEST:
        return "…"
    words = [_shown_node(each, depth + 1) for each in node.args[:_WHOLE]]
    if len(node.args) > _WHOLE:
        words.append("…")
    match node.head:
        case "Add":
            return f"({' + '.join(words)})"
        case "Mul":
            return "*".join(words)
        case "Pow":
            return "**".join(words)
        case head:
            return f"{cut(head, 40)}({', '.join(words)})"
