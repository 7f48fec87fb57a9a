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


def symbols_in(algebra: Algebra, at: int) -> frozenset[int] | None:
    """Return the symbols' generators that a generator's value hangs on, None if that is not known."""
    if at in algebra.constants:
        return frozenset()
    key = next(key for key, found in algebra.kernels.items() if found == at)
    match key:
        case str():
            return frozenset({at}) if at in algebra.symbols.values() else None
        case ("root" | "log", *_) if at in algebra.radicands:
            radicand = algebra.radicands[at]
            return symbols_of(algebra, radicand.above, radicand.below)
        case ("base", (terms, _)):
            held = [exponents for exponents, _ in cast("tuple[tuple[tuple[int, ...], fmpq], ...]", terms)]
        case ("exp", tuple() as exponents, int()):
            held = [cast("tuple[int, ...]", exponents)]
        case ("cos" | "sin", ("angle", tuple() as exponents, int(), int())):
            held = [cast("tuple[int, ...]", exponents)]
        case _:
            return None
    inner = {index for exponents in held for index, exponent in enumerate(exponents) if exponent}
    return _joined([symbols_in(algebra, index) for index in inner])


def symbols_of(algebra: Algebra, *polynomials: fmpq_mpoly) -> frozenset[int] | None:
    """Return the symbols' generators that polynomials hang on, through kernels too; None if that is not known."""
    held = {index for p in polynomials for index, degree in enumerate(p.degrees()) if degree}
    return _joined([symbols_in(algebra, index) for index in held])


def _joined(parts: list[frozenset[int] | None]) -> frozenset[int] | None:
    found: set[int] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)
