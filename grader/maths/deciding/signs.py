"""Statements as functions of the signs of irreducible factors.

Every relation is brought to ``P ρ 0``, P is factored over ℚ in symbols and kernels, and the truth of the statement then
hangs on the sign of each factor (and on whether parts have values, which again are signs). Two statements are the same
if they have the same truth at every combination of signs that can occur, and different if they differ at one that does
occur.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from flint import fmpq, fmpq_mpoly

from grader.maths.deciding.algebra import (
    GENERATORS,
    ONE,
    Algebra,
    Quotient,
    TooLarge,
    generator_polynomial,
    lone_generator,
    monomial_content,
    times,
)
from grader.maths.deciding.balls import Ball, Unclear, Undefined, excludes_zero, sign_of
from grader.maths.deciding.generators import GeneratorValues
from grader.maths.deciding.state import State
from grader.maths.node import Node
from grader.maths.notation import Domain
from grader.maths.tree import Constant, Op, Relation, Symbol

MAX_FACTORED_TERMS = 120
MAX_FACTORED_DEGREE = 60
Signs: TypeAlias = Mapping[int, int]
Truth: TypeAlias = "Callable[[Signs, Mapping[str, bool]], bool]"

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
    index: dict[object, int] = field(default_factory=dict[object, int])
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

    def _guard(self, key: object) -> tuple[Signed, frozenset[int]]:
        """Return the radicand that must not be negative, for a kernel with a domain."""
        kernel = self.algebra.kernels.get(key)
        radicand = None if kernel is None else self.algebra.radicands.get(kernel)
        everywhere = Signed(1, ())
        match key:
            case ("root", int() as index, _) if radicand is not None:
                if index % 2 or self.is_complex:
                    return everywhere, frozenset({1})
                inside = times(radicand.above, radicand.below)
                signed = self.signed(inside)
                self.radicands.append((inside, signed))
                return signed, frozenset({0, 1})
            case ("log", _) if radicand is not None:
                signed = self.signed(times(radicand.above, radicand.below))
                return signed, frozenset({1})
            case ("factorial", _):
                return everywhere, frozenset({1})
            case (str(), *_) if not self.is_complex:
                raise TooHard  # a function whose domain is not a sign
            case _:
                return everywhere, frozenset({1})

    def signed(self, p: fmpq_mpoly) -> Signed:
        """Return a polynomial by its factors, each known or new.

        Raises:
            TooHard: if factoring would be too much.
        """
        if p == 0:
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
        imaginary = self.algebra.kernels.get(Constant("i"), -1)
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
        at = self.algebra.kernels.get(Constant("i"), -1)
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
        key = tuple(sorted(factor.to_dict().items()))
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.factors)
            self.factors.append(factor)
        return found

    # --- which signs can occur
    def possible(self, index: int) -> tuple[int, ...]:
        """Return the signs that one factor alone can have, as far as its terms show."""
        if self.is_complex:
            return (0, 1)
        low, high = self.term_signs(self.factors[index], {})
        return tuple([sign for sign in (-1, 0, 1) if low <= sign <= high])

    def term_signs(self, p: fmpq_mpoly, known: Mapping[int, int]) -> tuple[int, int]:
        """Return bounds of a polynomial's sign from the signs of its terms.

        Args:
            p: a polynomial.
            known: signs of generators.
        """
        low = high = 0
        for exponents, coefficient in p.to_dict().items():
            ends = self._term_sign(exponents, known)
            if coefficient < 0:
                ends = -ends[1], -ends[0]
            low, high = _sum_of_signs((low, high), ends)
        return low, high

    def _term_sign(self, exponents: tuple[int, ...], known: Mapping[int, int]) -> tuple[int, int]:
        low = high = 1
        for at, exponent in enumerate(exponents):
            if exponent:
                ends = self.generator_signs(at, known)
                if exponent % 2 == 0:
                    ends = (0 if ends[0] <= 0 <= ends[1] else 1, 1 if ends != (0, 0) else 0)
                corners = [a * b for a in (low, high) for b in ends]
                low, high = min(corners), max(corners)
        return low, high

    def generator_signs(self, at: int, known: Mapping[int, int]) -> tuple[int, int]:
        """Return bounds of a generator's sign."""
        if at in known:
            return known[at], known[at]
        if at in self.algebra.units:
            return 1, 1
        if at in self.algebra.radicands or at in self.algebra.moduli:
            key = next(key for key, found in self.algebra.kernels.items() if found == at)
            is_even = isinstance(key, tuple) and key[0] == "root" and isinstance(key[1], int) and key[1] % 2 == 0
            return (0, 1) if is_even or at in self.algebra.moduli else (-1, 1)
        for name, found in self.algebra.symbols.items():
            if found == at:
                return _DOMAIN_SIGNS.get(self.domain_of(name), (-1, 1))
        return -1, 1

    def can_occur(self, signs: Signs) -> bool:
        """Whether nothing speaks against a combination of signs; a necessary condition only."""
        if self.is_complex:
            return True
        known: dict[int, int] = {}
        for index, sign in signs.items():
            at = lone_generator(self.factors[index])
            if at is not None:
                known[at] = sign
        for index, sign in signs.items():
            if sign == 0 and not self._spread_zero(self.factors[index], known):
                return False
        positive = [(inside * sign) for inside, signed in self.radicands for sign in (signed.at(signs),) if sign]
        for index, sign in signs.items():
            factor = self.factors[index]
            low, high = self.term_signs(factor, known)
            if not low <= sign <= high:
                return False
            for inside in positive:
                if self._is_bounded_away(factor, inside, sign, known):
                    return False
        return True

    def _spread_zero(self, factor: fmpq_mpoly, known: dict[int, int]) -> bool:
        """Where a sum of terms of one sign vanishes, each term does; tells whether that can be."""
        ends = [self._term_sign(exponents, known) for exponents in factor.monoms()]
        signed = [(a, b) if c > 0 else (-b, -a) for (a, b), c in zip(ends, factor.coeffs(), strict=True)]
        if not (all(low >= 0 for low, _ in signed) or all(high <= 0 for _, high in signed)):
            return True
        for exponents in factor.monoms():
            where = [at for at, exponent in enumerate(exponents) if exponent]
            if len(where) == 1:
                if known.setdefault(where[0], 0) != 0:
                    return False
            elif not where:
                return False
        return True

    def _is_bounded_away(self, factor: fmpq_mpoly, inside: fmpq_mpoly, sign: int, known: Mapping[int, int]) -> bool:
        """Whether f = g + λr with r > 0, λ > 0 and g ≥ 0 shows that f > 0, against its sign; or the opposite."""
        terms = inside.to_dict()
        ratios = {abs(c / terms[exponents]) for exponents, c in factor.to_dict().items() if exponents in terms}
        for ratio in [fmpq(1), *ratios][:6]:
            if sign <= 0 and self._is_never_negative(factor - ratio * inside, known):
                return True
            if sign >= 0 and self._is_never_negative(-factor - ratio * inside, known):
                return True
        return False

    def _is_never_negative(self, p: fmpq_mpoly, known: Mapping[int, int]) -> bool:
        """Whether every term is, or the whole is a square."""
        if self.term_signs(p, known)[0] >= 0:
            return True
        if p.leading_coefficient() < 0 or p.total_degree() > 6 or len(p) > 20:
            return False
        lead, factors = p.factor()
        return lead > 0 and all(exponent % 2 == 0 for _, exponent in factors)

    def combinations(self, groups: Sequence[Sequence[dict[int, int]]]) -> "list[dict[int, int]]":
        """Return all combinations of signs that can occur, one choice out of each group."""
        found: list[dict[int, int]] = []
        for choice in product(*groups):
            signs = {index: sign for part in choice for index, sign in part.items()}
            if self.can_occur(signs):
                found.append(signs)
        return found

    def values(self, state: State) -> list[Ball]:
        """Return the value of each factor at a point.

        Raises:
            Unclear: if one is not known.
            Undefined: if one has none.
        """
        values = GeneratorValues(self.algebra, state)
        return [values.of(factor) for factor in self.factors]


_DOMAIN_SIGNS: dict[str, tuple[int, int]] = {
    "positive": (1, 1),
    "probability": (0, 1),
    "nonnegative": (0, 1),
    "negative": (-1, -1),
    "natural": (0, 1),
}


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


def _sum_of_signs(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    """Bounds of the sign of a sum of two numbers whose signs are bounded."""
    low = (
        1 if first[0] + second[0] > 0 and min(first[0], second[0]) >= 0 else 0 if min(first[0], second[0]) >= 0 else -1
    )
    high = (
        -1 if first[1] + second[1] < 0 and max(first[1], second[1]) <= 0 else 0 if max(first[1], second[1]) <= 0 else 1
    )
    return low, high
