"""Values of polynomials in symbols and kernels at a point, and the symbols that they hang on."""

from flint import acb, arb, fmpq, fmpq_mpoly

from grader.maths.deciding.balls import Ball, Unclear
from grader.maths.deciding.functions import OPEN, STRICT, divide
from grader.maths.deciding.kernels import (
    Base,
    Circular,
    Exponential,
    Kernel,
    Logarithm,
    Modulus,
    Named,
    PrimeLogarithm,
    Root,
)
from grader.maths.deciding.quotients import Quotient
from grader.maths.deciding.ring import Ring
from grader.maths.deciding.state import State


class GeneratorValues:
    """The value of each generator of a ring at one point, computed when asked for."""

    def __init__(self, ring: Ring, state: State) -> None:
        self.ring = ring
        self.state = state
        self.kernels: dict[int, Kernel] = {at: kernel for kernel, at in ring.kernels.items()}
        self.known: dict[int, Ball] = {}
        self.table = OPEN if ring.is_complex else STRICT

    def of(self, p: fmpq_mpoly) -> Ball:
        """Return a polynomial's value.

        Raises:
            Unclear: if a kernel's value is not known.
            Undefined: if a kernel has none.
        """
        total: Ball = arb(0)
        for exponents, coefficient in p.to_dict().items():
            total = total + self.monomial(exponents, coefficient)
        return total

    def monomial(self, exponents: tuple[int, ...], coefficient: fmpq) -> Ball:
        """Return a term's value."""
        term: Ball = arb(coefficient)
        for at, exponent in enumerate(exponents):
            if exponent:
                term = term * self.generator(at) ** int(exponent)
        return term

    def quotient(self, q: Quotient) -> Ball:
        """Return a quotient's value."""
        return divide(self.of(q.above), self.of(q.below))

    def generator(self, at: int) -> Ball:
        """Return one generator's value."""
        found = self.known.get(at)
        if found is None:
            found = self.known[at] = self._generator(at, self.kernels[at])
        return found

    def _generator(self, at: int, kernel: Kernel) -> Ball:
        zero = arb(0)
        match kernel:
            case Named(name=name, is_symbol=True):
                return self.state.value(name)
            case Named(name=name):
                return {"i": acb(0, 1), "pi": arb.pi(), "euler_gamma": arb.const_euler()}[name]
            case PrimeLogarithm(number=number):
                return arb(number).log()
            case Root(index=index):
                return self._root(self.quotient(self.ring.radicands[at]), index)
            case Logarithm():
                return self.table["log"](self.quotient(self.ring.radicands[at]), zero)
            case Base():
                return self.of(self.ring.arguments[at].above)
            case Modulus():
                return abs(self.quotient(self.ring.arguments[at]))
            case Exponential(exponents=exponents, divisor=divisor):
                return self.monomial(exponents, fmpq(1, divisor)).exp()
            case Circular(name=name, exponents=exponents, above=above, below=below):
                return self.table[name](self.monomial(exponents, fmpq(above, below)), zero)
            case _:
                raise Unclear

    def _root(self, value: Ball, index: int) -> Ball:
        if index == 2:
            return self.table["sqrt"](value, arb(0))
        if isinstance(value, arb) and index % 2 == 1 and value < 0:
            return -((-value) ** (1 / arb(index)))
        return self.table["pow"](value, 1 / arb(index))


def symbols_in(ring: Ring, at: int) -> frozenset[int] | None:
    """Return the symbols' generators that a generator's value hangs on, None if that is not known."""
    if at in ring.constants:
        return frozenset()
    match ring.kernel_of(at):
        case Named():
            return frozenset({at})
        case Root() | Logarithm():
            radicand = ring.radicands[at]
            return symbols_of(ring, radicand.above, radicand.below)
        case Base() | Modulus():
            argument = ring.arguments[at]
            return symbols_of(ring, argument.above, argument.below)
        case Exponential(exponents=exponents) | Circular(exponents=exponents):
            return _held(ring, [exponents])
        case _:
            return None


def symbols_of(ring: Ring, *polynomials: fmpq_mpoly) -> frozenset[int] | None:
    """Return the symbols' generators that polynomials hang on, through kernels too; None if that is not known."""
    return _held(ring, [p.degrees() for p in polynomials])


def _held(ring: Ring, monomials: list[tuple[int, ...]]) -> frozenset[int] | None:
    inner = {index for exponents in monomials for index, exponent in enumerate(exponents) if exponent}
    found: set[int] = set()
    for index in inner:
        part = symbols_in(ring, index)
        if part is None:
            return None
        found |= part
    return frozenset(found)
