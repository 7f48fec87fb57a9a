"""Whether a relation holds between two values, world by world, and where it fails worst."""

from dataclasses import dataclass
from itertools import permutations
from typing import Literal

import numpy as np

from grader.maths.worlds.matrices import entries
from grader.maths.worlds.values import (
    Array,
    Meaning,
    NoValue,
    Several,
    Value,
    as_vector,
    entrywise,
    merged,
    real_part,
    spread,
)

CLOSE = 1e-8  # gaps of true steps are below 1e-12, of wrong ones above 1e-2
FAR = 1e-5
ORDERED = frozenset({"lt", "le", "gt", "ge", "much_less", "much_greater"})
Verdict = Literal["holds", "fails", "undecided"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two values say about a relation.

    Attributes:
        verdict: over all worlds of the batch.
        world: the index of the world to show, where it fails; -1 if none.
        at: position along the named axes there, by axis.
        left: the value there.
        right: the value there.
        reason: why undecided: ``nan``, ``close``, ``boundary``.
    """

    verdict: Verdict
    world: int = -1
    at: tuple[tuple[str, int], ...] = ()
    left: complex = 0.0
    right: complex = 0.0
    reason: str = ""


HOLDS = Comparison("holds")


def compared(left: Meaning, right: Meaning, relation: str, tolerance: float = 0.0) -> Comparison:
    """Compare two meanings.

    Args:
        left: the left side in a batch.
        right: the right side in the same batch.
        relation: a name of ``operators.RELATIONS``.
        tolerance: an absolute gap that written digits allow.

    Returns:
        The comparison; free axes are never averaged: the relation must hold at every point.

    Raises:
        NoValue: if the two have no shape in common, or the relation is none of numbers.
    """
    if isinstance(left, Several) or isinstance(right, Several):
        return _several(left, right, relation, tolerance)
    if left.rank != right.rank:
        left, right = _fitted(left, right)
    if relation in {"eq", "equivalent", "define", "approx"}:
        return _equal(left, right, tolerance)
    if relation == "ne":
        return _unequal(left, right)
    if relation in ORDERED:
        return _ordered(left, right, relation)
    raise NoValue("unsupported", relation)


def _fitted(left: Value, right: Value) -> tuple[Value, Value]:
    """Bring a vector and a column to one shape; 0 equals any zero vector."""
    a, b = as_vector(left), as_vector(right)
    if a.rank == b.rank:
        return a, b
    for value in (a, b):
        if value.rank == 0 and not np.any(value.data):
            return a, b
    raise NoValue("shape", "a number and a vector compared")


def _aligned(left: Value, right: Value) -> tuple[Array, Array, tuple[str, ...], int]:
    axes = merged(left.axes, right.axes)
    rank = max(left.rank, right.rank)
    if left.rank == right.rank and left.tensor_shape != right.tensor_shape:
        raise NoValue("shape", f"{left.tensor_shape} and {right.tensor_shape}")
    a, b = spread(left, axes, left.rank), spread(right, axes, right.rank)
    a = a.reshape(a.shape + (1,) * (rank - left.rank))
    b = b.reshape(b.shape + (1,) * (rank - right.rank))
    a, b = np.broadcast_arrays(a, b)
    return a, b, axes, rank


def _at(comparison: Verdict, place: int, a: Array, b: Array, axes: tuple[str, ...], reason: str = "") -> Comparison:
    where = np.unravel_index(place, a.shape)
    position = tuple((name, int(where[1 + at])) for at, name in enumerate(axes) if not name.startswith(("~", "'")))
    return Comparison(comparison, int(where[0]), position, complex(a[where]), complex(b[where]), reason)


def _equal(left: Value, right: Value, tolerance: float) -> Comparison:
    a, b, axes, rank = _aligned(left, right)
    gap = np.abs(a - b)
    size = np.maximum(np.abs(a), np.abs(b))
    if rank:  # entries of one vector or matrix share a scale, so that a 0 among them is compared to its neighbours
        tensor = tuple(range(a.ndim - rank, a.ndim))
        size = np.broadcast_to(size.max(axis=tensor, keepdims=True), a.shape)
    same = (a == b) | (np.isfinite(gap) & (gap <= CLOSE * np.maximum(size, 1e-2) + tolerance))
    if bool(same.all()):
        return HOLDS
    with np.errstate(invalid="ignore"):
        relative = np.where(same, 0.0, (gap - tolerance) / np.maximum(size, 1e-2))
        relative = np.where(np.isinf(a) ^ np.isinf(b), np.inf, relative)
    bad = np.isnan(relative)
    if bool(bad.any()):
        good = ~bad & (relative > FAR)
        if bool(good.any()):
            return _at("fails", int(np.argmax(np.where(bad, -1.0, relative))), a, b, axes)
        return _at("undecided", int(np.argmax(bad)), a, b, axes, "nan")
    worst = int(np.argmax(relative))
    if relative.flat[worst] > FAR:
        return _at("fails", worst, a, b, axes)
    return _at("undecided", worst, a, b, axes, "close")


def _unequal(left: Value, right: Value) -> Comparison:
    """Two expressions differ if they do so somewhere: a ≠ between formulas says that they are not the same."""
    found = _equal(left, right, 0.0)
    if found.verdict == "holds":
        a, b, axes, _ = _aligned(left, right)
        return _at("fails", 0, a, b, axes)
    return HOLDS if found.verdict == "fails" else found


def _ordered(left: Value, right: Value, relation: str) -> Comparison:
    a, b, axes, _ = _aligned(left, right)
    if relation in {"gt", "ge", "much_greater"}:
        small, large = b, a
    else:
        small, large = a, b
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-4)  # below, a rounding error on a boundary
    if np.iscomplexobj(a) or np.iscomplexobj(b):
        imaginary = (np.abs(np.imag(a)) > CLOSE * size) | (np.abs(np.imag(b)) > CLOSE * size)
        if bool(imaginary.any()):
            return _at("undecided", int(np.argmax(imaginary)), a, b, axes, "complex")
        small, large = real_part(small), real_part(large)
    with np.errstate(invalid="ignore"):
        slack = np.where(a == b, 0.0, (large - small) / size)
    if bool(np.isnan(slack).any()):
        return _at("undecided", int(np.argmax(np.isnan(slack))), a, b, axes, "nan")
    worst = int(np.argmin(slack))
    if slack.flat[worst] < -FAR:
        return _at("fails", worst, a, b, axes)
    if slack.flat[worst] < -CLOSE:
        return _at("undecided", worst, a, b, axes, "close")
    if relation in {"lt", "gt"} and bool((np.abs(slack) <= CLOSE).any()):
        everywhere = bool((np.abs(slack) <= CLOSE).all())
        place = int(np.argmin(np.abs(slack)))
        return _at("fails" if everywhere else "undecided", place, a, b, axes, "boundary")
    return HOLDS


def _several(left: Meaning, right: Meaning, relation: str, tolerance: float) -> Comparison:
    if relation not in {"eq", "equivalent", "define", "approx", *ORDERED}:
        raise NoValue("unsupported", relation)
    either = [each for each in (left, right) if isinstance(each, Several) and each.kind == "either"]
    if len(either) == 1 and (isinstance(left, Value) or isinstance(right, Value)):
        return _all_of(left, right, relation, tolerance)
    if relation in ORDERED:
        raise NoValue("unsupported", relation)
    kinds = {each.kind for each in (left, right) if isinstance(each, Several)}
    a, b = _flat(left), _flat(right)
    if kinds == {"tuple"}:
        if len(b) == 1 and len(a) > 1 and not np.any(b[0].data):
            b = b * len(a)
        if len(a) != len(b):
            raise NoValue("shape", f"{len(a)} and {len(b)} values")
        worst = HOLDS
        for one, two in zip(a, b, strict=True):
            found = compared(one, two, relation, tolerance)
            if found.verdict == "fails":
                return found
            worst = found if found.verdict == "undecided" else worst
        return worst
    return _as_sets(a, b, tolerance)


def _all_of(left: Meaning, right: Meaning, relation: str, tolerance: float) -> Comparison:
    """Compare both values of a ``±`` with one value."""
    result = HOLDS
    for item in _flat(left) if isinstance(left, Several) else _flat(right):
        pair = (item, right) if isinstance(left, Several) else (left, item)
        found = compared(*pair, relation, tolerance)
        if found.verdict == "fails":
            return found
        result = found if found.verdict == "undecided" else result
    return result


def _flat(meaning: Meaning) -> list[Value]:
    if isinstance(meaning, Several):
        return [value for item in meaning.items for value in _flat(item)]
    return entries(meaning)


def _as_sets(a: list[Value], b: list[Value], tolerance: float) -> Comparison:
    """Compare sets of numbers: in every world some order makes them equal."""
    if len(a) != len(b) or len(a) > 6:
        raise NoValue("shape", f"{len(a)} and {len(b)} values")
    count = max(value.data.shape[0] for value in (*a, *b))
    matched = np.zeros(count, dtype=bool)
    for order in permutations(range(len(b))):
        holds = np.ones(count, dtype=bool)
        for one, at in zip(a, order, strict=True):
            gap = entrywise(lambda x, y: np.abs(x - y) <= CLOSE * (1 + np.abs(x)) + tolerance, one, b[at])
            holds &= gap.data.reshape(gap.data.shape[0], -1).all(axis=1)
        matched |= holds
    if bool(matched.all()):
        return HOLDS
    world = int(np.argmin(matched))
    pick = [complex(value.data[min(world, len(value.data) - 1)]) for value in (a[0], b[0])]
    return Comparison("fails", world, (), pick[0], pick[1])
