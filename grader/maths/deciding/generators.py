"""Values and signs of polynomials in symbols and kernels, at a point."""

from typing import cast

from flint import acb, arb, fmpq, fmpq_mpoly

from grader.maths.deciding.algebra import GENERATORS, Algebra, Quotient
from grader.maths.deciding.balls import OPEN, STRICT, Ball, Unclear, divide
from grader.maths.deciding.state import State
from grader.maths.tree import Constant


class GeneratorValues:
    """The value of each generator of an algebra at one point, computed when asked for."""

    def __init__(self, algebra: Algebra, state: State) -> None:
        self.algebra = algebra
        self.state = state
        self.keys = {at: key for key, at in algebra.kernels.items()}
        self.known: dict[int, Ball] = {}
        self.table = OPEN if algebra.is_complex else STRICT

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
            found = self.known[at] = self._generator(self.keys[at])
        return found

    def _generator(self, key: object) -> Ball:
        zero = arb(0)
        match key:
            case str():
                return self.state.value(key)
            case Constant(name="i"):
                return acb(0, 1)
            case Constant(name="pi"):
                return arb.pi()
            case Constant(name="euler_gamma"):
                return arb.const_euler()
            case ("log", int() as prime):
                return arb(prime).log()
            case ("root", int() as index, _):
                return self._root(self.quotient(self.algebra.radicands[self.algebra.kernels[key]]), index)
            case ("log", _):
                return self.table["log"](self.quotient(self.algebra.radicands[self.algebra.kernels[key]]), zero)
            case ("base", (terms, _)):
                total: Ball = arb(0)
                for exponents, coefficient in cast("tuple[tuple[tuple[int, ...], fmpq], ...]", terms):
                    total = total + self.monomial(exponents, coefficient)
                return total
            case ("exp", tuple() as exponents, int() as q) if len(exponents) == GENERATORS:
                return (self.monomial(exponents, fmpq(1, q))).exp()
            case (("cos" | "sin") as name, ("angle", tuple() as exponents, int() as p, int() as q)):
                return self.table[name](self.monomial(exponents, fmpq(p, q)), zero)
            case _:
                raise Unclear

    def _root(self, value: Ball, index: int) -> Ball:
        if index == 2:
            return self.table["sqrt"](value, arb(0))
        if isinstance(value, arb) and index % 2 == 1 and value < 0:
            return -((-value) ** (1 / arb(index)))
        return self.table["pow"](value, 1 / arb(index))
