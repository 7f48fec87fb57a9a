"""What a student's function returned, as an array of numbers or the reason why it is none."""

from dataclasses import dataclass

import numpy as np

from grader.model.values import (
    Array,
    ArrayValue,
    FunctionValue,
    OpaqueValue,
    SequenceValue,
    SymbolicValue,
    Value,
)

MOST_ENTRIES = 1_000_000
_DEEPEST = 16
_INT64_BITS = 63


@dataclass(frozen=True, slots=True)
class NotNumbers:
    """Why a value is no array of numbers.

    ``reason`` is a short key: ``nothing``, ``text``, ``boolean``, ``ragged``, ``too_deep``, ``too_many``,
    ``out_of_range``, ``unordered``, ``symbolic``, ``function``, or what the sandbox said of an opaque value.
    """

    reason: str


def as_array(
    value: Value, *, booleans: bool = False, unordered: bool = False, most: int = MOST_ENTRIES
) -> Array | NotNumbers:
    """Return a value as an array of integers, floats or complex numbers.

    Args:
        value: arrays, tensors and scalars that became arrays, Python numbers, or lists and tuples of these, nested.
            Parts of a sequence must have one shape.
        booleans: whether True and False are taken, as 1 and 0; otherwise they are no numbers.
        unordered: whether a set's members are taken as a row, in whatever order.
        most: how many entries a sequence may hold, all levels together; what is already an array may be larger.

    Returns:
        The array (shape () for a scalar), or why there is none. Bounded work, however large or deep the value.
    """
    trouble = _count_entries(value, unordered=unordered, most=most)
    if trouble is not None:
        return trouble
    return _convert(value, booleans=booleans)


def _count_entries(value: Value, *, unordered: bool, most: int) -> NotNumbers | None:
    if not isinstance(value, SequenceValue):
        return None
    # Before anything is built: a list may hold one huge array many times over.
    entries = 0
    open_values: list[tuple[Value, int]] = [(value, 0)]
    while open_values:
        each, depth = open_values.pop()
        if isinstance(each, SequenceValue):
            if depth >= _DEEPEST:
                return NotNumbers("too_deep")
            if each.kind == "dict" or (each.kind == "set" and not (unordered and depth == 0)):
                return NotNumbers("unordered")
            entries += len(each.items)
            if entries > most:
                return NotNumbers("too_many")
            open_values.extend((item, depth + 1) for item in each.items if isinstance(item, SequenceValue | ArrayValue))
        elif isinstance(each, ArrayValue):
            entries += each.data.size
            if each.data.ndim + depth > _DEEPEST:
                return NotNumbers("too_deep")
        if entries > most:
            return NotNumbers("too_many")
    return None


def _convert(value: Value, *, booleans: bool) -> Array | NotNumbers:
    match value:
        case bool():
            return np.asarray(int(value)) if booleans else NotNumbers("boolean")
        case int():
            return _from_integer(value)
        case float() | complex():
            return np.asarray(value)
        case ArrayValue():
            return _from_array(value.data, booleans=booleans)
        case SequenceValue():
            return _from_sequence(value.items, booleans=booleans)
        case None:
            return NotNumbers("nothing")
        case str():
            return NotNumbers("text")
        case SymbolicValue():
            return NotNumbers("symbolic")
        case FunctionValue():
            return NotNumbers("function")
        case OpaqueValue():
            return NotNumbers(value.reason)


def _from_integer(value: int) -> Array | NotNumbers:
    if value.bit_length() <= _INT64_BITS:
        return np.asarray(value)
    try:
        return np.asarray(float(value))
    except OverflowError:
        return NotNumbers("out_of_range")


def _from_array(data: Array, *, booleans: bool) -> Array | NotNumbers:
    if data.dtype.kind == "b":
        return data.astype(np.int64) if booleans else NotNumbers("boolean")
    return data if data.dtype.kind in "iufc" else NotNumbers("text" if data.dtype.kind in "US" else "objects")


def _from_sequence(items: tuple[Value, ...], *, booleans: bool) -> Array | NotNumbers:
    if not items:
        return np.zeros(0)
    if all(type(item) in {int, float, complex} for item in items):
        plain = np.array(items)  # the common long list, without a step for each entry
        if plain.dtype.kind in "iufc":
            return plain
    parts: list[Array] = []
    for item in items:
        part = _convert(item, booleans=booleans)
        if isinstance(part, NotNumbers):
            return part
        if parts and part.shape != parts[0].shape:
            return NotNumbers("ragged")
        parts.append(part)
    return np.stack(parts)
