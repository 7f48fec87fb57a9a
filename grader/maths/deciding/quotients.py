"""Polynomials over ℚ in a fixed number of generators, and their quotients, within limits of size."""

from fractions import Fraction
from math import comb, gcd, isqrt, lcm
from typing import NamedTuple

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from grader.maths.deciding.kernels import QuotientKey

GENERATORS = 16
MAX_TERMS = 3_000  # of a polynomial
MAX_WORK = 200_000  # products of terms in one multiplication
MAX_GCD = 4_000  # product of the numbers of terms
MAX_DEGREE = 200  # of polynomials whose common factors are sought
LARGEST_FACTORED = 10_000  # numbers whose roots and logarithms are split into primes

CONTEXT = fmpq_mpoly_ctx.get([f"g{at}" for at in range(GENERATORS)], Ordering.degrevlex)
GENERATOR_POLYNOMIALS = CONTEXT.gens()
ONE_POLYNOMIAL = CONTEXT.constant(1)
ZERO_POLYNOMIAL = CONTEXT.constant(0)


class TooLarge(ValueError):
    """The polynomials would grow beyond the limits, or there are too many kernels."""


class Quotient(NamedTuple):
    """Numerator and denominator; the denominator is never the zero polynomial."""

    above: fmpq_mpoly
    below: fmpq_mpoly


class Relation(NamedTuple):
    """``generator**power`` equals a quotient."""

    power: int
    value: Quotient


ZERO, ONE = Quotient(ZERO_POLYNOMIAL, ONE_POLYNOMIAL), Quotient(ONE_POLYNOMIAL, ONE_POLYNOMIAL)


def constant(value: Fraction | int) -> Quotient:
    """Return a number as a quotient."""
    if isinstance(value, Fraction):
        return Quotient(CONTEXT.constant(fmpq(value.numerator, value.denominator)), ONE_POLYNOMIAL)
    return Quotient(CONTEXT.constant(value), ONE_POLYNOMIAL)


def generator_polynomial(at: int) -> fmpq_mpoly:
    """Return a generator alone."""
    return GENERATOR_POLYNOMIALS[at]


def lone_generator(p: fmpq_mpoly) -> int | None:
    """Return the generator that a polynomial is, None if it is anything else."""
    if len(p) != 1 or p.total_degree() != 1 or p.leading_coefficient() != 1:
        return None
    return [int(exponent) for exponent in p.degrees()].index(1)


def monomial_content(p: fmpq_mpoly) -> tuple[list[tuple[int, int]], fmpq_mpoly]:
    """Split off the generators that divide every term: their exponents, and what is left."""
    term = p.term_content()
    exponents = [(at, int(exponent)) for at, exponent in enumerate(term.degrees()) if exponent]
    if not exponents:
        return [], p
    rest = p / term
    return exponents, rest if term.leading_coefficient() > 0 else -rest


def times(p: fmpq_mpoly, q: fmpq_mpoly) -> fmpq_mpoly:
    """Multiply within the limits.

    Raises:
        TooLarge: beyond them.
    """
    work = len(p) * len(q)
    if work > MAX_WORK:
        raise TooLarge
    product = p * q
    if work > MAX_TERMS and len(product) > MAX_TERMS:
        raise TooLarge
    return product


def raised(p: fmpq_mpoly, n: int) -> fmpq_mpoly:
    """Raise to a power within the limits.

    Raises:
        TooLarge: beyond them.
    """
    count = len(p)
    if n > 100_000 or (count > 1 and (n > MAX_TERMS or comb(n + count - 1, min(n, count - 1)) > MAX_TERMS)):
        raise TooLarge
    return p**n


def content_of(value: Quotient) -> tuple[Fraction, Quotient]:
    """Split a positive rational number off, so that what is left has content 1; its sign stays inside."""
    if value.above.is_zero():
        raise TooLarge
    above, below = _number_content(value.above), _number_content(value.below)
    scale = above / below
    if scale.numerator > LARGEST_FACTORED or scale.denominator > LARGEST_FACTORED:
        return Fraction(1), value
    top, bottom = fmpq(above.numerator, above.denominator), fmpq(below.numerator, below.denominator)
    return scale, Quotient(value.above / top, value.below / bottom)


def _number_content(p: fmpq_mpoly) -> Fraction:
    above, below = 0, 1
    for c in p.coeffs():
        above, below = gcd(above, int(c.p)), lcm(below, int(c.q))
    return Fraction(above, below)


def primes_of(value: Fraction) -> list[tuple[int, int]]:
    """Return the primes of a positive fraction with their exponents; what is large stays whole."""
    found: list[tuple[int, int]] = []
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        rest = number
        for prime in range(2, isqrt(rest) + 1):
            count = 0
            while rest % prime == 0:
                rest //= prime
                count += 1
            if count:
                found.append((prime, sign * count))
            if prime * prime > rest:
                break
        if rest > 1:
            found.append((rest, sign))
    return found


def simplified(q: Quotient) -> Quotient:
    """Cancel common factors and make the denominator's leading coefficient 1.

    Raises:
        TooLarge: if looking for common factors might take long.
    """
    above, below = q
    if not below.is_constant():
        if len(above) * len(below) > MAX_GCD or above.total_degree() + below.total_degree() > MAX_DEGREE:
            raise TooLarge
        common = above.gcd(below)
        if not common.is_constant():
            above, below = above / common, below / common
    lead = below.leading_coefficient()
    return Quotient(above / lead, below / lead)


def key_of(q: Quotient) -> QuotientKey:
    """Return a key that equal quotients of polynomials share."""
    above, below = simplified(q)
    return str(above), str(below)


def number_of(q: Quotient) -> Fraction | None:
    """Return the rational number that a quotient is, None if it holds generators."""
    if not (q.above.is_constant() and q.below.is_constant()):
        return None
    if q.above.is_zero():
        return Fraction(0)
    ratio = q.above.leading_coefficient() / q.below.leading_coefficient()
    return Fraction(int(ratio.p), int(ratio.q))
