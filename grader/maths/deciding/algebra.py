"""Formulas as exact quotients of polynomials over ℚ in symbols and kernels, with the relations that kernels obey.

A kernel is a piece that polynomials do not have: √u with s² = u, sin m and cos m with s² = 1 − c², e^m, log u, |u|
with a² = u² on the real line, i with i² = −1, f(u), a factorial up to whole shifts. Sums inside exponentials and
trigonometric functions are taken apart. Two formulas with the same quotient are equal wherever both have values; the
converse holds only where there are no kernels.
"""

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from grader.maths.deciding.budget import Clock
from grader.maths.deciding.calculus import NotDifferentiable, head_and_orders
from grader.maths.deciding.kernels import (
    CIRCLE,
    IMAGINARY,
    Circular,
    Exponential,
    Exponents,
    Kernel,
    Logarithm,
    Modulus,
    Named,
    Opaque,
    PrimeLogarithm,
    Root,
)
from grader.maths.deciding.quotients import (
    GENERATOR_POLYNOMIALS,
    GENERATORS,
    ONE,
    ONE_POLYNOMIAL,
    ZERO,
    Quotient,
    Relation,
    TooLarge,
    constant,
    content_of,
    key_of,
    number_of,
    primes_of,
    simplified,
)
from grader.maths.deciding.ring import Ring
from grader.maths.node import Node
from grader.maths.tree import Call, Constant, Number, Op, Symbol

MAX_MULTIPLE = 12  # of an angle that is taken apart
MAX_ANGLE_TERMS = 4
MAX_SHIFT = 40  # of a factorial that is drawn out
MAX_ROOT = 64


class Algebra(Ring):
    """Turns formulas into quotients; one instance per comparison, so that equal kernels get one generator."""

    def __init__(self, clock: Clock, *, is_complex: bool) -> None:
        super().__init__(clock, is_complex=is_complex)
        self._known: dict[Node, Quotient] = {}

    def take_domain(self) -> frozenset[Kernel] | None:
        """Return the kernels with a domain, as ``Ring`` does; later formulas are read afresh."""
        self._known.clear()
        return super().take_domain()

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
                return self.symbol(node.name)
            case Constant(name="i"):
                return self.imaginary()
            case Constant(name="e"):
                return self._exp(ONE)
            case Constant(name="pi" | "euler_gamma" as name):
                return self.fixed(Named(name, is_symbol=False))
            case Op(op=op, args=args):
                rule = _RULES.get(op)
                if rule is not None:
                    return rule(self, [self.of(arg) for arg in args])
                if op == "pow":
                    return self._pow(args[0], args[1])
                if op == "root":
                    return self._pow(args[0], Op("div", (Number(Fraction(1), "1"), args[1])))
                return self.opaque(Opaque(op, tuple([key_of(self.of(arg)) for arg in args])))
            case Call():
                return self._call(node)
            case _:
                return self.opaque(Opaque("", (node,)))

    def _call(self, node: Call) -> Quotient:
        try:
            head, orders = head_and_orders(node)
        except NotDifferentiable:
            return self.opaque(Opaque("", (node,)))
        return self.opaque(Opaque("call", (head, orders, *(key_of(self.of(arg)) for arg in node.args))))

    def _pow(self, base: Node, exponent: Node) -> Quotient:
        power = self.of(exponent)
        exact = number_of(power)
        if exact is not None:
            value = self.of(base)
            if exact.denominator == 1:
                return self.power(value, int(exact))
            return self.power(self.root(value, exact.denominator), exact.numerator)
        return self._exp(self.mul(power, self._log(self.of(base))))

    def root(self, value: Quotient, index: int) -> Quotient:
        """Return the principal root as a kernel with its relation; square factors of numbers are drawn out."""
        if index > MAX_ROOT:
            raise TooLarge
        content, primitive = content_of(value)
        drawn = ONE
        for prime, exponent in primes_of(content):
            drawn = self.mul(drawn, self.power(self._root_of(constant(prime), index), exponent))
        if primitive.above == primitive.below:
            return drawn
        return self.mul(drawn, self._root_of(primitive, index))

    def _root_of(self, value: Quotient, index: int) -> Quotient:
        value = simplified(value)
        exact = number_of(value)
        if exact is not None and exact < 0:
            return self._root_of_negative(exact, index)
        key = Root(index, key_of(value))
        at = self.generator(key)
        self.relations.setdefault(at, Relation(index, value))
        self.radicands.setdefault(at, value)
        if exact is not None:
            return self.fixed(key)
        self.partial.append(key)
        return self.quotient(key)

    def _root_of_negative(self, value: Fraction, index: int) -> Quotient:
        if index == 2:
            return self.mul(self.imaginary(), self.root(constant(-value), 2))
        if index % 2 and not self.is_complex:
            return self.minus(self.root(constant(-value), index))
        raise TooLarge

    def _log(self, value: Quotient) -> Quotient:
        content, primitive = content_of(value)
        total = ZERO
        for prime, exponent in primes_of(content):
            total = self.add(total, self.mul(constant(exponent), self.fixed(PrimeLogarithm(prime))))
        if primitive.above == primitive.below:
            return total
        key = Logarithm(key_of(primitive))
        self.partial.append(key)
        self.radicands.setdefault(self.generator(key), primitive)
        return self.add(total, self.quotient(key))

    def _exp(self, value: Quotient) -> Quotient:
        if not value.below.is_constant():
            return self.unit(Opaque("exp", (key_of(value),)))
        scale = value.below.leading_coefficient()
        total = ONE
        imaginary = self.kernels.get(IMAGINARY, -1)
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
        if len(where) == 1 and exponents[where[0]] == 1 and isinstance(self.kernel_of(where[0]), Logarithm):
            return self.power(self.root(self.radicands[where[0]], int(c.q)), int(c.p))
        kernel = Exponential(exponents, int(c.q))
        base = self.fixed(kernel) if self.are_constant(exponents) else self.unit(kernel)
        return self.power(base, int(c.p))

    def _angle(self, value: Quotient) -> tuple[Quotient, Quotient]:
        """Return cosine and sine, of sums by the addition theorem, of small multiples by de Moivre."""
        if not value.below.is_constant() or len(value.above) > MAX_ANGLE_TERMS:
            key = key_of(value)
            return self._circle(Opaque("cos", (key,)), Opaque("sin", (key,)))
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
        circle = self.kernels.get(CIRCLE, -1)
        if circle >= 0 and exponents[circle] == 1 and sum(exponents) == 1 and (2 * c).q == 1:
            quarter = int((2 * c).p) % 4
            return constant((1, 0, -1, 0)[quarter]), constant((0, 1, 0, -1)[quarter])
        multiple = int(c.p)
        if not 0 < abs(multiple) <= MAX_MULTIPLE:
            unit = self._turned(exponents, int(abs(c).p), int(c.q))
            return (unit[0], self.minus(unit[1])) if multiple < 0 else unit
        cosine, sine = self._turned(exponents, 1, int(c.q))
        if multiple < 0:
            sine = self.minus(sine)
        total = cosine, sine
        for _ in range(abs(multiple) - 1):
            total = (
                self.add(self.mul(total[0], cosine), self.minus(self.mul(total[1], sine))),
                self.add(self.mul(total[1], cosine), self.mul(total[0], sine)),
            )
        return total

    def _turned(self, exponents: Exponents, above: int, below: int) -> tuple[Quotient, Quotient]:
        cosine, sine = Circular("cos", exponents, above, below), Circular("sin", exponents, above, below)
        if self.are_constant(exponents):
            self.constants.update((self.generator(cosine), self.generator(sine)))
        return self._circle(cosine, sine)

    def _circle(self, cosine: Kernel, sine: Kernel) -> tuple[Quotient, Quotient]:
        c = GENERATOR_POLYNOMIALS[self.generator(cosine)]
        self.relations.setdefault(self.generator(sine), Relation(2, Quotient(1 - c * c, ONE_POLYNOMIAL)))
        return self.quotient(cosine), self.quotient(sine)

    def absolute(self, value: Quotient) -> Quotient:
        """Return |u| as a kernel; on the real line its square is u²."""
        content, primitive = content_of(value)
        if primitive.above == primitive.below:
            return constant(content)
        if primitive.above.leading_coefficient() < 0:
            primitive = self.minus(primitive)
        kernel = Modulus(key_of(primitive))
        at = self.generator(kernel)
        self.moduli.add(at)
        self.arguments.setdefault(at, primitive)
        if not self.is_complex:
            self.relations.setdefault(at, Relation(2, self.mul(primitive, primitive)))
        return self.mul(constant(content), self.quotient(kernel))

    def factorial(self, value: Quotient) -> Quotient:
        """Return u! with whole shifts drawn out: (n + 2)! = (n + 2)(n + 1) n!."""
        if not value.below.is_constant():
            return self.opaque(Opaque("factorial", (key_of(value),)))
        shift = (value.above / value.below.leading_coefficient()).to_dict().get((0,) * GENERATORS, fmpq(0))
        whole = int(shift.p) // int(shift.q)
        if abs(whole) > MAX_SHIFT:
            return self.opaque(Opaque("factorial", (key_of(value),)))
        base = self.add(value, constant(-whole))
        if base.above.is_zero():
            if whole < 0:
                raise TooLarge
            total = ONE
        else:
            total = self.opaque(Opaque("factorial", (key_of(base),)))
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
