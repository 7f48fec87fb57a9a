"""Evaluate a formula over NumPy arrays, element by element.

For expressions that a rubric states (known wrong answers, properties), never for deciding equality: floats only.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from grader.maths.node import Node
from grader.maths.tree import Binder, Constant, Matrix, Number, Op, Relation, Symbol

Array: TypeAlias = NDArray[Any]

MAX_TERMS = 100_000  # of a sum or product


class NotEvaluable(ValueError):
    """A piece of the formula has no value over arrays; the message names it."""


def evaluate_array(tree: Node, values: Mapping[str, Array]) -> Array:
    """Return the value of a formula where each symbol is an array.

    Args:
        tree: a formula of numbers, symbols and known functions. Products and powers are taken entry by entry.
            ``norm`` and ``inner`` run over the last axis and keep it (with length 1) unless it is the only one;
            ``transpose`` swaps the last two; ``det`` and ``trace`` take the last two.
        values: arrays by canonical symbol name; their shapes broadcast by NumPy's rules. Complex arrays are
            allowed; a real one stays real, so the root of a negative entry is NaN.

    Returns:
        The array; of shape () if nothing in the formula is an array.

    Raises:
        NotEvaluable: if a symbol has no value, or a piece has none over arrays.
    """
    with np.errstate(all="ignore"):
        return np.asarray(_value(tree, dict(values)))


def apply_operator(op: str, args: Sequence[Array]) -> Array:
    """Return an operator's value, given those of its arguments.

    Raises:
        NotEvaluable: if it has none over arrays.
    """
    function = _FUNCTIONS.get(op) or _special_function(op)
    if function is None:
        raise NotEvaluable(f"{op} has no value over arrays")
    try:
        return np.asarray(function(*args))
    except (TypeError, ValueError, np.linalg.LinAlgError) as trouble:
        raise NotEvaluable(f"{op}: {trouble}") from None


def _value(node: Node, values: dict[str, Array]) -> Array:
    match node:
        case Number(value=value):
            return np.asarray(_float(value.numerator, value.denominator))
        case Symbol():
            found = values.get(node.name)
            if found is None:
                raise NotEvaluable(f"the symbol {node.name} has no value")
            return np.asarray(found)
        case Constant(name=name):
            if name not in _CONSTANTS:
                raise NotEvaluable(f"the constant {name} has no value over arrays")
            return np.asarray(_CONSTANTS[name])
        case Op(op="piecewise", args=args):
            return _piecewise(args, values)
        case Op(op=op, args=args):
            return apply_operator(op, [_value(arg, values) for arg in args])
        case Relation(operands=operands, relations=relations):
            return _relation([_value(operand, values) for operand in operands], relations)
        case Matrix():
            rows = [[_value(entry, values) for entry in row] for row in node.rows]
            return np.asarray(np.stack([np.stack(np.broadcast_arrays(*row), -1) for row in rows], -2))
        case Binder(op="sum" | "product"):
            return _fold(node, values)
        case _:
            raise NotEvaluable(f"a {type(node).__name__.lower()} has no value over arrays")


def _float(numerator: int, denominator: int) -> float:
    """Divide exactly and round once; what no float can hold is an infinity."""
    try:
        return numerator / denominator
    except OverflowError:
        return float("inf")


def _piecewise(args: tuple[Node, ...], values: dict[str, Array]) -> Array:
    conditions = [np.asarray(_value(each, values), dtype=bool) for each in args[1::2]]
    branches = [_value(each, values) for each in args[0::2]]
    shape = np.broadcast_shapes(*(each.shape for each in (*conditions, *branches)))
    return np.select(
        [np.broadcast_to(each, shape) for each in conditions],
        [np.broadcast_to(each, shape) for each in branches],
        default=np.nan,
    )


def _relation(operands: list[Array], relations: tuple[str, ...]) -> Array:
    truth: Array = np.asarray(True)
    for left, relation, right in zip(operands, relations, operands[1:], strict=False):
        if relation not in _COMPARISONS:
            raise NotEvaluable(f"the relation {relation} has no truth over arrays")
        truth = truth & _COMPARISONS[relation](left, right)
    return truth


def _fold(node: Binder, values: dict[str, Array]) -> Array:
    if len(node.variables) != 1 or node.lower is None or node.upper is None:
        raise NotEvaluable(f"a {node.op} without an index and its two bounds has no value over arrays")
    (variable,) = node.variables
    if not isinstance(variable, Symbol):
        raise NotEvaluable(f"the index of a {node.op} must be a symbol")
    ends: list[int] = []
    for bound in (node.lower, node.upper):
        end = _value(bound, values)
        if end.shape != () or not np.isfinite(end) or end != np.round(end):
            raise NotEvaluable(f"the bounds of a {node.op} must be whole numbers")
        ends.append(int(end))
    first, last = ends
    if last - first >= MAX_TERMS:
        raise NotEvaluable(f"a {node.op} of more than {MAX_TERMS} terms")
    total: Array = np.asarray(0.0 if node.op == "sum" else 1.0)
    for index in range(first, last + 1):
        term = _value(node.body, values | {variable.name: np.asarray(index)})
        total = total + term if node.op == "sum" else total * term
    return total


def _add(*terms: Array) -> Array:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _multiply(*factors: Array) -> Array:
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


def _power(base: Array, exponent: Array) -> Array:
    # An integer array to a negative power is an error in NumPy, not a fraction.
    return np.power(base + 0.0, exponent)


def _root(base: Array, index: Array) -> Array:
    """Take the real root where the index is odd and the base negative, as on the real line."""
    if np.iscomplexobj(base):
        return np.power(base, 1.0 / index)
    odd = np.mod(index, 2) == 1
    size = np.power(np.abs(base), 1.0 / index)
    return np.where(base >= 0, size, np.where(odd, -size, np.nan))


def _log(value: Array, base: Array | None = None) -> Array:
    return np.log(value) if base is None else np.log(value) / np.log(base)


def _norm(value: Array, order: Array | None = None) -> Array:
    if value.ndim == 0:
        return np.abs(value)
    wanted = 2.0 if order is None else float(order)
    return np.asarray(np.linalg.norm(value, ord=wanted, axis=-1, keepdims=value.ndim > 1))


def _inner(left: Array, right: Array) -> Array:
    product = np.conjugate(left) * right
    return np.asarray(np.sum(product, axis=-1, keepdims=product.ndim > 1)) if product.ndim else product


def _transpose(value: Array) -> Array:
    return np.swapaxes(value, -1, -2) if value.ndim >= 2 else value


def _largest(*values: Array) -> Array:
    return np.maximum.reduce(np.broadcast_arrays(*values))


def _smallest(*values: Array) -> Array:
    return np.minimum.reduce(np.broadcast_arrays(*values))


def _all(*values: Array) -> Array:
    return np.logical_and.reduce(np.broadcast_arrays(*values))


def _any(*values: Array) -> Array:
    return np.logical_or.reduce(np.broadcast_arrays(*values))


def _logistic(value: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * value))  # does not overflow


_CONSTANTS = {
    "pi": np.pi,
    "e": np.e,
    "i": 1j,
    "euler_gamma": np.euler_gamma,
    "infinity": np.inf,
    "true": True,
    "false": False,
}
_COMPARISONS: dict[str, Callable[[Array, Array], Array]] = {
    "eq": lambda a, b: np.equal(a, b),
    "ne": lambda a, b: np.not_equal(a, b),
    "lt": lambda a, b: np.less(a, b),
    "le": lambda a, b: np.less_equal(a, b),
    "gt": lambda a, b: np.greater(a, b),
    "ge": lambda a, b: np.greater_equal(a, b),
}
_OF_ONE: dict[str, Callable[[Array], Array]] = {
    "neg": lambda a: -a,
    "percent": lambda a: a / 100.0,
    "degrees": lambda a: a * (np.pi / 180.0),
    "sqrt": lambda a: np.sqrt(a),
    "exp": lambda a: np.exp(a),
    "abs": lambda a: np.abs(a),
    "sgn": lambda a: np.sign(a),
    "floor": lambda a: np.floor(a),
    "ceil": lambda a: np.ceil(a),
    "logistic": _logistic,
    "logit": lambda a: np.log(a) - np.log1p(-a),
    "relu": lambda a: np.maximum(a, 0.0),
    "softplus": lambda a: np.logaddexp(0.0, a),
    "heaviside": lambda a: np.heaviside(a, np.nan),
    "re": lambda a: np.real(a),
    "im": lambda a: np.imag(a),
    "arg": lambda a: np.angle(a),
    "conjugate": lambda a: np.conjugate(a),
    "indicator": lambda a: np.where(a, 1.0, 0.0),
    "not": lambda a: np.logical_not(a),
    "transpose": _transpose,
    "adjoint": lambda a: np.conjugate(_transpose(a)),
    "det": lambda a: np.linalg.det(a),
    "trace": lambda a: np.trace(a, axis1=-2, axis2=-1),
    "sin": lambda a: np.sin(a),
    "cos": lambda a: np.cos(a),
    "tan": lambda a: np.tan(a),
    "cot": lambda a: 1.0 / np.tan(a),
    "sec": lambda a: 1.0 / np.cos(a),
    "csc": lambda a: 1.0 / np.sin(a),
    "sinh": lambda a: np.sinh(a),
    "cosh": lambda a: np.cosh(a),
    "tanh": lambda a: np.tanh(a),
    "coth": lambda a: 1.0 / np.tanh(a),
    "sech": lambda a: 1.0 / np.cosh(a),
    "csch": lambda a: 1.0 / np.sinh(a),
    "asin": lambda a: np.arcsin(a),
    "acos": lambda a: np.arccos(a),
    "atan": lambda a: np.arctan(a),
    "acot": lambda a: np.arctan(1.0 / a),
    "asec": lambda a: np.arccos(1.0 / a),
    "acsc": lambda a: np.arcsin(1.0 / a),
    "asinh": lambda a: np.arcsinh(a),
    "acosh": lambda a: np.arccosh(a),
    "atanh": lambda a: np.arctanh(a),
    "acoth": lambda a: np.arctanh(1.0 / a),
    "asech": lambda a: np.arccosh(1.0 / a),
    "acsch": lambda a: np.arcsinh(1.0 / a),
}
_OF_TWO: dict[str, Callable[[Array, Array], Array]] = {
    "div": lambda a, b: np.divide(a, b),
    "pow": _power,
    "mixed": lambda a, b: a + b,
    "mod": lambda a, b: np.mod(a, b),
    "root": _root,
    "inner": _inner,
    "underbrace": lambda a, _label: a,
}
_FUNCTIONS: dict[str, Callable[..., Array]] = {
    **_OF_ONE,
    **_OF_TWO,
    "add": _add,
    "mul": _multiply,
    "hadamard": _multiply,
    "log": _log,
    "max": _largest,
    "min": _smallest,
    "and": _all,
    "or": _any,
    "norm": _norm,
}
# Names in scipy.special, imported only when a formula asks for one.
_SPECIAL = {
    "gamma": "gamma",
    "beta_function": "beta",
    "erf": "erf",
    "erfc": "erfc",
    "zeta": "zeta",
    "binomial": "binom",
}


def _special_function(op: str) -> Callable[..., Array] | None:
    from scipy import special

    library = cast("Any", special)

    def factorial(a: Array) -> Array:
        return np.asarray(library.gamma(a + 1.0))

    def lambert_w(a: Array) -> Array:
        values: Array = np.asarray(library.lambertw(a))
        return np.where(a >= -1 / np.e, np.real(values), np.nan)

    if op == "factorial":
        return factorial
    if op == "lambert_w":
        return lambert_w
    name = _SPECIAL.get(op)
    return None if name is None else cast("Callable[..., Array]", getattr(special, name))
