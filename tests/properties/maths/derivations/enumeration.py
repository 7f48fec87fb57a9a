"""Values of neutral formulas by plain enumeration: every assignment of states, every grid point, no cleverness.

Imports nothing of the program under test.
"""

import math
from dataclasses import dataclass, field
from itertools import product as assignments
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tests.properties.maths.derivations.formulas import Formula

Array = NDArray[np.float64]
GRID = np.linspace(-30, 30, 6001)


class Meaningless(Exception):
    """A formula has no value: a variable that nothing binds, one on both sides of a bar."""


@dataclass
class World:
    """Numbers, and for questions of laws the joint tables of p and q."""

    numbers: dict[str, float]
    last: int = 0  # T
    names: tuple[tuple[Any, ...], ...] = ()  # variables, one axis of the tables each
    tables: dict[str, Array] = field(default_factory=dict[str, Array])
    observed: tuple[tuple[Any, ...], ...] = ()
    functions: dict[str, Any] = field(default_factory=dict[str, Any])
    gaussians: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    count: int = 0  # N


Bound = dict[Any, Any]


def value(node: Formula, world: World, bound: Bound) -> Any:
    """Return the value of a formula under what is bound."""
    kind = node[0]
    if kind == "num":
        return float(node[1])
    if kind == "sym":
        return _symbol(node[1], world, bound)
    if kind == "raw":
        return world.functions[node[2]](world, bound)
    if kind == "add":
        return sum(value(term, world, bound) for term in node[1:])
    if kind == "neg":
        return -value(node[1], world, bound)
    if kind == "mul":
        return math.prod(value(factor, world, bound) for factor in node[1:])
    if kind == "frac":
        return value(node[1], world, bound) / value(node[2], world, bound)
    if kind == "pow":
        return value(node[1], world, bound) ** value(node[2], world, bound)
    if kind == "log":
        return np.log(value(node[1], world, bound))
    if kind == "exp":
        return np.exp(value(node[1], world, bound))
    if kind == "sigma":
        return 1 / (1 + np.exp(-value(node[1], world, bound)))
    if kind in {"sum", "prod"}:
        first, last = (_index(each, world, bound) for each in node[1:3])
        terms = [value(node[3], world, {**bound, "t": t}) for t in range(first, last + 1)]
        return sum(terms) if kind == "sum" else math.prod(terms)
    if kind == "sumi":
        return sum(value(node[1], world, {**bound, "i": i}) for i in range(1, world.count + 1))
    if kind == "int":
        return float(np.trapezoid(value(node[1], world, {**bound, "x": GRID}), GRID))
    if kind == "dens":
        return _density(node, world, bound)
    if kind == "kl":
        return _divergence(node, world, bound)
    return _mean(node, world, bound)


def _symbol(name: str, world: World, bound: Bound) -> Any:
    if name in bound:
        return bound[name]
    if name.endswith("_i"):
        return world.numbers[f"{name[:-2]}_{bound['i']}"]
    return world.numbers[name]


def _index(index: Any, world: World, bound: Bound) -> int:
    if index == "T":
        return world.last
    if isinstance(index, tuple):
        name, shift = cast("tuple[str, int]", index)
        if name == "T":
            return world.last + shift
        if "t" not in bound:
            raise Meaningless
        return int(bound["t"]) + shift
    return int(index)


def _resolved(variables: tuple[Formula, ...], world: World, bound: Bound) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for each in variables:
        if len(each) == 1:
            found.append(each)
        elif isinstance(each[1], tuple) and each[1][0] == "range":
            ends = cast("tuple[Any, ...]", each[1])
            first, last = _index(ends[1], world, bound), _index(ends[2], world, bound)
            found.extend((each[0], at) for at in range(first, last + 1))
        else:
            found.append((each[0], _index(each[1], world, bound)))
    if any(each not in world.names for each in found):
        raise Meaningless
    return found


def _marginal(table: Array, names: list[tuple[Any, ...]], world: World, bound: Bound) -> float:
    """Return the probability of the bound states of some variables, by summing over the others."""
    places: list[Any] = []
    for each in world.names:
        if each in names:
            if each not in bound:
                raise Meaningless
            places.append(bound[each])
        else:
            places.append(slice(None))
    return float(np.sum(table[tuple(places)]))


def _density(node: Formula, world: World, bound: Bound) -> Any:
    _, head, of, given = node
    if head in world.gaussians:
        mean, deviation = (world.numbers[name] for name in world.gaussians[head])
        x = _symbol(of[0][0], world, bound)
        return np.exp(-((x - mean) ** 2) / (2 * deviation**2)) / (math.sqrt(2 * math.pi) * deviation)
    table = world.tables[head[0]]
    left, right = _resolved(of, world, bound), _resolved(given, world, bound)
    if len({*left, *right}) != len(left) + len(right):
        raise Meaningless
    both = _marginal(table, left + right, world, bound)
    return both / _marginal(table, right, world, bound) if right else both


def _states(names: list[tuple[Any, ...]], world: World) -> Any:
    sizes = [range(next(iter(world.tables.values())).shape[world.names.index(each)]) for each in names]
    for states in assignments(*sizes):
        yield dict(zip(names, states, strict=True))


def _divergence(node: Formula, world: World, bound: Bound) -> float:
    _, left, right = node
    if left[1] in world.gaussians:
        inside = {**bound, "x": GRID}
        q, p = _density(left, world, inside), _density(right, world, inside)
        return float(np.trapezoid(q * (np.log(q + 1e-300) - np.log(p + 1e-300)), GRID))
    names = _resolved(left[2], world, bound)
    result = 0.0
    for states in _states(names, world):
        inside = {**bound, **states}
        q, p = _density(left, world, inside), _density(right, world, inside)
        result += q * math.log(q / p)
    return result


def _mean(node: Formula, world: World, bound: Bound) -> Any:
    _, law, body = node
    if world.gaussians:
        inside = {**bound, "x": GRID}
        weight = _density(("dens", "q", (("x",),), ()), world, inside)
        values = value(body, world, inside)
        return float(np.trapezoid(weight * np.where(weight > 1e-200, values, 0.0), GRID))
    if law is None:
        names = [each for each in world.names if each not in world.observed]
        law = ("dens", "q", tuple(names), world.observed)
        resolved = names
    else:
        resolved = _resolved(law[2], world, bound)
    result = 0.0
    for states in _states(resolved, world):
        inside = {**bound, **states}
        result += _density(law, world, inside) * value(body, world, inside)
    return result


def everywhere(node: Formula, world: World) -> Array:
    """Return the values of a formula at every state of what is observed.

    A formula that has none raises ``Meaningless``.
    """
    if not world.observed:
        return np.asarray([value(node, world, {})], dtype=np.float64)
    return np.asarray([value(node, world, states) for states in _states(list(world.observed), world)], dtype=np.float64)
