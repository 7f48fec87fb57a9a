"""What Python's operators do, and which functions compare or look at one thing."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import numpy as np

_of: Any = operator


def _contained(one: object, other: Any) -> bool:  # noqa: ANN401  # whatever may hold it
    return bool(one in other)


def _not_contained(one: object, other: Any) -> bool:  # noqa: ANN401  # whatever may hold it
    return not _contained(one, other)


BINARY: Final[Mapping[type, Callable[..., Any]]] = MappingProxyType({
    ast.Add: _of.add, ast.Sub: _of.sub, ast.Mult: _of.mul, ast.Div: _of.truediv,
    ast.FloorDiv: _of.floordiv, ast.Mod: _of.mod, ast.Pow: _of.pow, ast.MatMult: _of.matmul,
    ast.BitAnd: _of.and_, ast.BitOr: _of.or_, ast.BitXor: _of.xor,
    ast.LShift: _of.lshift, ast.RShift: _of.rshift,
})  # fmt: skip
UNARY: Final[Mapping[type, Callable[..., Any]]] = MappingProxyType({
    ast.USub: _of.neg, ast.UAdd: _of.pos, ast.Invert: _of.invert, ast.Not: _of.not_,
})  # fmt: skip
COMPARE: Final[Mapping[type, Callable[..., Any]]] = MappingProxyType({
    ast.Eq: _of.eq, ast.NotEq: _of.ne, ast.Lt: _of.lt, ast.LtE: _of.le, ast.Gt: _of.gt,
    ast.GtE: _of.ge, ast.Is: _of.is_, ast.IsNot: _of.is_not,
    ast.In: _contained,
    ast.NotIn: _not_contained,
})  # fmt: skip
COMPARING: Final = (np.isclose, np.allclose, np.array_equal, np.array_equiv, math.isclose)
OF_ONE: Final = frozenset({
    "abs", "bool", "complex", "dict", "float", "int", "len", "list", "max", "min", "repr", "round", "set", "sorted",
    "str", "sum", "tuple",
})  # fmt: skip
"""Functions that objects may answer for themselves."""
