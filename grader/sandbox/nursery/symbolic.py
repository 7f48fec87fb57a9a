"""SymPy expressions as trees of names, by allow-list."""

import importlib
from typing import Any, TypeAlias

from .vocabulary import (
    CONSTANTS,
    DEEPEST_SYMBOLIC,
    INNER,
    MATRIX,
    MOST_DIGITS,
    MOST_MATRIX_ENTRIES,
    MOST_NAME,
    MOST_SYMBOLIC_NODES,
    NAMED_LEAVES,
    UNDEFINED_FUNCTION,
)
from .wire import Plain

Foreign: TypeAlias = Any
"""An object of SymPy's, which a course may not have."""


class UnsupportedNodeError(Exception):
    """The expression holds something that is not on the list; ``args[0]`` is the reason's short key."""


def encode_symbolic(value: Foreign, sympy: Foreign) -> Plain:
    """Return an expression or a matrix as nodes ``[head, text or None, nodes]``.

    Args:
        value: a ``Basic`` or a matrix.
        sympy: the module.

    Raises:
        UnsupportedNodeError: if it is too large, too deep, or holds a class that is not on the list.
    """
    return _Tree(sympy).node(value, 0)


class _Tree:
    def __init__(self, sympy: Foreign) -> None:
        self.sympy = sympy
        self.nodes_left = MOST_SYMBOLIC_NODES
        self.dummies: dict[Foreign, int] = {}

    def node(self, value: Foreign, depth: int) -> Plain:
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise UnsupportedNodeError("too_large")
        if depth > DEEPEST_SYMBOLIC:
            raise UnsupportedNodeError("too_deep")
        sympy = self.sympy
        if isinstance(value, sympy.MatrixBase):
            return self.matrix(value, depth)
        leaf = self.leaf(value)
        if leaf is not None:
            return leaf
        head, text = type(value).__name__, None
        if isinstance(value, sympy.core.function.AppliedUndef):
            head, text = UNDEFINED_FUNCTION, _short(str(value.func.__name__), MOST_NAME)
        elif head not in INNER:
            raise UnsupportedNodeError(f"unsupported_node {head}"[:MOST_NAME])
        return (head, text, [self.node(argument, depth + 1) for argument in value.args])

    def leaf(self, value: Foreign) -> Plain:
        sympy = self.sympy
        head = type(value).__name__
        if isinstance(value, sympy.Dummy):
            # Two dummies of one name are two variables; their own numbers differ from run to run.
            number = self.dummies.setdefault(value, len(self.dummies) + 1)
            return ("Dummy", _short(f"{value.name}#{number}", MOST_NAME), ())
        if isinstance(value, sympy.Symbol):
            return (head if head in NAMED_LEAVES else "Symbol", _short(str(value.name), MOST_NAME), ())
        if isinstance(value, sympy.Integer):
            return ("Integer", _digits(int(value.p)), ())
        if isinstance(value, sympy.Rational):
            return ("Rational", _short(f"{_digits(int(value.p))}/{_digits(int(value.q))}", MOST_DIGITS), ())
        if isinstance(value, sympy.Float):
            return ("Float", _short(_float_text(value), MOST_DIGITS), ())
        if head in CONSTANTS and not value.args:
            return (head, None, ())
        return None

    def matrix(self, value: Foreign, depth: int) -> Plain:
        rows, columns = (int(size) for size in value.shape)
        if rows * columns > MOST_MATRIX_ENTRIES:
            raise UnsupportedNodeError("too_large")
        entries = [value[row, column] for row in range(rows) for column in range(columns)]
        return (MATRIX, f"{rows},{columns}", [self.node(entry, depth + 1) for entry in entries])


def _digits(number: int) -> str:
    if number.bit_length() > 3 * MOST_DIGITS:  # before the digits are made: that takes quadratic time
        raise UnsupportedNodeError("too_large")
    return _short(str(number), MOST_DIGITS)


def _float_text(value: Foreign) -> str:
    libmp: Foreign = importlib.import_module("mpmath.libmp")  # comes with SymPy
    # There is no public way to all the digits.
    return str(libmp.to_str(value._mpf_, libmp.prec_to_dps(value._prec) + 3))


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise UnsupportedNodeError("too_large")
    return text
