"""Zeros of factors in one symbol that are no polynomials, searched for on the line.

Each zero found is certain: a change of sign of a continuous function. That all were found is not: the line is looked
at from 10^−6 to 10^6, densely, and that is what a verdict's method says.
"""

from collections.abc import Callable
from itertools import pairwise

from flint import arb, fmpz

from grader.maths.deciding.balls import Unclear, Undefined, sign_of
from grader.maths.deciding.cells import BITS, Cell, Cells, between, clustered, confined, real_roots
from grader.maths.deciding.expressions import Precision
from grader.maths.deciding.generators import GeneratorValues
from grader.maths.deciding.kernels import Base, Exponential, Logarithm, Modulus, Root
from grader.maths.deciding.quotients import GENERATORS
from grader.maths.deciding.signs import Table, TooHard
from grader.maths.deciding.state import State

NO_VALUE = 2  # the sign of a factor that has no value; the guards of the statements settle what that means
AGREEING_BITS = 180
_REFINED_BITS = 200
_UNIT = 60  # steps for each factor of ten


def _grid() -> list[arb]:
    sizes = [10 ** (step / _UNIT) for step in range(-6 * _UNIT // 4, 2 * _UNIT)]
    sizes += [10 ** (step / 8) for step in range(17, 49)] + [1e-6, 1e-5, 1e-4, 1e-3]
    points = sorted({0.0137, *sizes})
    return [arb(-x) for x in reversed(points)] + [arb(0)] + [arb(x) for x in points]


_GRID = _grid()
SCANNED = len(_GRID)


def scan(table: Table, at: int, domain: str) -> Cells:
    """Cut the line at the zeros that are found of all factors.

    Args:
        table: holds the factors, in one symbol and kernels of it.
        at: the symbol's generator.
        domain: where the symbol lies.

    Raises:
        TooHard: if a factor has no value that can be computed.
    """
    with Precision(BITS):
        roots: list[tuple[arb, int]] = []
        is_complete = True
        for index, factor in enumerate(table.factors):
            degrees = factor.degrees()
            held = [kernel for kernel in range(GENERATORS) if degrees[kernel] and kernel not in table.algebra.constants]
            if held == [at]:
                found = real_roots(table, at, index)
            else:
                found = _searched(table, at, index)
                is_complete &= not any(_is_periodic(table, kernel) for kernel in held if kernel != at)
            roots.extend((root, index) for root in found)
        clusters, is_exact = clustered(roots)
        cells: list[Cell] = []
        for start, end in pairwise([None, *clusters, None]):
            if start is not None:
                cells.append(_cell(table, at, start[0], frozenset(start[1])))
            sample = between(None if start is None else start[0], None if end is None else end[0])
            cells.append(_cell(table, at, sample, frozenset()))
        return Cells(tuple(confined(cells, domain)), is_exact, is_complete)


def _is_periodic(table: Table, kernel: int) -> bool:
    return not isinstance(table.algebra.kernel_of(kernel), Root | Logarithm | Exponential | Base | Modulus)


def _values(table: Table, at: int, x: arb) -> GeneratorValues:
    values = GeneratorValues(table.algebra, State(table.algebra.clock, _no_other, 0))
    values.known[at] = x
    return values


def _no_other(_name: str) -> arb:
    raise Unclear


def _sign(table: Table, at: int, index: int, x: arb) -> int:
    """Return the sign of a factor, ``NO_VALUE`` where it has none, 3 where that is not clear."""
    try:
        return sign_of(_values(table, at, x).of(table.factors[index]))
    except Undefined:
        return NO_VALUE
    except Unclear:
        return 3


def _searched(table: Table, at: int, index: int) -> list[arb]:
    found: list[arb] = []
    with Precision(64):
        signs = [_sign(table, at, index, x) for x in _GRID]
    if all(sign in {NO_VALUE, 3} for sign in signs):
        raise TooHard
    for (low, first), (high, second) in pairwise(zip(_GRID, signs, strict=True)):
        table.algebra.clock.check()
        if first in {0, 3}:
            exact = _near(table, at, index, low)
            if exact is not None:
                found.append(exact)
        elif first * second == -1:
            root = _narrowed(lambda x: _sign(table, at, index, x), low, high, first)
            if _is_finite(table, at, index, root):
                found.append(root)
    return found


def _near(table: Table, at: int, index: int, x: arb) -> arb | None:
    """Return a point of the grid if the factor vanishes exactly there."""
    try:
        return x if _values(table, at, x).of(table.factors[index]) == 0 else None
    except (Undefined, Unclear):
        return None


def _narrowed(sign: Callable[[arb], int], low: arb, high: arb, first: int) -> arb:
    """Bisect a change of sign down to the working precision."""
    for _ in range(_REFINED_BITS):
        middle = arb(((low + high) / 2).mid())
        found = sign(middle)
        if found not in {-1, 1}:
            # The zero itself, or so near that this precision cannot tell on which side it lies.
            spread = (high - low).upper()
            return middle if found == 0 else arb(middle, spread)
        if found == first:
            low = middle
        else:
            high = middle
        if (high - low) < abs(middle) * arb((fmpz(1), fmpz(-_REFINED_BITS))):
            break
    return low.union(high)


def _is_finite(table: Table, at: int, index: int, ball: arb) -> bool:
    """Whether the factor is finite around a change of sign: then it is a zero and no pole."""
    try:
        return _values(table, at, ball).of(table.factors[index]).is_finite()
    except (Undefined, Unclear):
        return False


def _cell(table: Table, at: int, sample: arb, zeros: frozenset[int]) -> Cell:
    signs: dict[int, int] = {}
    for index in range(len(table.factors)):
        sign = 0 if index in zeros else _sign(table, at, index, sample)
        if sign == 3 or (sign == 0 and index not in zeros):
            raise TooHard
        signs[index] = sign
    return Cell(signs, sample, bool(zeros))
