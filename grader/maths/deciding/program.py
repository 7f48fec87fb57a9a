"""Programs: formulas as flat lists of ball operations, run at many points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from flint import acb, arb, ctx, fmpq

from grader.maths.deciding.balls import Ball, Function
from grader.maths.deciding.state import State
from grader.maths.notation import Notation

Special: TypeAlias = Callable[[State, list[Ball]], Ball]
Step: TypeAlias = "tuple[Function | Special, int, int]"


class NotComputable(ValueError):
    """A piece of the formula has no numeric value; the message names it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a formula is compiled in.

    Attributes:
        notation: domains of symbols and declarations of functions.
        is_complex: whether parts may be complex without anybody writing the imaginary unit.
        indices: names of bound variables and of symbols that count something: they may index other symbols.
        is_analytic: whether functions have values only where they are analytic, for integration.
        has_imaginary: whether the imaginary unit is written somewhere: then even a cube root may be meant complex.
    """

    notation: Notation
    is_complex: bool = False
    indices: frozenset[str] = frozenset()
    is_analytic: bool = False
    has_imaginary: bool = False

    def binding(self, name: str) -> "Surroundings":
        """Return the surroundings of a body in which a name is bound."""
        return replace(self, indices=self.indices | {name})


@dataclass(frozen=True, slots=True)
class Traits:
    """What was met while compiling.

    Attributes:
        terms: registers that are terms of sums: how far apart they are tells what can hide in rounding.
        steep: registers whose size, not its logarithm, tells that: arguments of tanh and the like.
        kinks: whether something is not meromorphic: roots, logarithms, absolute values, cases …
        opaque: whether something stands for a value that nobody knows, such as a density.
        conventions: whether the value may hang on a ``Convention``.
        integrals: whether an integral limits the precision that can be had.
        alternates: whether something like (−1)^n occurs, which has values at whole n only.
        nesting: how deep sums lie in one another.
        counted: names of symbols that must be whole numbers, since sums run to them.
    """

    terms: tuple[int, ...]
    steep: tuple[int, ...]
    kinks: bool
    opaque: bool
    conventions: bool
    integrals: bool
    alternates: bool
    nesting: int
    counted: frozenset[str]


class Program:
    """Compiled formulas. ``run`` gives their values at a point, all or nothing."""

    __slots__ = ("_cache", "code", "numbers", "outputs", "symbols", "traits")

    def __init__(
        self,
        numbers: Sequence[Fraction | str],
        symbols: Sequence[str],
        code: list[Step],
        outputs: list[int],
        traits: Traits,
    ) -> None:
        self.numbers = tuple(numbers)
        self.symbols = tuple(symbols)
        self.code = code
        self.outputs = outputs
        self.traits = traits
        self._cache: tuple[int, list[Ball]] = (0, [])

    def run(self, state: State) -> list[Ball]:
        """Return the value of each compiled formula, at flint's present precision.

        Raises:
            Undefined: if some part has no value there.
            Unclear: if this precision cannot tell.
        """
        registers = self.registers(state)
        return [registers[k] for k in self.outputs]

    def registers(self, state: State) -> list[Ball]:
        """Return the value of every part.

        Raises:
            Undefined: if some part has no value there.
            Unclear: if this precision cannot tell.
        """
        bits = ctx.prec
        if self._cache[0] != bits:
            self._cache = (bits, [_constant(each) for each in self.numbers])
        registers = self._cache[1].copy()
        for name in self.symbols:
            registers.append(state.value(name))
        append = registers.append
        for function, i, j in self.code:
            # i tells which of the two kinds of function it is
            append(function(registers[i], registers[j]) if i >= 0 else function(state, registers))  # pyright: ignore[reportArgumentType] # the type cannot say so
        return registers


def _constant(value: Fraction | str) -> Ball:
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return arb(value.numerator)
        return arb(fmpq(value.numerator, value.denominator))
    return CONSTANT_VALUES[value]()


CONSTANT_VALUES: dict[str, Callable[[], Ball]] = {
    "pi": arb.pi,
    "e": arb.const_e,
    "i": lambda: acb(0, 1),
    "euler_gamma": arb.const_euler,
}
