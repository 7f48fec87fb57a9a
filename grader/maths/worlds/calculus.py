"""Derivatives by Cauchy's formula: one more contraction, over a small circle around the point.

With the variable put on m points x + h·e^{iθ} the n-th derivative is n!/hⁿ times a Fourier coefficient of the values.
It is exact up to (h/R)^m, R the distance to the nearest singularity, and costs one evaluation on one more axis,
whatever the formula holds: expectations, sums, drawn functions.
"""

import math
from fractions import Fraction

import numpy as np

from grader.maths.tree import Call, Constant, Matrix, Node, Number, Op, Relation, Symbol
from grader.maths.worlds.context import Bound, Context, Env, named
from grader.maths.worlds.values import (
    Array,
    Meaning,
    NoValue,
    Several,
    Value,
    as_vector,
    contracted,
    entrywise,
    imaginary_part,
    over_axis,
    real_part,
    spread,
)

ONE = Number(Fraction(1), "1")
RADII = {
    1: 0.004,
    2: 0.03,
    3: 0.03,
}  # by order: a first derivative keeps its digits, and clear of kinks, on a small circle
POINTS = 12
MAX_ORDER = 3
_ANGLES = 2 * np.pi * (np.arange(POINTS) + 0.5) / POINTS
_CIRCLE = np.exp(1j * _ANGLES)
_REAL_ENOUGH = 1e-8


def on_circle(value: Value, axis: str, order: int) -> Value:
    """Return a number moved around its circle, along a new axis."""
    return entrywise(np.add, value, over_axis(RADII[order] * _CIRCLE[None], axis))


def differentiated(value: Value, axis: str, order: int, *, is_real: bool) -> Value:
    """Contract the axis of a circle into the n-th derivative."""
    factor = math.factorial(order) / RADII[order] ** order / POINTS
    weights = over_axis((factor * np.exp(-1j * order * _ANGLES))[None], axis)
    if axis not in value.axes:
        return Value(np.zeros_like(value.data), value.axes, value.rank)
    result = contracted(entrywise(np.multiply, value, weights), (axis,))
    data = result.data
    if is_real and bool(np.all(np.abs(imaginary_part(data)) <= _REAL_ENOUGH * (1 + np.abs(real_part(data))))):
        data = real_part(data)
    return Value(data, result.axes, result.rank)


def derivative_at(ctx: Context, head: Node, arguments: tuple[Meaning, ...], order: int, env: Env) -> Value:
    """Return f^{(n)}(x) of a function of one number."""
    at = arguments[-1] if arguments else None
    if not isinstance(at, Value) or not 1 <= order <= MAX_ORDER:
        raise NoValue("unsupported", "derivative")
    if len(arguments) > 1 and not (isinstance(head, Symbol) and head.name in ctx.definitions):
        raise NoValue("unsupported", "derivative")  # h'(α, r) of a known h is along its last argument
    axis = f"'{len(at.axes)}"
    found = ctx.applied(head, (*arguments[:-1], on_circle(at, axis, order)), env)
    if not isinstance(found, Value):
        raise NoValue("unsupported", "derivative of several values")
    return differentiated(found, axis, order, is_real=not np.iscomplexobj(at.data))


def derivative(ctx: Context, node: Op, env: Env) -> Value:
    """Return a derivative, total or partial: y, then pairs of a variable and an order."""
    body: Node = node.args[0]
    pairs = list(zip(node.args[1::2], node.args[2::2], strict=False))
    if isinstance(body, Symbol) and body.name not in ctx.definitions and body.name not in env and len(pairs) == 1:
        body = _of_its_variable(ctx, body, pairs[0][0])
    return _derivative(ctx, body, pairs, env)


def primed(ctx: Context, node: Op, env: Env) -> Value:
    """Return h' of a name without an argument: along its own variable, else along that of the question's functions.

    Raises:
        NoValue: ``unsupported`` if nothing says which variable that is.
    """
    head, order = node.args
    if not isinstance(head, Symbol):
        raise NoValue("unsupported", "prime")
    definition = ctx.definitions.get(head.name)
    own = [each.parameters[-1] for each in ctx.question.definitions.values() if each.parameters]
    if definition is None:
        along, body = own[:1], head
    else:
        body = definition.body
        named_there = {each.name for _, each in body.walk() if isinstance(each, Symbol)}
        hangs = [each for each in own if each in ctx.names(body)]
        along = list(definition.parameters[-1:]) or [each for each in hangs if each in named_there] or hangs
    if not along:
        raise NoValue("unsupported", "prime")
    variable = named(along[0])
    body = _of_its_variable(ctx, body, variable) if isinstance(body, Symbol) else body
    return _derivative(ctx, body, [(variable, order)], env)


def _of_its_variable(ctx: Context, body: Symbol, variable: Node) -> Node:
    """Read df/dz with f a function's bare name as the derivative of f(z)."""
    declared = ctx.question.reader.declared(body)
    is_function = declared is not None and declared.is_applied
    return Call(body, (variable,)) if is_function else body


def _derivative(ctx: Context, body: Node, pairs: list[tuple[Node, Node]], env: Env) -> Value:
    if not pairs:
        return ctx.value(body, env)
    (variable, order), rest = pairs[0], pairs[1:]
    count = int(order.value) if isinstance(order, Number) and order.value.denominator == 1 else 0
    if not isinstance(variable, Symbol) or not 1 <= count <= MAX_ORDER:
        raise NoValue("unsupported", "derivative")
    if variable.name in ctx.question.groups and variable.name not in env:
        members = [named(name) for name in ctx.question.groups[variable.name]]
        return _gradient(ctx, body, tuple(members), env)
    base = _base_of(ctx, body, variable, env)
    if base is not None and not rest and count == 1:
        one: list[tuple[Node, Node]] = [(base, order)]
        return entrywise(np.divide, _derivative(ctx, body, one, env), _derivative(ctx, variable, one, env))
    here = ctx.value(variable, env)
    if here.rank == 1 and variable.name in ctx.definitions and variable.name not in env:
        raise NoValue("unsupported", "derivative along a vector that hangs on others")
    if here.rank == 1:
        return _along_vector(ctx, body, variable, here, env)
    axis = f"'{variable.name}{len(env)}"
    moved: Env = {**env, variable.name: on_circle(here, axis, count)}
    return differentiated(_derivative(ctx, body, rest, moved), axis, count, is_real=not np.iscomplexobj(here.data))


def _base_of(ctx: Context, body: Node, variable: Symbol, env: Env) -> Symbol | None:
    """Return the variable z through which g(z) hangs on u where u is defined by z, so that dg/du = (dg/dz)/(du/dz)."""
    definition = ctx.definitions.get(variable.name)
    head = body.head if isinstance(body, Call) else body
    if definition is None or variable.name in env or not isinstance(head, Symbol) or variable.name in ctx.names(body):
        return None
    function = ctx.definitions.get(head.name)
    if function is None or len(function.parameters) != 1 or function.parameters[0] not in ctx.names(definition.body):
        return None
    return named(function.parameters[0])


def _along_vector(ctx: Context, body: Node, variable: Symbol, here: Value, env: Env) -> Value:
    """Return the gradient or Jacobian with respect to a vector, derivatives along the last axis."""
    columns: list[Value] = []
    size = here.tensor_shape[0]
    for at in range(size):
        axis = f"'{variable.name}{len(env)}"
        direction = np.zeros((1, POINTS, size), dtype=np.complex128)
        direction[0, :, at] = RADII[1] * _CIRCLE
        moved = entrywise(np.add, here, Value(direction, (axis,), 1))
        value = ctx.value(body, {**env, variable.name: moved})
        columns.append(differentiated(as_vector(value), axis, 1, is_real=not np.iscomplexobj(here.data)))
    return beside(columns)


def beside(columns: list[Value]) -> Value:
    """Put numbers or vectors of one length side by side as the last tensor axis."""
    axes = tuple(sorted({axis for column in columns for axis in column.axes}))
    rank = columns[0].rank
    parts: list[Array] = np.broadcast_arrays(*(spread(column, axes, rank) for column in columns))  # pyright: ignore[reportAssignmentType] - a tuple in NumPy's types, a list before 2.0
    return Value(np.stack(parts, axis=-1), axes, rank + 1)


def _gradient(ctx: Context, body: Node, variables: tuple[Node, ...], env: Env) -> Value:
    return beside([as_vector(_derivative(ctx, body, [(variable, ONE)], env)) for variable in variables])


def gradient(ctx: Context, node: Op, env: Env) -> Value:
    """Return ∇_x y, of a group of symbols the vector of its partial derivatives."""
    body = node.args[0]
    if len(node.args) == 1:
        raise NoValue("unknown", "the variables of a gradient")
    return _gradient_in(ctx, body, node.args[1], env)


def _gradient_in(ctx: Context, body: Node, variable: Node, env: Env) -> Value:
    if isinstance(variable, Op) and variable.op in {"tuple", "sequence"}:
        return _gradient(ctx, body, variable.args, env)
    if isinstance(variable, Symbol) and isinstance(body, Symbol):
        body = _of_its_variable(ctx, body, variable) if body.name not in ctx.definitions else body
    return _derivative(ctx, body, [(variable, ONE)], env)


def divergence(ctx: Context, node: Op, env: Env) -> Value:
    """Return ∇·v; nobody in these questions says of which variables."""
    raise NoValue("unsupported", "divergence")


def jacobian(ctx: Context, node: Op, env: Env) -> Value:
    """Return the matrix of partial derivatives of a tuple by a tuple."""
    body, variables = node.args
    members: tuple[Node, ...] = variables.args if isinstance(variables, Op) else (variables,)
    return _gradient(ctx, body, members, env)


def evaluated_at(ctx: Context, node: Op, env: Env) -> Meaning:
    """Return y with a condition put in: ``|_{x = 0}``, ``|_{(ψ*, θ*)}``."""
    return ctx.meaning(node.args[0], {**env, **point(ctx, node.args[1], env)})


def point(ctx: Context, where: Node, env: Env) -> Env:
    """Return what a place binds: equations name = value, or the starred names of the stationary point."""
    match where:
        case Relation(operands=(Symbol() as name, value), relations=("eq",)):
            return _assigned(ctx, name.name, ctx.meaning(value, env))
        case Relation(operands=(Op() as names, value), relations=("eq",)) if names.op in {"tuple", "sequence"}:
            values = ctx.meaning(value, env)
            if isinstance(values, Several) and len(values.items) == len(names.args):
                bound: dict[str, Bound] = {}
                for name, item in zip(names.args, values.items, strict=True):
                    if isinstance(name, Symbol):
                        bound.update(_assigned(ctx, name.name, item))
                return bound
            raise NoValue("shape", "place")
        case Relation(operands=operands, relations=relations) if set(relations) == {"eq"}:
            value = ctx.meaning(operands[-1], env)
            bound = {}
            for name in operands[:-1]:
                if isinstance(name, Symbol):
                    bound.update(_assigned(ctx, name.name, value))
            return bound
        case Op(op="and" | "sequence" | "tuple", args=args) if all(isinstance(arg, Relation) for arg in args):
            bound = {}
            for arg in args:
                bound.update(point(ctx, arg, env))
            return bound
        case _ if _is_stationary(where):
            return {name: ctx.value(value, env) for name, value in ctx.question.stationary.items()}
        case Op(op="tuple" | "sequence", args=args) if len(args) == len(ctx.question.stationary):
            return _of_numbers(ctx, args, env)
        case Number(value=value) if value == 0 and ctx.question.stationary:
            return {name: ctx.value(node, env) for name, node in ctx.question.stationary.items()}
        case _:
            raise NoValue("unsupported", "place")


def _of_numbers(ctx: Context, args: tuple[Node, ...], env: Env) -> Env:
    """Read (0, 0, 0) as a place in the order of the question's stationary values, the same for equal numbers alone."""
    if len(set(args)) != 1:
        raise NoValue("unsupported", "place")
    value = ctx.value(args[0], env)
    return dict.fromkeys(ctx.question.stationary, value)


def _is_stationary(where: Node) -> bool:
    """Whether a place is written with stars alone: ``(ψ*, θ*)``, ``*``."""
    match where:
        case Symbol():
            return "star" in where.marks
        case Constant(name="dot"):
            return False
        case Op(op="tuple" | "sequence" | "list", args=args):
            return all(_is_stationary(arg) for arg in args)
        case Matrix(entries=entries):
            return all(_is_stationary(entry) for entry in entries)
        case _:
            return False


def _assigned(ctx: Context, name: str, value: Meaning) -> Env:
    """Bind a name, or the members of a group one by one."""
    members = ctx.question.groups.get(name)
    if members is None:
        return {name: value}
    if isinstance(value, Several) and len(value.items) == len(members):
        return dict(zip(members, value.items, strict=True))
    return dict.fromkeys(members, value)


def between(ctx: Context, node: Op, env: Env) -> Value:
    """Return [F]_a^b, F's variable being the one random variable of the question."""
    body, low, high = node.args
    ends: list[Value] = []
    for end in (low, high):
        if isinstance(end, Relation):
            ends.append(ctx.value(Op("at", (body, end)), env))
            continue
        name = next((variable.name for variable in ctx.question.random.values() if variable.kind == "real"), None)
        if name is None:
            raise NoValue("unknown", "the variable between bounds")
        ends.append(ctx.value(body, {**env, name: ctx.value(end, env)}))
    return entrywise(np.subtract, ends[1], ends[0])
