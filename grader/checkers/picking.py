"""Which numbers of a returned value are judged, and in what shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.checkers.symbolic_numbers import with_plain_numbers
from grader.model.values import Array, ArrayValue, SequenceValue, Value
from grader.numerics.convert import NotNumbers, as_array

ShapeRule = Literal["exact", "one_entry"]
_SPARE_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Picking:
    """How numbers are taken from a returned value: all of it, one item, or a weighted sum of items."""

    select: int | None = None
    combine: tuple[float, ...] = ()
    items: int | None = None
    unordered: bool = False

    @property
    def takes_items(self) -> bool:
        """Whether the value must be a sequence of items."""
        return self.select is not None or bool(self.combine)

    @property
    def wanted_items(self) -> int | None:
        """How many items there must be, if that is known."""
        return len(self.combine) or self.items


@dataclass(frozen=True, slots=True)
class BadPick:
    """Why nothing could be taken: what was wanted instead (a short key) and a reason."""

    wanted: str
    reason: str


def pick(value: Value, picking: Picking, *, most: int | None = None) -> Array | BadPick:
    """Take the numbers to judge from a returned value.

    Args:
        value: what came back.
        picking: which numbers.
        most: entries that the right answer has, if known: longer lists are refused before they are walked through.

    Returns:
        The numbers, or why there are none.
    """
    limit = _SPARE_ENTRIES + 4 * most if most is not None else 1_000_000
    if not picking.takes_items:
        return _numbers(value, "numbers", unordered=picking.unordered, most=limit)
    count = picking.wanted_items
    wanted = f"tuple_of_{count}" if count is not None else "tuple"
    items = _items_of(value)
    if items is None:
        return BadPick(wanted, "not_a_sequence")
    if count is not None and len(items) != count:
        return BadPick(wanted, "wrong_count")
    if picking.select is not None:
        if picking.select >= len(items):
            return BadPick(wanted, "wrong_count")
        return _numbers(items[picking.select], "numbers", unordered=picking.unordered, most=limit)
    total: Array = np.zeros(())
    for weight, item in zip(picking.combine, items, strict=True):
        if weight == 0:  # an item without weight has no say, infinite or not
            continue
        part = _numbers(item, "numbers", unordered=False, most=limit)
        if isinstance(part, BadPick):
            return part
        with np.errstate(all="ignore"):
            total = total + weight * part.sum()
    return np.asarray(total)


def pick_expected(value: Value, picking: Picking) -> Array | BadPick:
    """Take the right numbers from what the reference returned.

    Args:
        value: a tuple, taken apart as the student's is, or already the number that is wanted.
        picking: which numbers.
    """
    if picking.takes_items and not isinstance(value, SequenceValue):
        return _numbers(value, "numbers", unordered=False, most=1_000_000)
    return pick(value, picking)


def fit_shape(actual: Array, expected: Array, rule: ShapeRule, like: tuple[int, ...] | None) -> tuple[Array, Array]:
    """Bring both to one shape where the rubric allows it; otherwise return them as they are.

    Args:
        actual: the student's.
        expected: the reference's.
        rule: ``one_entry`` lets any shape with exactly one entry stand for another such shape.
        like: a shape that the answer may have as well, as it may be a scalar, each entry being judged.
    """
    if actual.shape == expected.shape:
        return actual, expected
    if rule == "one_entry" and actual.size == expected.size == 1:
        return actual.reshape(expected.shape), expected
    if like is not None and actual.shape in {(), like} and expected.shape in {(), like}:
        return np.broadcast_to(actual, like), np.broadcast_to(expected, like)
    return actual, expected


def _items_of(value: Value) -> Sequence[Value] | None:
    if isinstance(value, SequenceValue) and value.kind in {"tuple", "list"}:
        return value.items
    if isinstance(value, ArrayValue) and value.data.ndim > 0 and len(value.data) <= _SPARE_ENTRIES:
        return tuple(ArrayValue(np.asarray(row)) for row in value.data)
    return None


def _numbers(value: Value, wanted: str, *, unordered: bool, most: int) -> Array | BadPick:
    array = as_array(value, unordered=unordered, most=most)
    if isinstance(array, NotNumbers) and array.reason == "symbolic":
        array = as_array(with_plain_numbers(value), unordered=unordered, most=most)
    return BadPick(wanted, array.reason) if isinstance(array, NotNumbers) else array
