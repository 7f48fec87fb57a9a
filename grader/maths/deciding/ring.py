"""The ring in which formulas are computed: generators for symbols and kernels, and the relations that they obey."""

from flint import fmpq, fmpq_mpoly

from grader.maths.deciding.budget import Clock
from grader.maths.deciding.kernels import IMAGINARY, Base, Kernel, Named, Opaque
from grader.maths.deciding.quotients import (
    CONTEXT,
    GENERATOR_POLYNOMIALS,
    GENERATORS,
    ONE,
    ONE_POLYNOMIAL,
    ZERO_POLYNOMIAL,
    Quotient,
    Relation,
    TooLarge,
    constant,
    raised,
    times,
)

MOST_REDUCTIONS = 40
MAX_REDUCED_POWER = 500
LARGEST_POWER = 1 << 40


class Ring:
    """Generators, numbered as they are met, and arithmetic with their relations put in.

    Attributes:
        clock: the budget.
        is_complex: whether symbols may be complex.
        kernels: the number of each symbol's and kernel's generator.
        relations: by generator.
        symbols: the generators that are symbols, by name.
        partial: kernels that do not have a value everywhere, as they are met.
        denominators: what was divided by, as it is met.
        units: generators that are never zero.
        constants: generators that no symbol moves.
        radicands: what roots and logarithms are of, by generator.
        moduli: generators that are absolute values.
        arguments: what absolute values and bases of large powers are of, by generator.
    """

    def __init__(self, clock: Clock, *, is_complex: bool) -> None:
        self.clock = clock
        self.is_complex = is_complex
        self.kernels: dict[Kernel, int] = {}
        self.relations: dict[int, Relation] = {}
        self.symbols: dict[str, int] = {}
        self.partial: list[Kernel] = []
        self.denominators: list[fmpq_mpoly] = []
        self.units: set[int] = set()
        self.constants: set[int] = set()
        self.radicands: dict[int, Quotient] = {}
        self.moduli: set[int] = set()
        self.arguments: dict[int, Quotient] = {}

    # --- generators
    def generator(self, kernel: Kernel) -> int:
        """Return the generator of a kernel.

        Raises:
            TooLarge: when there are too many.
        """
        found = self.kernels.get(kernel)
        if found is None:
            if len(self.kernels) == GENERATORS:
                raise TooLarge
            found = self.kernels[kernel] = len(self.kernels)
        return found

    def kernel_of(self, at: int) -> Kernel:
        """Return what a generator stands for."""
        return next(kernel for kernel, found in self.kernels.items() if found == at)

    def quotient(self, kernel: Kernel) -> Quotient:
        """Return a kernel as a quotient."""
        return Quotient(GENERATOR_POLYNOMIALS[self.generator(kernel)], ONE_POLYNOMIAL)

    def symbol(self, name: str) -> Quotient:
        """Return a symbol as a quotient."""
        kernel = Named(name, is_symbol=True)
        self.symbols[name] = self.generator(kernel)
        return self.quotient(kernel)

    def unit(self, kernel: Kernel) -> Quotient:
        """Return a kernel that is never zero."""
        self.units.add(self.generator(kernel))
        return self.quotient(kernel)

    def fixed(self, kernel: Kernel) -> Quotient:
        """Return a kernel that is a constant other than zero."""
        self.constants.add(self.generator(kernel))
        return self.unit(kernel)

    def opaque(self, kernel: Opaque) -> Quotient:
        """Return a kernel of which nothing is known but its name."""
        self.partial.append(kernel)
        return self.quotient(kernel)

    def imaginary(self) -> Quotient:
        """Return the imaginary unit."""
        self.relations.setdefault(self.generator(IMAGINARY), Relation(2, constant(-1)))
        return self.fixed(IMAGINARY)

    def are_constant(self, exponents: tuple[int, ...]) -> bool:
        """Whether a monomial holds nothing that a symbol moves."""
        return all(at in self.constants for at, exponent in enumerate(exponents) if exponent)

    def take_domain(self) -> frozenset[Kernel] | None:
        """Return the kernels with a domain that were met since the last call; None if a divisor may vanish widely.

        A divisor like |x| − x vanishes on a half line; one without roots and absolute values at isolated places only.
        """
        suspects = [at for at in (*self.radicands, *self.moduli) if at not in self.units]
        is_wide = any(divisor.degrees()[at] for divisor in self.denominators for at in suspects)
        found = None if is_wide else frozenset(self.partial)
        self.partial.clear()
        self.denominators.clear()
        return found

    def minus(self, q: Quotient) -> Quotient:
        """Return the opposite."""
        return Quotient(-q.above, q.below)

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
        if q.above.is_zero():
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
        base = p.above / p.above.leading_coefficient()
        kernel = self.generator(Base(str(base)))
        self.arguments.setdefault(kernel, Quotient(base, ONE_POLYNOMIAL))
        return Quotient(GENERATOR_POLYNOMIALS[kernel] ** n * (sign if n % 2 else 1), ONE_POLYNOMIAL)

    def reduced(self, q: Quotient) -> Quotient:
        """Put the relations in until none applies."""
        if not self.relations:
            return q
        above, extra_below = self._reduce(q.above)
        below, extra_above = (q.below, ONE_POLYNOMIAL) if q.below.is_one() else self._reduce(q.below)
        if below.is_zero():
            raise TooLarge
        return Quotient(
            above if extra_above.is_one() else times(above, extra_above),
            below if extra_below.is_one() else times(below, extra_below),
        )

    def _reduce(self, p: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """Return a polynomial and a denominator with the value of ``p``."""
        denominator = ONE_POLYNOMIAL
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
        total = ZERO_POLYNOMIAL
        above, below = relation.value
        for whole, group in by_quotient.items():
            factor = times(raised(above, whole), raised(below, most - whole))
            total += times(CONTEXT.from_dict(group), factor)
        return total, raised(below, most)
