"""The plain data that crosses the boundary with untrusted code.

A value is data and nothing else: no method of the student's travels with it. ``Value`` is used both ways, for
the arguments of a call and for what came back.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

SequenceKind = Literal["tuple", "list", "set", "dict"]


@dataclass(frozen=True, slots=True, eq=False)
class ArrayValue:
    """A NumPy array of booleans, integers, floats or complex numbers (or a tensor that became one).

    The array is read-only from here on; ``eq`` is off, since arrays have no truth value.
    """

    data: Array
    came_as: str = "ndarray"
    """What the student returned: ``ndarray``, ``tensor``, ``float32`` (a NumPy scalar has shape ())…"""

    def __post_init__(self) -> None:
        self.data.flags.writeable = False


@dataclass(frozen=True, slots=True)
class SequenceValue:
    """A tuple, list, set or dict (as key-value tuples) of values, in order."""

    kind: SequenceKind
    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class SymbolicNode:
    """A node of a SymPy expression, by allow-listed class name.

    ``text`` holds a leaf's content (a symbol's name, an integer's digits, ``"1/2"``); it is None for inner nodes.
    A matrix has head ``Matrix``, text ``"rows,columns"`` and its entries row by row.
    """

    head: str
    args: tuple["SymbolicNode", ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SymbolicValue:
    """A SymPy expression as a tree of names; nothing in it is ever evaluated as code."""

    root: SymbolicNode


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function argument, by its name in the sandbox's small library: it closes over nothing."""

    name: str


@dataclass(frozen=True, slots=True)
class OpaqueValue:
    """Something that we do not take as data: only its type's name and a short preview came along."""

    type_name: str
    preview: str
    reason: str
    """Why it was not taken, e.g. ``unsupported_type``, ``too_large``, ``too_deep``."""


Value: TypeAlias = (
    bool | int | float | complex | str | ArrayValue | SequenceValue | SymbolicValue | FunctionValue | OpaqueValue | None
)


def array_value(data: object) -> ArrayValue:
    """Return a read-only copy of ``data`` as a value.

    Args:
        data: anything ``np.array`` turns into numbers.

    Returns:
        The value; its array never shares memory with ``data``.
    """
    return ArrayValue(np.array(data))
