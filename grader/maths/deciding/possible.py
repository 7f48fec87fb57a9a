"""Which combinations of signs can occur together: what shows from the signs of terms alone."""

from collections.abc import Mapping

from flint import fmpq, fmpq_mpoly

from grader.maths.deciding.kernels import Root
from grader.maths.deciding.quotients import lone_generator
from grader.maths.deciding.signs import Signs, Table


class Possibilities:
    """Bounds of the signs of the factors of a table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def possible(self, index: int) -> tuple[int, ...]:
        """Return the signs that one factor alone can have, as far as its terms show."""
        if self.table.is_complex:
            return (0, 1)
        factor = self.table.factors[index]
        low, high = self.term_signs(factor, {})
        if low < 0 < high:
            low = 0 if self._is_never_negative(factor, {}) else low
            high = 0 if self._is_never_negative(-factor, {}) else high
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
        if at in self.table.algebra.units:
            return 1, 1
        if at in self.table.algebra.radicands or at in self.table.algebra.moduli:
            kernel = self.table.algebra.kernel_of(at)
            is_even = isinstance(kernel, Root) and kernel.index % 2 == 0
            return (0, 1) if is_even or at in self.table.algebra.moduli else (-1, 1)
        for name, found in self.table.algebra.symbols.items():
            if found == at:
                return _DOMAIN_SIGNS.get(self.table.domain_of(name), (-1, 1))
        return -1, 1

    def can_occur(self, signs: Signs) -> bool:
        """Whether nothing speaks against a combination of signs; a necessary condition only."""
        if self.table.is_complex:
            return True
        known: dict[int, int] = {}
        for index, sign in signs.items():
            at = lone_generator(self.table.factors[index])
            if at is not None:
                known[at] = sign
        for index, sign in signs.items():
            if sign == 0 and not self._spread_zero(self.table.factors[index], known):
                return False
        positive = [(inside * sign) for inside, signed in self.table.radicands for sign in (signed.at(signs),) if sign]
        for index, sign in signs.items():
            factor = self.table.factors[index]
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
        if any(self._is_definite_in(p, at, known) for at, degree in enumerate(p.degrees()) if degree == 2):
            return True
        lead, factors = p.factor()
        return lead > 0 and all(exponent % 2 == 0 for _, exponent in factors)

    def _is_definite_in(self, p: fmpq_mpoly, at: int, known: Mapping[int, int]) -> bool:
        """Whether p = ax² + bx + c with a > 0 and b² ≤ 4ac everywhere."""
        leading = [c for exponents, c in p.to_dict().items() if exponents[at] == 2 and sum(exponents) == 2]
        others = [exponents for exponents in p.monoms() if exponents[at] == 2 and sum(exponents) > 2]
        if others or len(leading) != 1 or leading[0] < 0:
            return False
        return self.term_signs(p.discriminant(at), known)[1] <= 0


_DOMAIN_SIGNS: dict[str, tuple[int, int]] = {
    "positive": (1, 1),
    "probability": (0, 1),
    "nonnegative": (0, 1),
    "negative": (-1, -1),
    "natural": (0, 1),
}


def _sum_of_signs(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    """Bounds of the sign of a sum of two numbers whose signs are bounded."""
    low = (
        1 if first[0] + second[0] > 0 and min(first[0], second[0]) >= 0 else 0 if min(first[0], second[0]) >= 0 else -1
    )
    high = (
        -1 if first[1] + second[1] < 0 and max(first[1], second[1]) <= 0 else 0 if max(first[1], second[1]) <= 0 else 1
    )
    return low, high
