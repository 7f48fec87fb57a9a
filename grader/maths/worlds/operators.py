"""What each operator does to the values of its arguments."""

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np

from grader.maths.tree import (
    Constant,
    Op,
    Relation,
)
from grader.maths.worlds import calculus, contract, matrices
from grader.maths.worlds.context import Context, Env
from grader.maths.worlds.elementary import log, power
from grader.maths.worlds.ellipsis import unfolded_dots
from grader.maths.worlds.values import (
    Array,
    Meaning,
    NoValue,
    Several,
    Value,
    as_vector,
    constant,
    entrywise,
    real_part,
    stacked,
)

COMPARED: Mapping[str, Callable[[Array, Array], Array]] = {
    "eq": lambda a, b: np.isclose(a, b, rtol=1e-9, atol=1e-12),
    "ne": lambda a, b: ~np.isclose(a, b, rtol=1e-6, atol=1e-6),
    "lt": lambda a, b: real_part(a) < real_part(b),
    "le": lambda a, b: real_part(a) <= real_part(b),
    "gt": lambda a, b: real_part(a) > real_part(b),
    "ge": lambda a, b: real_part(a) >= real_part(b),
}


def truth(ctx: Context, node: Relation, env: Env) -> Value:
    """Return where a chain of relations holds, for conditions and indicators."""
    result: Value | None = None
    for name, left, right in zip(node.relations, node.operands, node.operands[1:], strict=False):
        compare = COMPARED.get(name)
        if compare is None:
            raise NoValue("unsupported", name)
        holds = entrywise(compare, ctx.value(left, env), ctx.value(right, env))
        if holds.rank:
            entries = tuple(range(holds.data.ndim - holds.rank, holds.data.ndim))
            holds = Value(np.asarray(holds.data.all(axis=entries)), holds.axes)
        result = holds if result is None else entrywise(np.logical_and, result, holds)
    if result is None:
        raise NoValue("unsupported", "relation")
    return result


def items_of(meaning: Meaning) -> tuple[Meaning, ...]:
    """Return the single values of a meaning."""
    if isinstance(meaning, Several):
        return tuple(inner for item in meaning.items for inner in items_of(item))
    return (meaning,)


def _pairwise(ctx: Context, op: str, left: Meaning, right: Meaning) -> Meaning:
    """Combine two meanings; what holds several values is combined value by value."""
    if isinstance(left, Several) and isinstance(right, Several) and left.kind == right.kind != "either":
        if len(left.items) != len(right.items):
            raise NoValue("shape", op)
        return Several(tuple(_pairwise(ctx, op, a, b) for a, b in zip(left.items, right.items, strict=True)), left.kind)
    if op == "add" and isinstance(left, Several) and left.kind == "tuple" and isinstance(right, Value) and right.rank:
        return _pairwise(ctx, op, _vector(left), as_vector(right))  # a row of components and a column
    if op == "add" and isinstance(right, Several) and right.kind == "tuple" and isinstance(left, Value) and left.rank:
        return _pairwise(ctx, op, as_vector(left), _vector(right))
    if isinstance(left, Several):
        return Several(tuple(_pairwise(ctx, op, item, right) for item in left.items), left.kind)
    if isinstance(right, Several):
        return Several(tuple(_pairwise(ctx, op, left, item) for item in right.items), right.kind)
    if op == "mul":
        return matrices.product(left, right)
    if op == "add":
        return matrices.total(left, right)
    if op == "div":
        if right.rank:
            raise NoValue("shape", "division by a vector")
        return entrywise(_divided, left, right)
    return matrices.raised(left, right) if left.rank else entrywise(power, left, right)


def _vector(several: Several) -> Value:
    parts = [part for item in items_of(several) if isinstance(item, Value) for part in matrices.entries(item)]
    return stacked(parts, (len(parts),))


def _divided(a: Array, b: Array) -> Array:
    return np.divide(a, b) if np.iscomplexobj(b) or b.dtype == np.float64 else np.divide(a, b.astype(np.float64))


def _negated(meaning: Meaning) -> Meaning:
    if isinstance(meaning, Several):
        return Several(tuple(_negated(item) for item in meaning.items), meaning.kind)
    return Value(-meaning.data, meaning.axes, meaning.rank)


def _fold(ctx: Context, node: Op, env: Env) -> Meaning:
    if any(isinstance(arg, Constant) and arg.name == "dots" for arg in node.args):
        node = Op(node.op, unfolded_dots(ctx, node.args, env))
    result = ctx.meaning(node.args[0], env)
    for arg in node.args[1:]:
        result = _pairwise(ctx, node.op, result, ctx.meaning(arg, env))
    return result


def _minus(ctx: Context, node: Op, env: Env) -> Meaning:
    return _negated(ctx.meaning(node.args[0], env))


def _plus_minus(ctx: Context, node: Op, env: Env) -> Meaning:
    last = ctx.meaning(node.args[-1], env)
    both = (last, _negated(last))
    if len(node.args) == 1:
        return Several(both, "either")
    first = ctx.meaning(node.args[0], env)
    return Several(tuple(_pairwise(ctx, "add", first, item) for item in both), "either")


def _logarithm(ctx: Context, node: Op, env: Env) -> Meaning:
    inner = ctx.value(node.args[0], env)
    result = Value(log(inner.data), inner.axes, inner.rank)
    if len(node.args) == 1:
        return result
    base = ctx.value(node.args[1], env)
    return entrywise(np.divide, result, Value(log(base.data), base.axes))


def _mixed(ctx: Context, node: Op, env: Env) -> Meaning:
    return _pairwise(ctx, "add", ctx.meaning(node.args[0], env), ctx.meaning(node.args[1], env))


def _root(ctx: Context, node: Op, env: Env) -> Meaning:
    base, order = ctx.value(node.args[0], env), ctx.value(node.args[1], env)
    return entrywise(lambda a, n: power(a, 1 / n), base, order)


def _collection(ctx: Context, node: Op, env: Env) -> Meaning:
    kind = "set" if node.op == "set" else "tuple"
    return Several(tuple(ctx.meaning(arg, env) for arg in node.args), kind)


def _labelled(ctx: Context, node: Op, env: Env) -> Meaning:
    return ctx.meaning(node.args[0], env)


def _extreme(ctx: Context, node: Op, env: Env) -> Meaning:
    values = [item for arg in node.args for item in items_of(ctx.meaning(arg, env))]
    numbers = [item for item in values if isinstance(item, Value)]
    choose: Callable[[Array, Array], Array] = (
        (lambda a, b: np.where(real_part(a) >= real_part(b), a, b))
        if node.op == "max"
        else (lambda a, b: np.where(real_part(a) <= real_part(b), a, b))
    )
    return reduce(lambda a, b: entrywise(choose, a, b), numbers)


def _piecewise(ctx: Context, node: Op, env: Env) -> Meaning:
    result = constant(np.nan)
    for at in range(len(node.args) - 2, -1, -2):
        chosen, condition = ctx.value(node.args[at], env), ctx.value(node.args[at + 1], env)
        picked = entrywise(lambda holds, value: np.where(holds, value, np.nan), condition, chosen)
        keep = entrywise(lambda holds, value: np.where(holds, 0.0, value), condition, result)
        result = entrywise(lambda a, b: np.where(np.isnan(a), b, a), picked, keep)
    return result


def _indicator(ctx: Context, node: Op, env: Env) -> Meaning:
    inner = ctx.value(node.args[0], env)
    return Value(inner.data.astype(np.float64), inner.axes, inner.rank)


def _normal(ctx: Context, node: Op, env: Env) -> Meaning:
    if len(node.args) != 3:
        raise NoValue("unsupported", "a law as a number")
    x, mean, variance = (ctx.value(arg, env) for arg in node.args)
    return contract.normal_density(x, mean, variance)


SPECIAL: Mapping[str, Callable[[Context, Op, Env], Meaning]] = {
    "add": _fold,
    "mul": _fold,
    "hadamard": _fold,
    "div": _fold,
    "pow": _fold,
    "neg": _minus,
    "plus_minus": _plus_minus,
    "minus_plus": _plus_minus,
    "log": _logarithm,
    "root": _root,
    "mixed": _mixed,
    "tuple": _collection,
    "sequence": _collection,
    "list": _collection,
    "set": _collection,
    "underbrace": _labelled,
    "overbrace": _labelled,
    "above": _labelled,
    "max": _extreme,
    "min": _extreme,
    "piecewise": _piecewise,
    "indicator": _indicator,
    "normal": _normal,
    "kl": contract.divergence,
    "derivative": calculus.derivative,
    "partial": calculus.derivative,
    "prime": calculus.primed,
    "gradient": calculus.gradient,
    "divergence": calculus.divergence,
    "jacobian": calculus.jacobian,
    "at": calculus.evaluated_at,
    "between": calculus.between,
    "transpose": matrices.transpose,
    "adjoint": matrices.transpose,
    "det": matrices.determinant,
    "trace": matrices.trace,
    "diag": matrices.diagonal,
    "norm": matrices.norm_of,
    "inner": matrices.inner,
    "entry": matrices.entry,
    "spectrum": matrices.spectrum,
}
