"""A point at which formulas are evaluated: values of symbols, random functions for unknown ones, conventions."""

import zlib
from collections.abc import Callable
from random import Random
from typing import Literal

from flint import arb

from grader.maths.deciding.balls import Ball
from grader.maths.deciding.budget import Clock

Convention = Literal["real", "principal"]
"""Which branch where people disagree: (−8)^(1/3) is −2 or not real; arccot of a negative number."""


class State:
    """Values of symbols by name, drawn when first asked for, and what was noticed while evaluating."""

    __slots__ = ("clock", "convention", "draw", "is_ambiguous", "is_whole", "seed", "values")

    def __init__(self, clock: Clock, draw: Callable[[str], Ball], seed: int) -> None:
        self.clock = clock
        self.draw = draw
        self.seed = seed
        self.values: dict[str, Ball] = {}
        self.convention: Convention = "real"
        self.is_ambiguous = False
        self.is_whole = False

    def value(self, name: str) -> Ball:
        """Return a symbol's value, the same each time."""
        found = self.values.get(name)
        if found is None:
            found = self.values[name] = self.draw(name)
        return found


class RandomFunction:
    """A smooth function that stands for an unknown one: a slope and three waves, chosen by its name.

    Its derivatives of any order are exact. It takes every value, or every one above a bound if it is declared positive,
    so that max(f(x), −5) is not taken for f(x).
    """

    def __init__(self, name: str, arity: int, *, is_positive: bool = False) -> None:
        random = Random(zlib.crc32(f"{name}/{arity}".encode()))  # noqa: S311 - repeatable, nothing secret
        self.is_positive = is_positive
        self.constant = arb(random.randrange(150, 200)) / 64 if is_positive else arb(random.randrange(-20, 20)) / 64
        self.slopes = tuple([arb(random.choice((-1, 1)) * random.randrange(9, 40) * 2 + 1) / 64 for _ in range(arity)])
        self.waves = [
            (
                arb(random.choice((-1, 1)) * random.randrange(17, 47)) / 64,
                tuple([arb(random.choice((-1, 1)) * random.randrange(20, 90, 2) + 1) / 64 for _ in range(arity)]),
                arb(random.randrange(400)) / 64,
            )
            for _ in range(3)
        ]

    def __call__(self, args: list[Ball], orders: tuple[int, ...]) -> Ball:
        """Return the value of a partial derivative.

        Args:
            args: the arguments.
            orders: the order by each argument.
        """
        turns = sum(orders)
        total: Ball = self._trend(args, orders) + (arb(0) if turns else self.constant)
        for size, frequencies, phase in self.waves:
            angle: Ball = phase
            factor: Ball = size
            for arg, frequency, order in zip(args, frequencies, orders, strict=True):
                angle = angle + frequency * arg
                factor = factor * frequency**order
            wave = angle.sin() if turns % 2 == 0 else angle.cos()
            total = total + (factor if turns % 4 in {0, 1} else -factor) * wave
        return total

    def _trend(self, args: list[Ball], orders: tuple[int, ...]) -> Ball:
        """Return a linear function's derivative of some order; a square's, for positive functions."""
        turns = sum(orders)
        total: Ball = arb(0)
        for arg, slope, order in zip(args, self.slopes, orders, strict=True):
            if order != turns:
                continue  # mixed derivatives of a sum vanish
            if self.is_positive:
                parts: tuple[Ball, ...] = (arg * arg, 2 * arg, arb(2))
                total = total + (abs(slope) * parts[turns] if turns < len(parts) else arb(0))
            elif turns <= 1:
                total = total + (slope if turns else slope * arg)
        return total
