"""Vectors and matrices of numbers, one for every world and point of the named axes."""

from functools import reduce

import numpy as np

from grader.maths.tree import Op
from grader.maths.worlds.context import Context, Env
from grader.maths.worlds.elementary import sqrt
from grader.maths.worlds.values import (
    NoValue,
    Several,
    Value,
    as_vector,
    constant,
    entrywise,
    merged,
    real_part,
    spread,
    stacked,
)


def entries(value: Value) -> list[Value]:
    """Return the entries of a number, vector or matrix, row by row."""
    if value.rank == 0:
        return [value]
    shape = value.data.shape
    flat = value.data.reshape((*shape[: len(shape) - value.rank], -1))
    return [Value(flat[..., at], value.axes) for at in range(flat.shape[-1])]


def total(left: Value, right: Value) -> Value:
    """Add numbers, vectors, matrices; a number meets no vector unless it is 0."""
    if left.rank != right.rank:
        for value, other in ((left, right), (right, left)):
            if value.rank == 0 and not np.any(value.data):
                return other
        left, right = as_vector(left), as_vector(right)
        if left.rank != right.rank:
            raise NoValue("shape", "a number and a vector added")
    return entrywise(np.add, left, right)


def product(left: Value, right: Value) -> Value:
    """Multiply numbers, vectors, matrices; two vectors side by side have no product."""
    if not left.rank or not right.rank:
        return entrywise(np.multiply, left, right)
    axes = merged(left.axes, right.axes)
    a, b = spread(left, axes, left.rank), spread(right, axes, right.rank)
    if left.rank == right.rank == 2:
        if a.shape[-1] != b.shape[-2]:
            raise NoValue("shape", "matrix product")
        result = Value(a @ b, axes, 2)
        return Value(result.data[..., 0, 0], axes) if result.tensor_shape == (1, 1) else result
    if left.rank == 2 and right.rank == 1 and a.shape[-1] == b.shape[-1] and left.tensor_shape[0] == 1:
        return Value((a @ b[..., None])[..., 0, 0], axes)  # a row times a column
    if left.rank == 2 and right.rank == 1 and a.shape[-1] == b.shape[-1]:
        return Value((a @ b[..., None])[..., 0], axes, 1)
    if left.rank == 1 and right.rank == 2 and b.shape[-2] == 1:
        return Value(a[..., :, None] @ b, axes, 2)
    if left.rank == 1 and right.rank == 2 and a.shape[-1] == b.shape[-2]:
        return Value((a[..., None, :] @ b)[..., 0, :], axes, 1)
    raise NoValue("shape", "product of two vectors")


def raised(base: Value, exponent: Value) -> Value:
    """Return an integer power of a square matrix."""
    count = exponent.data.flat[0]
    shape = base.tensor_shape
    if base.rank != 2 or exponent.data.size != 1 or shape[0] != shape[1] or count != int(count.real):
        raise NoValue("shape", "power")
    return Value(np.linalg.matrix_power(base.data, int(count.real)), base.axes, 2)


def norm(value: Value, order: float = 2) -> Value:
    """Return the Euclidean norm of a vector (analytic in its entries), or another one, absolute value of a number."""
    if value.rank == 0:
        return Value(np.where(real_part(value.data) < 0, -value.data, value.data), value.axes)
    flat = entries(value)
    if order == 2:
        squares = [Value(entry.data * entry.data, entry.axes) for entry in flat]
        squared = reduce(lambda a, b: entrywise(np.add, a, b), squares)
        return Value(sqrt(squared.data), squared.axes)
    if order == 1:
        sizes = [norm(entry) for entry in flat]
        return reduce(lambda a, b: entrywise(np.add, a, b), sizes)
    raise NoValue("unsupported", "norm")


def norm_of(ctx: Context, node: Op, env: Env) -> Value:
    """Return ‖x‖ or ‖x‖_p."""
    order = 2.0
    if len(node.args) == 2:
        order = float(ctx.value(node.args[1], env).data.flat[0].real)
    return norm(ctx.value(node.args[0], env), order)


def transpose(ctx: Context, node: Op, env: Env) -> Value:
    """Return the transpose; a vector becomes a row."""
    value = ctx.value(node.args[0], env)
    if value.rank == 1:
        return Value(value.data[..., None, :], value.axes, 2)
    return value if value.rank == 0 else Value(np.swapaxes(value.data, -1, -2), value.axes, 2)


def determinant(ctx: Context, node: Op, env: Env) -> Value:
    """Return a determinant by expansion, so that it is a polynomial of the entries in complex numbers too."""
    return determinant_of(ctx.value(node.args[0], env))


def determinant_of(value: Value) -> Value:
    """Return the determinant of a square matrix; a number is its own."""
    if value.rank == 0:
        return value
    return Value(np.linalg.det(_square(value).data), value.axes)


def trace(ctx: Context, node: Op, env: Env) -> Value:
    """Return a trace."""
    value = ctx.value(node.args[0], env)
    return value if value.rank == 0 else Value(np.trace(_square(value).data, axis1=-2, axis2=-1), value.axes)


def _square(value: Value) -> Value:
    shape = value.tensor_shape
    if value.rank != 2 or shape[0] != shape[1]:
        raise NoValue("shape", "a square matrix is needed")
    return value


def diagonal(ctx: Context, node: Op, env: Env) -> Value:
    """Return diag(a, b, …)."""
    values = [entry for arg in node.args for entry in entries(ctx.value(arg, env))]
    size = len(values)
    zero = constant(0.0)
    cells = [values[row] if row == column else zero for row in range(size) for column in range(size)]
    return stacked(cells, (size, size))


def inner(ctx: Context, node: Op, env: Env) -> Value:
    """Return ⟨x, y⟩."""
    pairs = zip(entries(ctx.value(node.args[0], env)), entries(ctx.value(node.args[1], env)), strict=False)
    return reduce(lambda a, b: entrywise(np.add, a, b), [entrywise(np.multiply, x, y) for x, y in pairs])


def entry(ctx: Context, node: Op, env: Env) -> Value:
    """Return one entry of a vector or matrix, counted from 1."""
    value = ctx.value(node.args[0], env)
    at = tuple(ctx.index(arg, env) - 1 for arg in node.args[1:])
    shape = value.tensor_shape
    if len(at) != len(shape) or any(not 0 <= index < size for index, size in zip(at, shape, strict=True)):
        raise NoValue("range", "entry")
    return Value(value.data[(..., *at)], value.axes)


def spectrum(ctx: Context, node: Op, env: Env) -> Several:
    """Return the eigenvalues as a set."""
    return eigenvalues(ctx.value(node.args[0], env))


def eigenvalues(value: Value) -> Several:
    """Return the eigenvalues of a matrix as a set of numbers."""
    found = np.linalg.eigvals(_square(value).data)
    return Several(tuple(Value(found[..., at], value.axes) for at in range(found.shape[-1])), "set")
