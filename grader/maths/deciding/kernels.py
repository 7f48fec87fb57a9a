"""Kernels: pieces of formulas that polynomials do not have, each of which becomes a generator."""

from dataclasses import dataclass
from typing import TypeAlias

from grader.maths.node import Node

Exponents: TypeAlias = tuple[int, ...]
QuotientKey: TypeAlias = tuple[str, str]
"""Numerator and denominator, written out in the generators of one ring."""


@dataclass(frozen=True, slots=True)
class Named:
    """A symbol, or a constant such as π."""

    name: str
    is_symbol: bool


@dataclass(frozen=True, slots=True)
class Root:
    """The principal root of a quotient; on the real line the real root for odd indices."""

    index: int
    radicand: QuotientKey


@dataclass(frozen=True, slots=True)
class Logarithm:
    """The logarithm of a quotient."""

    of: QuotientKey


@dataclass(frozen=True, slots=True)
class PrimeLogarithm:
    """The logarithm of a number without known factors."""

    number: int


@dataclass(frozen=True, slots=True)
class Modulus:
    """The absolute value of a quotient."""

    of: QuotientKey


@dataclass(frozen=True, slots=True)
class Base:
    """A polynomial that is raised to a power too large to be multiplied out."""

    of: str


@dataclass(frozen=True, slots=True)
class Exponential:
    """e to a monomial divided by a number."""

    exponents: Exponents
    divisor: int


@dataclass(frozen=True, slots=True)
class Circular:
    """The cosine or sine of a monomial times a fraction."""

    name: str
    exponents: Exponents
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something known only by what it is applied to, by keys of quotients or by its tree."""

    op: str
    parts: tuple[QuotientKey | Node | tuple[int, ...], ...]


Kernel: TypeAlias = Named | Root | Logarithm | PrimeLogarithm | Modulus | Base | Exponential | Circular | Opaque
IMAGINARY = Named("i", is_symbol=False)
CIRCLE = Named("pi", is_symbol=False)
