"""Values of formulas in a batch of worlds: arrays whose axes have names.

The first axis of every array counts the worlds (its length is 1 where the value is the same in all). Then come the
named axes, sorted by name: one for every random variable that is still free, one for every variable that an
operator around is about to contract. The last ``rank`` axes hold a vector's or a matrix's entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Names = tuple[str, ...]


class NoValue(ValueError):
    """A formula has no value in these worlds; never a claim that it is wrong.

    Attributes:
        code: ``unknown`` (a name that nobody declared), ``unsupported`` (an operator), ``shape``, ``range`` (an index
            outside the world), ``cyclic`` (a definition that uses itself), ``too_large``.
        detail: the name or operator at fault.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A number, vector or matrix for every world and every point of its named axes.

    Attributes:
        data: shape (worlds or 1, sizes of ``axes``, tensor sizes).
        axes: names, sorted.
        rank: 0 for numbers, 1 for vectors, 2 for matrices.
    """

    data: Array
    axes: Names = ()
    rank: int = 0

    @property
    def tensor_shape(self) -> tuple[int, ...]:
        """Sizes of the vector or matrix."""
        return self.data.shape[self.data.ndim - self.rank :]


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """Several values: a tuple, a set, or the two of a ``±``."""

    items: "tuple[Meaning, ...]"
    kind: Literal["tuple", "set", "either"] = "tuple"


Meaning: TypeAlias = Value | Several

MAX_ELEMENTS = 4_000_000  # of one array; a formula that needs more is not judged


def real_part(data: Array) -> Array:
    """Return the real parts."""
    return np.asarray(np.real(data))


def imaginary_part(data: Array) -> Array:
    """Return the imaginary parts."""
    return np.asarray(np.imag(data))


def constant(number: complex) -> Value:
    """Return a number that is the same in all worlds."""
    return Value(np.full(1, number))


def spread(value: Value, axes: Names, rank: int) -> Array:
    """Return the data of a value with axes of length 1 for the names that it lacks."""
    shape = value.data.shape
    end = len(shape) - value.rank
    if value.axes != axes:
        sizes = dict(zip(value.axes, shape[1:end], strict=True))
        named = tuple(sizes.get(name, 1) for name in axes)
    else:
        named = shape[1:end]
    extra = (1,) * (rank - value.rank)
    return value.data.reshape((shape[0], *named, *extra, *shape[end:]))


def merged(first: Names, second: Names) -> Names:
    """Return the union of two sorted tuples of names, sorted."""
    if first == second or not second:
        return first
    if not first:
        return second
    return tuple(sorted({*first, *second}))


def entrywise(function: Callable[[Array, Array], Array], a: Value, b: Value) -> Value:
    """Apply a binary function entry by entry; a number meets every entry of a vector or matrix.

    Raises:
        NoValue: ``shape`` if two tensors do not fit, ``too_large`` if the result is.
    """
    if a.axes == b.axes and a.rank == b.rank == 0:
        return Value(function(a.data, b.data), a.axes)
    axes = merged(a.axes, b.axes)
    rank = max(a.rank, b.rank)
    if a.rank and b.rank and a.tensor_shape != b.tensor_shape:
        raise NoValue("shape", f"{a.tensor_shape} and {b.tensor_shape}")
    left, right = spread_scalar(a, axes, rank), spread_scalar(b, axes, rank)
    if axes:
        guard_size(left, right)
    return Value(function(left, right), axes, rank)


def spread_scalar(value: Value, axes: Names, rank: int) -> Array:
    """Return spread data; a number gets tensor axes of length 1 behind its named ones."""
    if value.rank == rank:
        return spread(value, axes, rank)
    data = spread(value, axes, value.rank)
    return data.reshape(data.shape + (1,) * (rank - value.rank)) if value.rank == 0 else spread(value, axes, rank)


def guard_size(left: Array, right: Array) -> None:
    """Refuse a broadcast that would be too large."""
    size = 1
    for one, two in zip(left.shape, right.shape, strict=True):
        size *= max(one, two)
    if size > MAX_ELEMENTS:
        raise NoValue("too_large", str(size))


def contracted(value: Value, names: Names) -> Value:
    """Sum a value over these of its axes; names that it lacks are left out."""
    positions = tuple(index + 1 for index, name in enumerate(value.axes) if name in names)
    if not positions:
        return value
    kept = tuple(name for name in value.axes if name not in names)
    return Value(value.data.sum(axis=positions), kept, value.rank)


def over_axis(numbers: Array, axis: str) -> Value:
    """Return numbers of shape (worlds or 1, n) as a value along a named axis."""
    return Value(numbers, (axis,))


def stacked(values: "list[Value]", axis_count: tuple[int, ...]) -> Value:
    """Stack numbers as the entries of a vector (one size) or matrix (two sizes)."""
    axes: Names = ()
    for value in values:
        if value.rank:
            raise NoValue("shape", "a vector inside a vector")
        axes = merged(axes, value.axes)
    parts = np.broadcast_arrays(*(spread(value, axes, 0) for value in values))
    data = np.stack(parts, axis=-1)
    return Value(data.reshape((*data.shape[:-1], *axis_count)), axes, len(axis_count))


def as_vector(value: Value) -> Value:
    """Return a column or row matrix as a vector; anything else as it is."""
    if value.rank == 2 and 1 in value.tensor_shape:
        shape = value.data.shape
        return Value(value.data.reshape((*shape[:-2], shape[-2] * shape[-1])), value.axes, 1)
    return value
