"""Formulas as exact quotients of polynomials over ℚ in symbols and kernels, with the relations that kernels obey.

A kernel is a piece that polynomials do not have: √u with s² = u, sin m and cos m with s² = 1 − c², e^m, log u, |u|
with a² = u² on the real line, i with i² = −1, f(u), a factorial up to whole shifts. Sums inside exponentials and
trigonometric functions are taken apart. Two formulas with the same quotient are equal wherever both have values; the
converse holds only where there are no kernels.
"""

from collections.abc import Callable
from fractions import Fraction
from math import comb, gcd, isqrt, lcm
from typing import NamedTuple, cast

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from grader.maths.deciding.budget import Clock
from grader.maths.deciding.calculus import NotDifferentiable, head_and_orders
from grader.maths.node import Node
from grader.maths.tree import Call, Constant, Number, Op, Symbol

GENERATORS = 16
MAX_TERMS = 3_000  # of a polynomial
MAX_WORK = 200_000  # products of terms in one multiplication
MAX_GCD = 4_000  # product of the numbers of terms
MAX_DEGREE = 200  # of polynomials whose common factors are sought
MAX_MULTIPLE = 12  # of an angle that is taken apart
LARGEST_FACTORED = 10_000  # numbers whose roots and logarithms are split into primes

_CONTEXT = fmpq_mpoly_ctx.get([f"g{at}" for at in range(GENERATORS)], Ordering.degrevlex)
_GENERATORS = _CONTEXT.gens()
_ONE = _CONTEXT.constant(1)
_ZERO = _CONTEXT.constant(0)


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


ZERO, ONE = Quotient(_ZERO, _ONE), Quotient(_ONE, _ONE)


def constant(value: Fraction | int) -> Quotient:
    """Return a number as a quotient."""
    if isinstance(value, Fraction):
        return Quotient(_CONTEXT.constant(fmpq(value.numerator, value.denominator)), _ONE)
    return Quotient(_CONTEXT.constant(value), _ONE)


def generator_polynomial(at: int) -> fmpq_mpoly:
    """Return a generator alone."""
    return _GENERATORS[at]


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


class Algebra:
    """Turns formulas into quotients; one instance per comparison, so that equal kernels get one generator."""

    def __init__(self, clock: Clock, *, is_complex: bool) -> None:
        self.clock = clock
        self.is_complex = is_complex
        self.kernels: dict[object, int] = {}
        self.relations: dict[int, Relation] = {}
        self.symbols: dict[str, int] = {}
        self.partial: list[object] = []
        self.denominators: list[fmpq_mpoly] = []
        self.units: set[int] = set()  # generators that are never zero
        self.constants: set[int] = set()  # generators that no symbol moves
        self.radicands: dict[int, Quotient] = {}
        self.moduli: set[int] = set()
        self._known: dict[Node, Quotient] = {}

    def take_domain(self) -> frozenset[object] | None:
        """Return the kernels with a domain that were met since the last call; None if a divisor may vanish widely.

        A divisor like |x| − x vanishes on a half line; one without roots and absolute values at isolated places only.
        """
        kernels = [at for at, relation in self.relations.items() if relation.power and at not in self.units]
        suspects = [at for at in kernels if at in self.radicands or at in self.moduli]
        is_wide = any(divisor.degrees()[at] for divisor in self.denominators for at in suspects)
        found = None if is_wide else frozenset(self.partial)
        self.partial.clear()
        self.denominators.clear()
        self._known.clear()
        return found

    # --- arithmetic
    def add(self, p: Quotient, q: Quotient) -> Quotient:
        """Return a sum."""
        if p.below == q.below:
            return Quotient(p.above + q.above, p.below)
        return Quotient(times(p.above, q.below) + times(q.above, p.below), times(p.below, q.below))

    def mul(self, p: Quotient, q: Quotient) -> Quotient:
        """Return a product, with the kernels' relations put in."""
        return self.reduced(Quotient(times(p.above, q.above), times(p.below, q.below)))

    def div(self, p: Quotient, q: Quotient) -> Quotient:
        """Return a quotient.

        Raises:
            TooLarge: for division by zero as well: there is no value.
        """
        if q.above == 0:
            raise TooLarge
        if not q.above.is_constant():
            self.denominators.append(q.above)
        return self.reduced(Quotient(times(p.above, q.below), times(p.below, q.above)))

    def power(self, p: Quotient, n: int) -> Quotient:
        """Return a whole power; a large one of a sum becomes the power of a new kernel."""
        if n < 0:
            return self.power(self.div(ONE, p), -n)
        try:
            return self.reduced(Quotient(raised(p.above, n), raised(p.below, n)))
        except TooLarge:
            if n > 1 << 40 or not p.below.is_constant():
                raise
        lead = p.above.leading_coefficient() / p.below.leading_coefficient()
        if abs(lead.p) != 1 or lead.q != 1:
            raise TooLarge
        sign = -1 if lead < 0 else 1
        normal = Quotient(p.above / p.above.leading_coefficient(), _ONE)
        kernel = self.generator(("base", self.key(normal)))
        return Quotient(_GENERATORS[kernel] ** n * (sign if n % 2 else 1), _ONE)

    def reduced(self, q: Quotient) -> Quotient:
        """Put the relations in until none applies."""
        if not self.relations:
            return q
        above, extra_below = self._reduce(q.above)
        below, extra_above = self._reduce(q.below)
        if below == 0:
            raise TooLarge
        return Quotient(
            above if extra_above == 1 else times(above, extra_above),
            below if extra_below == 1 else times(below, extra_below),
        )

    def _reduce(self, p: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """Return a polynomial and a denominator with the value of ``p``."""
        denominator = _ONE
        for _ in range(40):
            degrees = p.degrees()
            for at, relation in self.relations.items():
                if degrees[at] >= relation.power:
                    p, factor = self._reduce_by(p, at, degrees[at], relation)
                    denominator = times(denominator, factor)
                    break
            else:
                return p, denominator
        raise TooLarge

    def _reduce_by(self, p: fmpq_mpoly, at: int, degree: int, relation: Relation) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        most = degree // relation.power
        if most > 500:
            raise TooLarge
        by_quotient: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for exponents, coefficient in p.to_dict().items():
            whole, rest = divmod(exponents[at], relation.power)
            kept = (*exponents[:at], rest, *exponents[at + 1 :])
            group = by_quotient.setdefault(int(whole), {})
            group[kept] = group.get(kept, fmpq(0)) + coefficient
        total = _ZERO
        above, below = relation.value
        for whole, group in by_quotient.items():
            factor = times(raised(above, whole), raised(below, most - whole))
            total += times(_CONTEXT.from_dict(group), factor)
        return total, raised(below, most)

    # --- kernels
    def key(self, q: Quotient) -> object:
        """Return a hashable form that equal quotients of polynomials share."""
        above, below = self.simplified(q)
        return tuple(sorted(above.to_dict().items())), tuple(sorted(below.to_dict().items()))

    def simplified(self, q: Quotient) -> Quotient:
        """Cancel common factors and make the denominator's leading coefficient 1."""
        above, below = q
        if not below.is_constant():
            if len(above) * len(below) > MAX_GCD or above.total_degree() + below.total_degree() > MAX_DEGREE:
                raise TooLarge
            common = above.gcd(below)
            if not common.is_constant():
                above, below = above / common, below / common
        lead = below.leading_coefficient()
        return Quotient(above / lead, below / lead)

    def generator(self, key: object) -> int:
        """Return the generator of a kernel or symbol.

        Raises:
            TooLarge: when there are too many.
        """
        found = self.kernels.get(key)
        if found is None:
            if len(self.kernels) == GENERATORS:
                raise TooLarge
            found = self.kernels[key] = len(self.kernels)
        return found

    def kernel(self, key: object) -> Quotient:
        """Return a kernel as a quotient."""
        return Quotient(_GENERATORS[self.generator(key)], _ONE)

    def of(self, node: Node) -> Quotient:
        """Return the quotient of a formula of the core.

        Raises:
            TooLarge: if it cannot be had within the limits.
        """
        found = self._known.get(node)
        if found is None:
            self.clock.check()
            found = self._known[node] = self._of(node)
        return found

    def _of(self, node: Node) -> Quotient:
        match node:
            case Number(value=value):
                return constant(value)
            case Symbol():
                at = self.generator(node.name)
                self.symbols[node.name] = at
                return Quotient(_GENERATORS[at], _ONE)
            case Constant(name="i"):
                return self.imaginary()
            case Constant(name="e"):
                return self._exp(ONE)
            case Constant(name="pi" | "euler_gamma" as name):
                self.units.add(self.generator(Constant(name)))
                self.constants.add(self.generator(Constant(name)))
                return self.kernel(Constant(name))
            case Op(op=op, args=args):
                rule = _RULES.get(op)
                if rule is not None:
                    return rule(self, [self.of(arg) for arg in args])
                if op == "pow":
                    return self._pow(args[0], args[1])
                if op == "root":
                    return self._pow(args[0], Op("div", (Number(Fraction(1), "1"), args[1])))
                return self._opaque((op, *(self.key(self.of(arg)) for arg in args)))
            case Call():
                return self._call(node)
            case _:
                return self._opaque(node)

    def imaginary(self) -> Quotient:
        """Return the imaginary unit."""
        unit = self.generator(Constant("i"))
        self.relations.setdefault(unit, Relation(2, constant(-1)))
        self.units.add(unit)
        self.constants.add(unit)
        return Quotient(_GENERATORS[unit], _ONE)

    def _opaque(self, key: object) -> Quotient:
        self.partial.append(key)
        return self.kernel(key)

    def _call(self, node: Call) -> Quotient:
        try:
            head, orders = head_and_orders(node)
        except NotDifferentiable:
            return self._opaque(node)
        return self._opaque((head, orders, *(self.key(self.of(arg)) for arg in node.args)))

    def _pow(self, base: Node, exponent: Node) -> Quotient:
        power = self.of(exponent)
        if power.above.is_constant() and power.below.is_constant():
            ratio = (
                power.above.leading_coefficient() / power.below.leading_coefficient() if power.above != 0 else fmpq(0)
            )
            exact = Fraction(int(ratio.p), int(ratio.q))
            value = self.of(base)
            if exact.denominator == 1:
                return self.power(value, int(exact))
            return self.power(self.root(value, exact.denominator), exact.numerator)
        return self._exp(self.mul(power, self._log(self.of(base))))

    def root(self, value: Quotient, index: int) -> Quotient:
        """Return the principal root as a kernel with its relation; square factors of numbers are drawn out."""
        if index > 64:
            raise TooLarge
        content, primitive = _content(value)
        drawn = ONE
        for prime, exponent in _primes(content):
            drawn = self.mul(drawn, self.power(self._root_of(constant(prime), index), exponent))
        if primitive.above == primitive.below:
            return drawn
        return self.mul(drawn, self._root_of(primitive, index))

    def _root_of(self, value: Quotient, index: int) -> Quotient:
        value = self.simplified(value)
        key = ("root", index, self.key(value))
        at = self.generator(key)
        self.relations.setdefault(at, Relation(index, value))
        self.radicands.setdefault(at, value)
        if value.above.is_constant() and value.below.is_constant():
            self.units.add(at)
            self.constants.add(at)
        else:
            self.partial.append(key)
        return Quotient(_GENERATORS[at], _ONE)

    def _log(self, value: Quotient) -> Quotient:
        content, primitive = _content(value)
        total = ZERO
        for prime, exponent in _primes(content):
            self.constants.add(self.generator(("log", prime)))
            total = self.add(total, self.mul(constant(exponent), self.kernel(("log", prime))))
        if primitive.above == primitive.below:
            return total
        key = ("log", self.key(primitive))
        self.partial.append(key)
        at = self.generator(key)
        self.radicands.setdefault(at, primitive)
        return self.add(total, Quotient(_GENERATORS[at], _ONE))

    def _exp(self, value: Quotient) -> Quotient:
        if not value.below.is_constant():
            return self._unit(("exp", self.key(value)))
        scale = value.below.leading_coefficient()
        total = ONE
        imaginary = self.kernels.get(Constant("i"), -1)
        for exponents, coefficient in value.above.to_dict().items():
            c = coefficient / scale
            if imaginary >= 0 and exponents[imaginary] == 1:
                rest = (*exponents[:imaginary], 0, *exponents[imaginary + 1 :])
                cosine, sine = self._turn(rest, c)
                total = self.mul(total, self.add(cosine, self.mul(self.imaginary(), sine)))
            else:
                total = self.mul(total, self._exp_of_term(exponents, c))
        return total

    def _exp_of_term(self, exponents: tuple[int, ...], c: fmpq) -> Quotient:
        where = [at for at, exponent in enumerate(exponents) if exponent]
        if len(where) == 1 and exponents[where[0]] == 1 and where[0] in self.radicands:
            key = next(key for key, at in self.kernels.items() if at == where[0])
            if isinstance(key, tuple) and key and key[0] == "log":
                return self.power(self.root(self.radicands[where[0]], int(c.q)), int(c.p))
        key = ("exp", exponents, int(c.q))
        if self.only_constants(exponents):
            self.constants.add(self.generator(key))
        return self.power(self._unit(key), int(c.p))

    def only_constants(self, exponents: tuple[int, ...]) -> bool:
        """Whether a monomial holds nothing that a symbol moves."""
        return all(at in self.constants for at, exponent in enumerate(exponents) if exponent)

    def _unit(self, key: object) -> Quotient:
        """Return a kernel that is never zero."""
        self.units.add(self.generator(key))
        return self.kernel(key)

    def _angle(self, value: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine, of sums by the addition theorem, of small multiples by de Moivre."""
        if not value.below.is_constant() or len(value.above) > 4:
            return self._circle(("angle", self.key(value)))
        scale = value.below.leading_coefficient()
        cosine, sine = ONE, ZERO
        for exponents, coefficient in value.above.to_dict().items():
            c, s = self._turn(exponents, coefficient / scale)
            cosine, sine = (
                self.add(self.mul(cosine, c), self.minus(self.mul(sine, s))),
                self.add(self.mul(sine, c), self.mul(cosine, s)),
            )
        return cosine, sine

    def _turn(self, exponents: tuple[int, ...], c: fmpq) -> tuple[Quotient, Quotient]:
        circle = self.kernels.get(Constant("pi"), -1)
        if circle >= 0 and exponents[circle] == 1 and sum(exponents) == 1 and (2 * c).q == 1:
            quarter = int((2 * c).p) % 4
            return constant((1, 0, -1, 0)[quarter]), constant((0, 1, 0, -1)[quarter])
        multiple = int(c.p)
        if not 0 < abs(multiple) <= MAX_MULTIPLE:
            unit = self._circle(("angle", exponents, int(abs(c).p), int(c.q)))
            return (unit[0], self.minus(unit[1])) if multiple < 0 else unit
        cosine, sine = self._circle(("angle", exponents, 1, int(c.q)))
        if multiple < 0:
            sine = self.minus(sine)
        total = cosine, sine
        for _ in range(abs(multiple) - 1):
            total = (
                self.add(self.mul(total[0], cosine), self.minus(self.mul(total[1], sine))),
                self.add(self.mul(total[1], cosine), self.mul(total[0], sine)),
            )
        return total

    def _circle(self, key: tuple[object, ...]) -> tuple[Quotient, Quotient]:
        cosine, sine = self.generator(("cos", key)), self.generator(("sin", key))
        exponents = key[1]
        if len(key) == 4 and isinstance(exponents, tuple) and self.only_constants(cast("tuple[int, ...]", exponents)):
            self.constants.update((cosine, sine))
        c = _GENERATORS[cosine]
        self.relations.setdefault(sine, Relation(2, Quotient(1 - c * c, _ONE)))
        return Quotient(c, _ONE), Quotient(_GENERATORS[sine], _ONE)

    def minus(self, q: Quotient) -> Quotient:
        """Return the opposite."""
        return Quotient(-q.above, q.below)

    def absolute(self, value: Quotient) -> Quotient:
        """Return |u| as a kernel; on the real line its square is u²."""
        content, primitive = _content(value)
        if primitive.above == primitive.below:
            return constant(content)
        if primitive.above.leading_coefficient() < 0:
            primitive = self.minus(primitive)
        at = self.generator(("abs", self.key(primitive)))
        self.moduli.add(at)
        if not self.is_complex:
            self.relations.setdefault(at, Relation(2, self.mul(primitive, primitive)))
        return self.mul(constant(content), Quotient(_GENERATORS[at], _ONE))

    def factorial(self, value: Quotient) -> Quotient:
        """Return u! with whole shifts drawn out: (n + 2)! = (n + 2)(n + 1) n!."""
        if not value.below.is_constant():
            return self._opaque(("factorial", self.key(value)))
        shift = (value.above / value.below.leading_coefficient()).to_dict().get((0,) * GENERATORS, fmpq(0))
        whole = int(shift.p) // int(shift.q)
        if abs(whole) > 40:
            return self._opaque(("factorial", self.key(value)))
        base = self.add(value, constant(-whole))
        if base.above.is_constant():
            total = ONE if base.above == 0 else self._opaque(("factorial", self.key(base)))
            if base.above == 0 and whole < 0:
                raise TooLarge
        else:
            total = self._opaque(("factorial", self.key(base)))
        for step in range(1, whole + 1):
            total = self.mul(total, self.add(base, constant(step)))
        for step in range(0, whole, -1):
            total = self.div(total, self.add(base, constant(step)))
        return total

    def binomial(self, n: Quotient, k: Quotient) -> Quotient:
        """Return a binomial coefficient by factorials."""
        rest = self.add(n, self.minus(k))
        return self.div(self.factorial(n), self.mul(self.factorial(k), self.factorial(rest)))

    def hyperbolic(self, value: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosh and sinh by exponentials."""
        up = self._exp(value)
        down = self.div(ONE, up)
        half = constant(Fraction(1, 2))
        return self.mul(half, self.add(up, down)), self.mul(half, self.add(up, self.minus(down)))

    def sine(self, value: Quotient) -> Quotient:
        """Return a sine."""
        return self._angle(value)[1]

    def cosine(self, value: Quotient) -> Quotient:
        """Return a cosine."""
        return self._angle(value)[0]

    def tangent(self, value: Quotient) -> Quotient:
        """Return a tangent."""
        cosine, sine = self._angle(value)
        return self.div(sine, cosine)

    def exponential(self, value: Quotient) -> Quotient:
        """Return e^u."""
        return self._exp(value)

    def logarithm(self, value: Quotient) -> Quotient:
        """Return log u."""
        return self._log(value)


def _content(value: Quotient) -> tuple[Fraction, Quotient]:
    """Split a positive rational number off, so that what is left has content 1; its sign stays inside."""
    if value.above == 0:
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


def _primes(value: Fraction) -> list[tuple[int, int]]:
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


def _sum(algebra: Algebra, args: list[Quotient]) -> Quotient:
    total = args[0]
    for each in args[1:]:
        total = algebra.add(total, each)
    return total


def _product(algebra: Algebra, args: list[Quotient]) -> Quotient:
    total = args[0]
    for each in args[1:]:
        total = algebra.mul(total, each)
    return total


_RULES: dict[str, Callable[[Algebra, list[Quotient]], Quotient]] = {
    "add": _sum,
    "mul": _product,
    "neg": lambda a, u: a.minus(u[0]),
    "div": lambda a, u: a.div(u[0], u[1]),
    "sqrt": lambda a, u: a.root(u[0], 2),
    "exp": lambda a, u: a.exponential(u[0]),
    "log": lambda a, u: a.logarithm(u[0]) if len(u) == 1 else a.div(a.logarithm(u[0]), a.logarithm(u[1])),
    "abs": lambda a, u: a.absolute(u[0]),
    "sin": lambda a, u: a.sine(u[0]),
    "cos": lambda a, u: a.cosine(u[0]),
    "tan": lambda a, u: a.tangent(u[0]),
    "cot": lambda a, u: a.div(a.cosine(u[0]), a.sine(u[0])),
    "sec": lambda a, u: a.div(ONE, a.cosine(u[0])),
    "csc": lambda a, u: a.div(ONE, a.sine(u[0])),
    "cosh": lambda a, u: a.hyperbolic(u[0])[0],
    "sinh": lambda a, u: a.hyperbolic(u[0])[1],
    "tanh": lambda a, u: a.div(*reversed(a.hyperbolic(u[0]))),
    "coth": lambda a, u: a.div(*a.hyperbolic(u[0])),
    "sech": lambda a, u: a.div(ONE, a.hyperbolic(u[0])[0]),
    "csch": lambda a, u: a.div(ONE, a.hyperbolic(u[0])[1]),
    "logistic": lambda a, u: a.div(ONE, a.add(ONE, a.div(ONE, a.exponential(u[0])))),
    "factorial": lambda a, u: a.factorial(u[0]),
    "gamma": lambda a, u: a.factorial(a.add(u[0], constant(-1))),
    "binomial": lambda a, u: a.binomial(u[0], u[1]),
}


class Proof(NamedTuple):
    """What exact algebra says about two formulas.

    Attributes:
        is_equal: they are equal wherever both have values.
        same_domain: and they have values at the same places, isolated points aside.
    """

    is_equal: bool
    same_domain: bool


NO_PROOF = Proof(is_equal=False, same_domain=False)


def prove_equal(left: Node, right: Node, clock: Clock, *, is_complex: bool) -> Proof:
    """Try to prove that two formulas of the core are equal."""
    algebra = Algebra(clock, is_complex=is_complex)
    try:
        p = algebra.of(left)
        first = algebra.take_domain()
        q = algebra.of(right)
        second = algebra.take_domain()
        gap = algebra.reduced(Quotient(times(p.above, q.below) - times(q.above, p.below), _ONE))
    except (TooLarge, RecursionError):
        return NO_PROOF
    if gap.above != 0:
        return NO_PROOF
    return Proof(is_equal=True, same_domain=first is not None and first == second)
