"""Points at which equations hold: Newton's method from many random starts, one start a world.

Used where an equation is supposed (``g(z_1) = g(z_2)``, v = 0) and for implications between equations.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from grader.maths.tree import Node
from grader.maths.worlds.batch import Batch
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.matrices import entries
from grader.maths.worlds.question import Definition
from grader.maths.worlds.values import Array, NoValue, Several, Value

ROUNDS = 30
STEP = 1e-6
SOLVED = 1e-9
LONGEST = 1.0  # step of Newton's method, so that it does not leave where the functions were drawn
FARTHEST = 2.5  # from its start; beyond, a root may be an asymptote that rounding takes for one
MOST_UNKNOWNS = 6


def residuals(equations: Sequence[tuple[Node, Node]], batch: Batch, definitions: Mapping[str, Definition]) -> Array:
    """Return left minus right of every equation, entry by entry: shape (worlds, equations).

    Raises:
        NoValue: if a side has no value, or one that hangs on a free variable.
    """
    evaluator = Evaluator(batch, definitions, generic="real")
    columns: list[Array] = []
    for left, right in equations:
        a, b = _numbers(evaluator, left), _numbers(evaluator, right)
        if len(b) == 1 and len(a) > 1:
            b = b * len(a)
        if len(a) != len(b):
            raise NoValue("shape", "equation")
        for one, two in zip(a, b, strict=True):
            if one.axes or two.axes:
                raise NoValue("unsupported", "equation with a free variable")
            columns.append(np.broadcast_to(one.data - two.data, (batch.count,)))
    return np.stack(columns, axis=-1)


def _numbers(evaluator: Evaluator, node: Node) -> list[Value]:
    meaning = evaluator.meaning(node, {})
    if isinstance(meaning, Several):
        if meaning.kind != "tuple":
            raise NoValue("unsupported", "equation between sets")
        return [entry for item in meaning.items if isinstance(item, Value) for entry in entries(item)]
    return entries(meaning)


def solutions(
    equations: Sequence[tuple[Node, Node]],
    unknowns: Mapping[str, Array],
    batch: Batch,
    definitions: Mapping[str, Definition],
) -> Batch:
    """Return the worlds in which Newton's method found a solution, the unknowns fixed there.

    Args:
        equations: pairs of sides.
        unknowns: names to solve for with their starts, shape (worlds,), complex where complex solutions count.
        batch: the worlds.
        definitions: in force.

    Raises:
        NoValue: if the equations have no residuals, or too many unknowns.
    """
    names = sorted(unknowns)
    if not names or len(names) > MOST_UNKNOWNS:
        raise NoValue("unsupported", "equations to solve")
    point = np.stack([unknowns[name] for name in names], axis=-1)

    start = point.copy()

    def at(values: Array) -> Array:
        placed = batch
        for column, name in enumerate(names):
            placed = placed.fixing(name, values[:, column])
        return residuals(equations, placed, definitions)

    with np.errstate(all="ignore"):
        for _ in range(ROUNDS):
            here = at(point)
            if bool((np.abs(here) < SOLVED).all()):
                break
            columns: list[Array] = []
            for column in range(len(names)):
                moved = point.copy()
                moved[:, column] += STEP
                columns.append((at(moved) - here) / STEP)
            slopes = np.nan_to_num(np.stack(columns, axis=-1))
            step = (np.linalg.pinv(slopes, rcond=1e-9) @ np.nan_to_num(here)[..., None])[..., 0]
            length = np.linalg.norm(step, axis=-1, keepdims=True)
            point = point - step * np.minimum(1.0, LONGEST / np.maximum(length, 1e-12))
        found = np.abs(at(point)).max(axis=-1) < SOLVED
        found &= np.abs(point - start).max(axis=-1) < FARTHEST
    for column, name in enumerate(names):
        batch = batch.fixing(name, point[:, column])
    return batch.restricted(found)
