"""Sums, products and integrals: what they bind, unrolled or contracted."""

from functools import reduce

import numpy as np
from numpy.polynomial.legendre import leggauss

from grader.maths.tree import Binder, Constant, Node, Op, Symbol
from grader.maths.worlds.context import Context, Env
from grader.maths.worlds.contract import REACH, grid
from grader.maths.worlds.question import Variable
from grader.maths.worlds.values import (
    Array,
    Names,
    NoValue,
    Value,
    constant,
    contracted,
    entrywise,
    over_axis,
)

NODES = 40  # of Gauss–Legendre between finite bounds
LAST_TERM = 60  # of a sum or product


def binder(ctx: Context, node: Binder, env: Env) -> Value:
    """Return a sum, product or integral."""
    if node.op == "integral":
        return _integral(ctx, node, env)
    if node.op not in {"sum", "product"}:
        raise NoValue("unsupported", node.op)
    if len(node.variables) == 1 and isinstance(node.variables[0], Symbol):
        name = node.variables[0]
        bounds = _bounds(ctx, node, name, env)
        if bounds is not None:
            return _unrolled(ctx, node, name, bounds, env)
    if node.op == "sum":
        over = ctx.variables(node.variables, env)
        return contracted(_with_axes(ctx, ctx.value(node.body, env), over), over)
    raise NoValue("unsupported", "product over a variable")


def _with_axes(ctx: Context, value: Value, over: Names) -> Value:
    """Return a value that has all these axes, so that summing over one that it lacks counts its states."""
    for name in over:
        if name not in value.axes:
            value = entrywise(np.multiply, value, over_axis(np.ones((1, ctx.batch.states(name))), name))
    return value


def _bounds(ctx: Context, node: Binder, name: Symbol, env: Env) -> tuple[int, int] | None:
    """Return the range of an index, None if the variable is no index."""
    if node.lower is not None and node.upper is not None:
        return ctx.index(node.lower, env), ctx.index(node.upper, env)
    variable = ctx.random(name)
    if variable is not None:
        return None
    return ctx.batch.index_range(name.name)


def _unrolled(ctx: Context, node: Binder, name: Symbol, bounds: tuple[int, int], env: Env) -> Value:
    low, high = bounds
    if high - low >= LAST_TERM:
        raise NoValue("too_large", str(high - low))
    function = np.add if node.op == "sum" else np.multiply
    terms: list[Value] = []
    for at in range(low, high + 1):
        inside: Env = {**env, name.name: at}
        if node.domain is not None and not bool(np.all(ctx.value(node.domain, inside).data)):
            continue
        terms.append(ctx.value(node.body, inside))
    if not terms:
        return constant(0.0 if node.op == "sum" else 1.0)
    return reduce(lambda a, b: entrywise(function, a, b), terms)


def _integral(ctx: Context, node: Binder, env: Env) -> Value:
    variables = node.variables
    if not variables:
        variables = (Symbol(_default_variable(ctx).name),)
    value: Value | None = None
    symbols = [each for each in variables if isinstance(each, Symbol)]
    discrete = [each for each in symbols if (found := ctx.random(each)) is not None and found.kind == "discrete"]
    if discrete:
        over = ctx.variables(tuple(discrete), env)
        value = contracted(_with_axes(ctx, ctx.value(node.body, env), over), over)
        if len(discrete) != len(symbols):
            raise NoValue("unsupported", "integral")
        return value
    if len(symbols) != 1:
        if node.lower is not None or node.upper is not None:
            raise NoValue("unsupported", "integral over a region")
        inner = Binder("integral", variables[1:], None, None, None, node.body)
        return _integral(ctx, Binder("integral", variables[:1], None, None, None, inner), env)
    name = symbols[0].name
    axis = f"~{name}{len(env)}"
    points, weights = _quadrature(ctx, node, axis, env)
    body = ctx.value(node.body, {**env, name: points})
    return contracted(entrywise(np.multiply, weights, body), (axis,))


def _default_variable(ctx: Context) -> Variable:
    for variable in ctx.question.random.values():
        return variable
    raise NoValue("unknown", "the variable of an integral")


def _is_infinite(node: Node | None) -> bool:
    if isinstance(node, Op) and node.op in {"neg", "plus_minus"}:
        node = node.args[0]
    return node is None or (isinstance(node, Constant) and node.name in {"infinity", "reals"}) or (
        isinstance(node, Symbol) and node.base in {"R", "X"}
    )  # fmt: skip


def _quadrature(ctx: Context, node: Binder, axis: str, env: Env) -> tuple[Value, Value]:
    """Return points and weights for the bounds of an integral."""
    low_open, high_open = _is_infinite(node.lower), _is_infinite(node.upper)
    if low_open and high_open:
        line, step = grid(ctx)
        return over_axis(line, axis), over_axis(np.full(line.shape, step), axis)
    pieces = 12 if low_open or high_open else 1
    low = constant(-REACH) if low_open or node.lower is None else ctx.value(node.lower, env)
    high = constant(REACH) if high_open or node.upper is None else ctx.value(node.upper, env)
    if low.axes or high.axes:
        raise NoValue("unsupported", "bounds with a variable")
    nodes, weights = _panels(pieces)
    middle = (low.data + high.data)[:, None] / 2
    half: Array = (high.data - low.data)[:, None] / 2
    return over_axis(middle + half * nodes, axis), over_axis(half * weights, axis)


def _panels(pieces: int) -> tuple[Array, Array]:
    """Return Gauss–Legendre nodes and weights on [−1, 1] in equal pieces."""
    nodes, weights = leggauss(NODES)
    edges = np.linspace(-1, 1, pieces + 1)
    half = 1 / pieces
    centres = (edges[:-1] + edges[1:]) / 2
    return (centres[:, None] + half * nodes).ravel(), np.tile(half * weights, pieces)
