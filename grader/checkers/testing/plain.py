"""Plain data between the wire's values and what a test's code computes with."""

import math
import operator
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import numpy as np

from grader.model.values import Array, ArrayValue, OpaqueValue, SequenceKind, SequenceValue, Value, array_value

_DEEPEST = 12
_MOST = 1_000_000
_AS_THEY_ARE: Final = frozenset({"ndarray", "bool_", "bool"})


class CannotSeparateError(Exception):
    """A test, or what it met, that cannot be taken apart; ``args[0]`` says why in a few words."""


@dataclass(frozen=True, slots=True)
class NotPlain:
    """Something of the student's that is no plain data: nothing can be said of it."""

    type_name: str


class Unknown:
    """What the student's code will have made: not known while a test is planned."""


UNKNOWN: Final = Unknown()


def to_value(thing: object) -> Value:
    """Return plain data as a value that may be sent.

    Raises:
        CannotSeparateError: when it is none.
    """
    match thing:
        case None | bool() | int() | float() | complex() | str() if not isinstance(thing, np.generic):
            return thing
        case np.ndarray() | np.generic() if cast("Any", thing).dtype.kind in "biufc":
            return array_value(cast("object", thing))
        case tuple() | list() | set() | frozenset():
            items = cast("Any", thing)
            kind: SequenceKind = "tuple" if isinstance(thing, tuple) else "list" if isinstance(thing, list) else "set"
            ordered = sorted(items, key=repr) if kind == "set" else items
            return SequenceValue(kind, tuple(to_value(each) for each in ordered))
        case dict():
            pairs = cast("dict[Any, Any]", thing).items()
            return SequenceValue("dict", tuple(SequenceValue("tuple", (to_value(a), to_value(b))) for a, b in pairs))
        case range():
            return SequenceValue("list", tuple(thing))
        case Unknown():
            msg = "a value of the hand-in's goes through the test's own code and back into the hand-in"
            raise CannotSeparateError(msg)
        case _:
            msg = f"a {type(thing).__name__} is given to the hand-in's code"
            raise CannotSeparateError(msg)


def to_plain(value: Value) -> tuple[object, bool]:
    """Return what came back as plain data, and whether its type is just what came.

    A tensor, a table or a fraction arrives as numbers: what a test says of it may rest on its own type.
    """
    left = [_MOST]
    try:
        return _plain(value, 0, left)
    except (TypeError, ValueError, OverflowError):  # a list within a set, say
        return NotPlain(type(value).__name__), False


def _plain(value: Value, depth: int, left: list[int]) -> tuple[object, bool]:
    left[0] -= 1
    if depth > _DEEPEST or left[0] < 0:
        return NotPlain(type(value).__name__), False
    match value:
        case bool() | int() | float() | complex() | str() | None:
            return value, True
        case ArrayValue(data, came_as):
            exact = came_as in _AS_THEY_ARE or came_as == data.dtype.name or came_as.startswith("str")
            return (data[()] if data.ndim == 0 and came_as != "ndarray" else data.copy()), exact
        case SequenceValue(kind, items):
            return _sequence(kind, items, depth, left)
        case OpaqueValue():
            return NotPlain(value.type_name), False
        case _:
            return NotPlain(type(value).__name__), False


def _sequence(
    kind: Literal["tuple", "list", "set", "dict"], items: tuple[Value, ...], depth: int, left: list[int]
) -> tuple[object, bool]:
    pairs = [_plain(each, depth + 1, left) for each in items]
    for each, _ in pairs:
        if isinstance(each, NotPlain):
            return each, False
    things: list[Any] = [each for each, _ in pairs]
    make: Any = {"tuple": tuple, "list": list, "set": set, "dict": dict}[kind]
    return make(things), all(exact for _, exact in pairs)


def is_mutable(thing: object) -> bool:
    """Whether the student's code could change what it is given."""
    return isinstance(thing, list | dict | set | np.ndarray)


def is_container(thing: object) -> bool:
    """Whether something may hold what is not known beside what is."""
    return isinstance(thing, list | tuple | dict | set)


def is_known(thing: object) -> bool:
    """Whether nothing in plain data is unknown."""
    if isinstance(thing, Unknown):
        return False
    if isinstance(thing, list | tuple | set | frozenset):
        return all(is_known(each) for each in cast("Any", thing))
    if isinstance(thing, dict):
        return all(is_known(each) for pair in cast("dict[Any, Any]", thing).items() for each in pair)
    return True


def same_data(one: object, other: object) -> bool:
    """Whether two pieces of plain data are the same, types and all; NaN is NaN."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        mine_array, theirs_array = cast("Array", one), cast("Array", other)
        if mine_array.shape != theirs_array.shape or mine_array.dtype.kind != theirs_array.dtype.kind:
            return False
        return bool(np.array_equal(mine_array, theirs_array, equal_nan=mine_array.dtype.kind in "fc"))
    if type(cast("object", one)) is not type(other):
        return False
    if isinstance(one, list | tuple):
        mine, theirs = cast("list[object]", one), cast("list[object]", other)
        return len(mine) == len(theirs) and all(map(same_data, mine, theirs))
    if isinstance(one, dict):
        left, right = cast("dict[Any, object]", one), cast("dict[Any, object]", other)
        return list(left) == list(right) and all(same_data(left[key], right[key]) for key in left)
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    return bool(operator.eq(cast("object", one), other))
