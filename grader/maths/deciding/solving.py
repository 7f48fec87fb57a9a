"""Points at which factors have known signs: random ones, and ones where a factor certainly vanishes."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

from flint import acb, acb_poly, arb, fmpz

from grader.maths.deciding.balls import Ball, Unclear, Undefined, excludes_zero, sign_of
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.expressions import Precision
from grader.maths.deciding.generators import GeneratorValues, symbols_in
from grader.maths.deciding.magnitudes import text_of
from grader.maths.deciding.quotients import GENERATORS
from grader.maths.deciding.signs import Table
from grader.maths.deciding.state import State
from grader.maths.notation import Domain

RANDOM_POINTS = 40
LINES = 8  # on which zeros of one factor are sought
GRID = 24  # points of a line at which signs are compared
STEPS = 48  # of bisection
BITS = 192

Point = list[tuple[str, str]]
Draw = Callable[[str, Random, float], Ball]


def occurring(table: Table, clock: Clock, domain_of: Callable[[str], Domain]) -> Iterator[tuple[dict[int, int], Point]]:
    """Yield combinations of signs that certainly occur, each with its point.

    Args:
        table: holds the factors.
        clock: the budget.
        domain_of: where a symbol of a name lies.
    """
    names = sorted(table.algebra.symbols)
    random = Random(len(names) * 7919 + len(table.factors))  # noqa: S311 - repeatable, nothing secret
    with Precision(BITS):
        for index in range(RANDOM_POINTS):
            clock.check()
            values = {name: _draw(domain_of(name), random, index) for name in names}
            signs = _signs(table, clock, values, zero=None)
            if signs is not None:
                yield signs, _point(values)
        for line in range(LINES):
            for factor in range(len(table.factors)):
                clock.check()
                for values in _zeros(table, clock, factor, names, random, line, domain_of):
                    signs = _signs(table, clock, values, zero=factor)
                    if signs is not None:
                        yield signs, _point(values)


def _point(values: dict[str, Ball]) -> Point:
    return [(name, text_of(value)) for name, value in values.items()]


def _draw(domain: Domain, random: Random, index: int) -> Ball:
    scale = (2, 1, 5, 20, 0.5)[index % 5]
    size = arb((fmpz(random.randrange(1, int(scale * 4096)) | 1), fmpz(-12)))
    match domain:
        case "positive" | "nonnegative":
            return size
        case "probability":
            return arb((fmpz(random.randrange(1, 4096) | 1), fmpz(-12)))
        case "negative":
            return -size
        case "integer":
            return arb(random.randint(-9, 9))
        case "natural":
            return arb(random.randint(1, 12))
        case "complex":
            second = arb((fmpz(random.randrange(1, 8192) | 1), fmpz(-12)))
            return acb(size * random.choice((-1, 1)), second * random.choice((-1, 1)))
        case _:
            return size * random.choice((-1, 1))


def _state(table: Table, clock: Clock, values: dict[str, Ball]) -> GeneratorValues:
    return GeneratorValues(table.algebra, State(clock, values.__getitem__, 0))


def _signs(table: Table, clock: Clock, values: dict[str, Ball], zero: int | None) -> dict[int, int] | None:
    """Return the sign of each factor at a point, None if one is not certain."""
    generators = _state(table, clock, values)
    signs: dict[int, int] = {}
    for index, factor in enumerate(table.factors):
        if index == zero:
            signs[index] = 0
            continue
        try:
            value = generators.of(factor)
            if table.is_complex:
                if not excludes_zero(value):
                    return None
                signs[index] = 1
            else:
                signs[index] = sign_of(value)
        except Unclear:
            return None
        except Undefined:
            # A kernel without a value: every factor that holds it is settled by the guards of its statements.
            signs[index] = 2
    return signs


def _zeros(
    table: Table,
    clock: Clock,
    factor: int,
    names: list[str],
    random: Random,
    line: int,
    domain_of: Callable[[str], Domain],
) -> Iterator[dict[str, Ball]]:
    """Yield points on a random line along one axis at which a factor certainly vanishes."""
    degrees = table.factors[factor].degrees()
    movable = [name for name in names if degrees[table.algebra.symbols[name]]]
    if not movable:
        return
    name = movable[line % len(movable)]
    values = {each: _draw(domain_of(each), random, line) for each in names}
    if table.is_complex:
        if domain_of(name) != "complex":
            return  # a root off the real line would be no value of it
        yield from _complex_zeros(table, clock, factor, name, values)
        return
    if domain_of(name) in {"integer", "natural", "boolean"}:
        return
    if degrees[table.algebra.symbols[name]] == 1:
        coefficients = _coefficients(table, clock, factor, table.algebra.symbols[name], values)
        if coefficients is not None and excludes_zero(coefficients[1]):
            root = -coefficients[0] / coefficients[1]
            if isinstance(root, arb) and root.is_finite() and _certainly_fits(root, domain_of(name)):
                yield {**values, name: root}
            return

    def sign(x: arb) -> int:
        try:
            return sign_of(_state(table, clock, {**values, name: x}).of(table.factors[factor]))
        except (Unclear, Undefined):
            return 0

    grid = sorted({float((x * 1.37) ** 3 / 200) for x in range(-GRID // 2, GRID // 2 + 1)})
    kept = [arb(x) for x in grid if _fits(x, domain_of(name))]
    found = 0
    for low, high in pairwise(kept):
        first, second = sign(low), sign(high)
        if first == 0 and found < 2 and _vanishes(table, clock, factor, {**values, name: low}):
            found += 1
            yield {**values, name: low}
        if first * second < 0 and found < 2:
            root = _bisected(sign, low, high, first)
            if root is not None and _is_continuous(table, clock, factor, {**values, name: root}):
                found += 1
                yield {**values, name: root}


def _vanishes(table: Table, clock: Clock, factor: int, values: dict[str, Ball]) -> bool:
    """Whether a factor is exactly zero."""
    try:
        return bool(_state(table, clock, values).of(table.factors[factor]) == 0)
    except (Unclear, Undefined):
        return False


def _certainly_fits(x: arb, domain: Domain) -> bool:
    if domain in {"positive", "nonnegative"}:
        return bool(x > 0)
    if domain == "probability":
        return bool(x > 0) and bool(x < 1)
    return bool(x < 0) if domain == "negative" else True


def _fits(x: float, domain: Domain) -> bool:
    if domain in {"positive", "nonnegative"}:
        return x > 0
    if domain == "probability":
        return 0 < x < 1
    return x < 0 if domain == "negative" else True


def _bisected(sign: Callable[[arb], int], low: arb, high: arb, first: int) -> arb | None:
    """Narrow a change of sign down to a ball."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = sign(middle)
        if found == 0:
            break
        if found == first:
            low = middle
        else:
            high = middle
    return low.union(high)


def _is_continuous(table: Table, clock: Clock, factor: int, values: dict[str, Ball]) -> bool:
    """Whether the factor has a finite enclosure around a change of sign, hence a zero and no pole there."""
    try:
        return _state(table, clock, values).of(table.factors[factor]).is_finite()
    except (Unclear, Undefined):
        return False


def _complex_zeros(
    table: Table, clock: Clock, factor: int, name: str, values: dict[str, Ball]
) -> Iterator[dict[str, Ball]]:
    coefficients = _coefficients(table, clock, factor, table.algebra.symbols[name], values)
    if coefficients is None:
        return
    try:
        roots = acb_poly([acb(each) for each in coefficients]).roots()
    except ValueError:
        return
    for root in roots[:3]:
        yield {**values, name: root}


def _coefficients(table: Table, clock: Clock, factor: int, at: int, values: dict[str, Ball]) -> list[Ball] | None:
    """Return a factor's coefficients as a polynomial in one symbol; None if kernels hold that symbol too."""
    p = table.factors[factor]
    degrees = p.degrees()
    for kernel in range(GENERATORS):
        if degrees[kernel] and kernel != at:
            held = symbols_in(table.algebra, kernel)
            if held is None or at in held:
                return None
    generators = _state(table, clock, values)
    found: list[Ball] = [arb(0)] * (int(degrees[at]) + 1)
    try:
        for exponents, coefficient in p.to_dict().items():
            rest = (*exponents[:at], 0, *exponents[at + 1 :])
            degree = int(exponents[at])
            found[degree] = found[degree] + generators.monomial(rest, coefficient)
    except (Unclear, Undefined):
        return None
    return found
