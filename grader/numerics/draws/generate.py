"""Draw inputs from a seed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from grader.model.checker import Oracle
from grader.model.memo import IdentityMemo
from grader.model.values import Array, ArrayValue, FunctionValue, Value, array_value
from grader.numerics.draws.specs import (
    Choice,
    Cycle,
    Derived,
    Draws,
    FunctionNamed,
    Given,
    Integers,
    Linspace,
    Listed,
    LogUniform,
    Normal,
    Number,
    Plain,
    Shape,
    Simplex,
    Spec,
    Uniform,
    needs,
)

MOST_ENTRIES = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One call's inputs: everything drawn by name, and the names that are passed, in order."""

    values: Mapping[str, Value]
    names: tuple[str, ...]

    @property
    def arguments(self) -> tuple[Value, ...]:
        """The arguments of the call."""
        return tuple(self.values[name] for name in self.names)


def draw_cases(draws: Draws, seed: int, oracle: Oracle) -> tuple[Case, ...]:
    """Draw all cases: the random ones, then the listed ones.

    Args:
        draws: what the rubric says.
        seed: 0 or more; the same seed gives the same cases.
        oracle: makes what is derived from other names.

    Returns:
        The cases, in order.

    Raises:
        ValueError: if a drawn size does not do (negative, too large, fewer entries than zeros).
    """
    return _DRAWN.get((draws, oracle), seed, lambda: _draw_cases(draws, seed, oracle))


_DRAWN = IdentityMemo[tuple[Case, ...]](most=2000)  # drawn once for a class, not once for each hand-in


def _draw_cases(draws: Draws, seed: int, oracle: Oracle) -> tuple[Case, ...]:
    specs: dict[str, Given] = {**draws.auxiliary, **draws.arguments}
    names = tuple(draws.arguments)
    drawn = [_draw_case(specs, names, _Stream(seed, 0, at), oracle) for at in range(draws.random_count)]
    listed = [_draw_case({**specs, **case}, names, _Stream(seed, 1, at), oracle) for at, case in enumerate(draws.cases)]
    return (*drawn, *listed)


@dataclass(frozen=True, slots=True)
class _Stream:
    """Random numbers for one case: a generator of its own for every name."""

    seed: int
    kind: int
    index: int

    def generator(self, name: str) -> Generator:
        words = np.frombuffer(hashlib.sha256(name.encode()).digest(), np.uint32)
        return Generator(PCG64(SeedSequence([self.seed, self.kind, self.index, *(int(word) for word in words)])))


def _draw_case(specs: Mapping[str, Given], names: tuple[str, ...], stream: _Stream, oracle: Oracle) -> Case:
    values: dict[str, Value] = {}

    def draw(name: str) -> None:
        if name in values:
            return
        for other in needs(specs[name]):
            draw(other)
        spec = specs[name]
        if isinstance(spec, Derived):
            values[name] = as_argument(oracle.call(spec.reference, tuple(values[each] for each in spec.of)))
        else:
            values[name] = _drawn(spec, stream.generator(name), stream.index, values)

    for name in specs:
        draw(name)
    return Case(values, names)


def as_argument(value: Value) -> Value:
    """Return a value as it is passed: an array of shape () becomes a Python number."""
    return value.data.item() if isinstance(value, ArrayValue) and value.data.ndim == 0 else value


def _drawn(spec: Spec | Plain, random: Generator, index: int, values: Mapping[str, Value]) -> Value:
    match spec:
        case Normal():
            return _value(spec.loc + spec.scale * random.standard_normal(_sizes(spec.normal, values)))
        case Uniform():
            low, high = spec.uniform
            return _value(low + (high - low) * random.random(_sizes(spec.shape, values)))
        case LogUniform():
            low, high = np.log(spec.log_uniform)
            return _value(np.exp(low + (high - low) * random.random(_sizes(spec.shape, values))))
        case Integers():
            low, high = spec.integers
            return _value(random.integers(low, high, _sizes(spec.shape, values), endpoint=True))
        case Linspace():
            first, last, count = spec.linspace
            line = np.linspace(first, last, count)
            return array_value(line[:, None] if spec.column else line)
        case Simplex():
            return array_value(_simplex(random, _sizes(spec.simplex, values), spec.zeros))
        case Choice():
            return _given(spec.choice[int(random.integers(len(spec.choice)))])
        case Cycle():
            return _given(spec.cycle[index % len(spec.cycle)])
        case Listed():
            return _given(spec.value)
        case Derived():
            msg = "derived values come from the oracle"
            raise TypeError(msg)
        case _:
            return _given(spec)


def _value(drawn: Array) -> Value:
    array = np.asarray(drawn)
    return array.item() if array.ndim == 0 else array_value(array)


def _given(value: Plain | FunctionNamed) -> Value:
    if isinstance(value, FunctionNamed):
        return FunctionValue(value.function)
    return array_value(np.array(_numbers(value), np.float64)) if isinstance(value, tuple) else _number(value)


def _numbers(value: Plain) -> object:
    return [_numbers(each) for each in value] if isinstance(value, tuple) else _number(value)


def _number(value: Number) -> bool | int | float:
    return float(value) if isinstance(value, str) else value


def _sizes(shape: Shape, values: Mapping[str, Value]) -> tuple[int, ...]:
    sizes: list[int] = []
    for size in shape:
        drawn = values[size] if isinstance(size, str) else size
        if not isinstance(drawn, int) or drawn < 0:
            msg = f"{size!r} is no size: it is {drawn!r}, not an integer of 0 or more"
            raise ValueError(msg)
        sizes.append(int(drawn))
    if float(np.prod([float(size) for size in sizes])) > MOST_ENTRIES:
        msg = f"shape {sizes} has more than {MOST_ENTRIES} entries"
        raise ValueError(msg)
    return tuple(sizes)


def _simplex(random: Generator, sizes: tuple[int, ...], zeros: int) -> Array:
    if zeros >= sizes[-1] > 0:
        msg = f"a row of {sizes[-1]} probabilities cannot have {zeros} zeros"
        raise ValueError(msg)
    weights = -np.log1p(-random.random(sizes))  # exponential, so that normalised rows are uniform on the simplex
    weights = np.maximum(weights, np.finfo(np.float64).tiny)
    if zeros:
        # The places of the smallest of independent numbers are a uniform choice without repetition.
        order = np.argsort(random.random(sizes), axis=-1)
        np.put_along_axis(weights, order[..., :zeros], 0.0, axis=-1)
    return weights / weights.sum(axis=-1, keepdims=True)
