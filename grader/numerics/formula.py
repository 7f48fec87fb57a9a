"""Short formulas of a rubric, over arrays: a closed set of operations, nothing that could run."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from grader.model.values import Array

_LONGEST = 400
_DEEPEST = 40

_Function: TypeAlias = Callable[..., Any]


def _reverse(array: Array) -> Array:
    return np.flip(array, -1)


def _sigmoid(array: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -array))


_BINARY: Mapping[type[ast.operator], _Function] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.true_divide,
    ast.Pow: np.power,
    ast.MatMult: np.matmul,
}
_FUNCTIONS: Mapping[str, tuple[_Function, int]] = {
    "abs": (np.abs, 1),
    "arctan": (np.arctan, 1),
    "conj": (np.conj, 1),
    "cos": (np.cos, 1),
    "exp": (np.exp, 1),
    "log": (np.log, 1),
    "log10": (np.log10, 1),
    "log2": (np.log2, 1),
    "maximum": (np.maximum, 2),
    "mean": (np.mean, 1),
    "minimum": (np.minimum, 2),
    "round": (np.round, 1),
    "reverse": (_reverse, 1),
    "sigmoid": (_sigmoid, 1),
    "sign": (np.sign, 1),
    "sin": (np.sin, 1),
    "sqrt": (np.emath.sqrt, 1),
    "sum": (np.sum, 1),
    "tanh": (np.tanh, 1),
    "transpose": (np.transpose, 1),
    "zeros": (np.zeros_like, 1),
}
_CONSTANTS: Mapping[str, float] = {"pi": float(np.pi), "e": float(np.e), "inf": float("inf"), "nan": float("nan")}


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula that was read; ``names`` are what it needs, constants left out."""

    text: str
    names: frozenset[str]
    root: ast.expr

    def value(self, names: Mapping[str, Array]) -> Array:
        """Return the formula's value.

        Args:
            names: an array for each of ``self.names``; they broadcast.

        Raises:
            ValueError: if shapes do not fit each other.
        """
        with np.errstate(all="ignore"):
            return np.asarray(_value(self.root, names))


def parse_formula(text: str) -> Formula:
    """Read a formula: numbers, names, ``+ - * / ** @``, and calls of the functions in ``functions()``.

    Args:
        text: in Python's notation, e.g. ``"expected / log(10)"``.

    Raises:
        ValueError: with a sentence for the rubric's author, if it is anything else.
    """
    if len(text) > _LONGEST:
        msg = f"a formula has at most {_LONGEST} characters"
        raise ValueError(msg)
    try:
        root = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError) as error:
        msg = f"{text!r} is no formula: {getattr(error, 'msg', error)}"
        raise ValueError(msg) from error
    names: set[str] = set()
    _check(root, names, text, 0)
    return Formula(text, frozenset(names), root)


def functions() -> tuple[str, ...]:
    """Return the names of the functions that a formula may call."""
    return tuple(_FUNCTIONS)


def _check(node: ast.expr, names: set[str], text: str, depth: int) -> None:
    if depth > _DEEPEST:
        msg = "the formula is nested too deeply"
        raise ValueError(msg)
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name(id=name):
            if name not in _CONSTANTS:
                names.add(name)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, names, text, depth + 1)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            _check(left, names, text, depth + 1)
            _check(right, names, text, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            if len(args) != _FUNCTIONS[name][1]:
                msg = f"in a formula, {name}() takes {_FUNCTIONS[name][1]} argument(s), not {len(args)}"
                raise ValueError(msg)
            for each in args:
                _check(each, names, text, depth + 1)
        case _:
            piece = ast.get_source_segment(text.strip(), node) or text
            msg = f"{piece!r} is nothing a formula may hold; functions: {', '.join(_FUNCTIONS)}"
            raise ValueError(msg)


def _value(node: ast.expr, names: Mapping[str, Array]) -> Any:  # noqa: ANN401  # numpy's functions return any dtype
    match node:
        case ast.Constant(value=int() | float()):
            return np.asarray(node.value, np.float64)
        case ast.Name(id=name):
            return names[name] if name in names else np.asarray(_CONSTANTS[name])
        case ast.UnaryOp(op=op, operand=operand):
            value = _value(operand, names)
            return -value if isinstance(op, ast.USub) else value
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=args):
            return _FUNCTIONS[name][0](*(_value(each, names) for each in args))
        case _:
            msg = f"unchecked node {type(node).__name__}"
            raise TypeError(msg)
