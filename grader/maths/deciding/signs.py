"""Statements as functions of the signs of irreducible factors.

Every relation is brought to ``P ρ 0``, P is factored over ℚ in symbols and kernels, and the truth of the statement then
hangs on the sign of each factor (and on whether parts have values, which again are signs). Two statements are the same
if they have the same truth at every combination of signs that can occur, and different if they differ at one that does
occur.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from flint import fmpq, fmpq_mpoly

from grader.maths.deciding.algebra import Algebra
from grader.maths.deciding.balls import Ball, Unclear, Undefined, excludes_zero, sign_of
from grader.maths.deciding.generators import GeneratorValues
from grader.maths.deciding.kernels import IMAGINARY, Kernel, Logarithm, Opaque, Root
from grader.maths.deciding.quotients import (
    GENERATORS,
    ONE,
    Quotient,
    TooLarge,
    generator_polynomial,
    monomial_content,
    times,
)
from grader.maths.deciding.state import State
from grader.maths.node import Node
from grader.maths.notation import Domain
from grader.maths.tree import Constant, Op, Relation, Symbol

MAX_FACTORED_TERMS = 120
MAX_FACTORED_DEGREE = 60
Signs: TypeAlias = Mapping[int, int]
Truth: TypeAlias = "Callable[[Signs, Mapping[str, bool]], bool]"

_EVERYWHERE = frozenset(
    {"factorial", "call", "", "derivative", "partial", "floor", "ceil", "sgn", "atan", "asinh", "erf", "erfc", "gamma",
     "re", "im", "conjugate", "max", "min", "softplus"}
)  # fmt: skip
_HOLDS: dict[str, frozenset[int]] = {
    "eq": frozenset({0}),
    "ne": frozenset({-1, 1}),
    "lt": frozenset({-1}),
    "le": frozenset({-1, 0}),
    "gt": frozenset({1}),
    "ge": frozenset({0, 1}),
}


class TooHard(ValueError):
    """The statement cannot be brought to signs of polynomials within the limits."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A polynomial as a sign and factors to powers."""

    sign: int
    factors: tuple[tuple[int, int], ...]

    def at(self, signs: Signs) -> int:
        """Return the polynomial's sign."""
        total = self.sign
        for index, exponent in self.factors:
            found = signs[index]
            if found == 0:
                return 0
            total *= found if exponent % 2 else 1
        return total


@dataclass(slots=True)
class Table:
    """The factors of all polynomials met, each once.

    Attributes:
        algebra: where the polynomials live.
        is_complex: then a sign is 0 or 1, zero or not.
        domain_of: where a symbol lies.
        divisors: factors below a bar: where they vanish there is no value.
        names: boolean symbols.
        radicands: what must not be negative, with its factors.
        has_order: whether an inequality occurs.
    """

    algebra: Algebra
    is_complex: bool
    domain_of: Callable[[str], Domain]
    factors: list[fmpq_mpoly] = field(default_factory=list[fmpq_mpoly])
    index: dict[str, int] = field(default_factory=dict[str, int])
    divisors: set[int] = field(default_factory=set[int])
    has_order: bool = False
    names: set[str] = field(default_factory=set[str])
    radicands: list[tuple[fmpq_mpoly, Signed]] = field(default_factory=list[tuple[fmpq_mpoly, Signed]])

    # --- from statements to functions of signs
    def truth(self, node: Node) -> Truth:
        """Return a statement in the one form (see ``truth``) as a function of signs.

        Raises:
            TooHard: beyond the limits.
        """
        match node:
            case Constant(name=name):
                value = name == "true"
                return lambda _signs, _names: value
            case Symbol():
                name = node.name
                self.names.add(name)
                return lambda _signs, names: names[name]
            case Relation(operands=(left, right), relations=(relation,)):
                return self._atom(left, relation, right)
            case Op(op="not", args=(arg,)):
                inner = self.truth(arg)
                return lambda signs, names: not inner(signs, names)
            case Op(op=op, args=args):
                parts = [self.truth(arg) for arg in args]
                return _joined(op, parts)
            case _:
                raise TooHard

    def _atom(self, left: Node, relation: str, right: Node) -> Truth:
        algebra = self.algebra
        if self.is_complex and relation not in {"eq", "ne"}:
            raise TooHard
        algebra.take_domain()
        try:
            p, q = algebra.of(left), algebra.of(right)
            gap = algebra.add(p, algebra.minus(q))
            gap = algebra.reduced(gap)
            divisors, partial = list(algebra.denominators), list(algebra.partial)
            above, below = self.signed(gap.above), self.signed(gap.below)
            needed = [index for each in divisors for index, _ in self.signed(each).factors]
            guards = [self._guard(key) for key in partial]
        except (TooLarge, RecursionError):
            raise TooHard from None
        self.divisors.update(needed)
        self.divisors.update(index for index, _ in below.factors)
        holds = _HOLDS[relation]
        self.has_order |= relation not in {"eq", "ne"}

        def atom(signs: Signs, _names: Mapping[str, bool]) -> bool:
            for index in needed:
                if signs[index] == 0:
                    return False
            for radicand, allowed in guards:
                if radicand.at(signs) not in allowed:
                    return False
            under = below.at(signs)
            return under != 0 and above.at(signs) * under in holds

        return atom

    def _guard(self, kernel: Kernel) -> tuple[Signed, frozenset[int]]:
        """Return the radicand that must not be negative, for a kernel with a domain."""
        everywhere = Signed(1, ()), frozenset({1})
        if self.is_complex:
            return everywhere
        match kernel:
            case Root(index=index):
                if index % 2:
                    return everywhere
                inside = self._inside(kernel)
                signed = self.signed(inside)
                self.radicands.append((inside, signed))
                return signed, frozenset({0, 1})
            case Logarithm():
                return self.signed(self._inside(kernel)), frozenset({1})
            case Opaque(op=op) if op in _EVERYWHERE:
                return everywhere
            case _:
                raise TooHard  # a function whose domain is not a sign

    def _inside(self, kernel: Kernel) -> fmpq_mpoly:
        radicand = self.algebra.radicands[self.algebra.kernels[kernel]]
        return times(radicand.above, radicand.below)

    def signed(self, p: fmpq_mpoly) -> Signed:
        """Return a polynomial by its factors, each known or new.

        Raises:
            TooHard: if factoring would be too much.
        """
        if p.is_zero():
            return Signed(0, ())
        if self.is_complex:
            p = self._without_imaginary_lead(p)
        exponents, core = monomial_content(p)
        factors: list[tuple[int, int]] = []
        sign = 1
        for at, exponent in exponents:
            if at not in self.algebra.units:
                factors.append((self._index_of(generator_polynomial(at)), exponent))
        if not core.is_constant():
            lead, found = self._factored(core)
            if lead < 0:
                sign = -sign
            for factor, exponent in found:
                number = self._constant_sign(factor)
                if number is not None:
                    sign *= number**exponent
                    continue
                lead = factor.leading_coefficient()
                if lead < 0:
                    factor, sign = -factor, sign * (-1) ** int(exponent)
                factors.append((self._index_of(factor), int(exponent)))
        elif core.leading_coefficient() < 0:
            sign = -sign
        unit_sign = self._unit_sign(exponents)
        return Signed(1 if self.is_complex else sign * unit_sign, tuple(factors))

    def _factored(self, core: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
        """Factor over the rationals; what is linear in a generator with a constant coefficient is irreducible."""
        degrees = core.degrees()
        for at, degree in enumerate(degrees):
            if degree == 1:
                holders = [exponents for exponents in core.monoms() if exponents[at]]
                if len(holders) == 1 and sum(holders[0]) == 1:
                    return fmpq(1), [(core, 1)]
        if len(core) > MAX_FACTORED_TERMS or core.total_degree() > MAX_FACTORED_DEGREE:
            raise TooHard
        return core.factor()

    def _unit_sign(self, exponents: Sequence[tuple[int, int]]) -> int:
        """All units but i are positive: π, roots of numbers, exponentials."""
        imaginary = self.algebra.kernels.get(IMAGINARY, -1)
        if not self.is_complex and any(at == imaginary for at, _ in exponents):
            raise TooHard
        return 1

    def _constant_sign(self, factor: fmpq_mpoly) -> int | None:
        """Return the sign of a factor that no symbol moves, None for others."""
        degrees = factor.degrees()
        moved = [at for at in range(GENERATORS) if degrees[at] and at not in self.algebra.constants]
        if moved:
            return None
        state = State(self.algebra.clock, lambda _: _no_symbol(), 0)
        try:
            value = GeneratorValues(self.algebra, state).of(factor)
        except (Unclear, Undefined):
            raise TooHard from None
        if self.is_complex:
            if excludes_zero(value):
                return 1
            raise TooHard
        try:
            found = sign_of(value)
        except Unclear:
            raise TooHard from None
        if found == 0:
            raise TooHard
        return found

    def _without_imaginary_lead(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Divide by the leading coefficient in ℚ(i), so that i times an equation is the same equation."""
        at = self.algebra.kernels.get(IMAGINARY, -1)
        if at < 0 or p.degrees()[at] == 0:
            return p
        rests: dict[tuple[int, ...], list[fmpq]] = {}
        for exponents, coefficient in p.to_dict().items():
            rest = (*exponents[:at], 0, *exponents[at + 1 :])
            rests.setdefault(rest, [fmpq(0), fmpq(0)])[int(exponents[at])] = coefficient
        real, imaginary = rests[max(rests)]
        unit = generator_polynomial(at)
        return self.algebra.mul(Quotient(p, ONE.below), Quotient(real - imaginary * unit, ONE.below)).above

    def _index_of(self, factor: fmpq_mpoly) -> int:
        factor = factor / factor.leading_coefficient()
        key = str(factor)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.factors)
            self.factors.append(factor)
        return found


def _no_symbol() -> Ball:
    raise Unclear


def _joined(op: str, parts: list[Truth]) -> Truth:
    if op == "and":
        return lambda signs, names: all(part(signs, names) for part in parts)
    if op == "or":
        return lambda signs, names: any(part(signs, names) for part in parts)
    first, second = parts
    if op == "implies":
        return lambda signs, names: not first(signs, names) or second(signs, names)
    wanted = op == "iff"
    return lambda signs, names: (first(signs, names) == second(signs, names)) is wanted
