"""The real line cut at the roots of polynomials in one symbol: which signs they have together, and where."""

from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise
from typing import Any, cast

from flint import acb, acb_poly, arb, fmpq, fmpq_poly

from grader.maths.deciding.balls import Ball, Unclear, Undefined, sign_of
from grader.maths.deciding.expressions import Precision
from grader.maths.deciding.generators import GeneratorValues
from grader.maths.deciding.signs import Table, TooHard
from grader.maths.deciding.state import State

MAX_DEGREE = 80
BITS = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """An open interval between roots, or a root.

    Attributes:
        signs: of each factor, by index.
        sample: a point of it.
        is_root: whether it is a single point.
    """

    signs: dict[int, int]
    sample: arb
    is_root: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """All cells of the line, or of the half line that a symbol is confined to.

    Attributes:
        cells: from left to right.
        is_complete: False where roots may lie beyond those that were found.
        is_exact: False where roots of different factors are taken for one since they agree to ``BITS`` bits.
    """

    cells: tuple[Cell, ...]
    is_exact: bool
    is_complete: bool = True


def cut(table: Table, at: int, members: list[int], domain: str) -> Cells:
    """Cut the line at the roots of factors in one symbol.

    Args:
        table: holds the factors.
        at: the symbol's generator.
        members: indices of factors that hold no other symbol.
        domain: where the symbol lies.

    Raises:
        TooHard: if roots cannot be isolated.
    """
    with Precision(BITS):
        roots: list[tuple[arb, int]] = []
        for index in members:
            roots.extend((root, index) for root in real_roots(table, at, index))
        clusters, is_exact = clustered(roots)
        cells: list[Cell] = []
        for start, end in pairwise([None, *clusters, None]):
            if start is not None:
                cells.append(_cell(table, at, members, start[0], frozenset(start[1])))
            sample = between(None if start is None else start[0], None if end is None else end[0])
            cells.append(_cell(table, at, members, sample, frozenset()))
        return Cells(tuple(confined(cells, domain)), is_exact)


def _cell(table: Table, at: int, members: list[int], sample: arb, zeros: frozenset[int]) -> Cell:
    values = GeneratorValues(table.algebra, State(table.algebra.clock, lambda _: _unknown(), 0))
    values.known[at] = sample
    signs: dict[int, int] = {}
    for index in members:
        if index in zeros:
            signs[index] = 0
            continue
        try:
            signs[index] = sign_of(values.of(table.factors[index]))
        except (Unclear, Undefined):
            raise TooHard from None
    return Cell(signs, sample, bool(zeros))


def _unknown() -> Ball:
    raise Unclear


def confined(cells: list[Cell], domain: str) -> list[Cell]:
    """Keep the cells that lie in a domain.

    Raises:
        TooHard: for domains that are no interval.
    """
    match domain:
        case "real":
            return cells
        case "positive":
            return [cell for cell in cells if cell.sample > 0]
        case "nonnegative":
            return [cell for cell in cells if cell.sample >= 0]
        case "negative":
            return [cell for cell in cells if cell.sample < 0]
        case "nonzero":
            return [cell for cell in cells if cell.sample != 0]
        case _:
            raise TooHard


def real_roots(table: Table, at: int, index: int) -> list[arb]:
    """Return the real roots of a factor in one symbol, all of them, as disjoint balls in rising order.

    Raises:
        TooHard: if they cannot be isolated.
    """
    factor = table.factors[index]
    degree = int(factor.degrees()[at])
    if degree > MAX_DEGREE:
        raise TooHard
    powers: list[list[tuple[tuple[int, ...], fmpq]]] = [[] for _ in range(degree + 1)]
    is_rational = True
    for exponents, coefficient in factor.to_dict().items():
        rest = (*exponents[:at], 0, *exponents[at + 1 :])
        is_rational &= not any(rest)
        powers[int(exponents[at])].append((rest, coefficient))
    if is_rational:
        polynomial = fmpq_poly([terms[0][1] if terms else fmpq(0) for terms in powers])
        # Each comes with its multiplicity, which flint's own annotation leaves out.
        found = cast("list[tuple[acb, int]]", cast("Any", polynomial).complex_roots())
        return sorted_roots([root for root, _ in found if root.imag == 0])
    values = GeneratorValues(table.algebra, State(table.algebra.clock, lambda _: _unknown(), 0))
    coefficients: list[Ball] = []
    for terms in powers:
        total: Ball = arb(0)
        for rest, coefficient in terms:
            total = total + values.monomial(rest, coefficient)
        coefficients.append(total)
    try:
        roots = acb_poly([acb(each) for each in coefficients]).roots()
    except ValueError:
        raise TooHard from None
    # The coefficients are real and the balls disjoint: one that meets the real line holds a real root.
    return sorted_roots([root for root in roots if root.imag.contains(0)])


def sorted_roots(roots: list[acb]) -> list[arb]:
    """Return real parts in rising order."""
    return sorted((root.real for root in roots), key=cmp_to_key(by_middle))


def by_middle(first: arb, second: arb) -> int:
    """Compare two balls by their midpoints, exactly."""
    gap = first.mid() - second.mid()
    return 1 if gap > 0 else -1 if gap < 0 else 0


def clustered(roots: list[tuple[arb, int]]) -> tuple[list[tuple[arb, list[int]]], bool]:
    """Join roots that overlap: each cluster with the factors that vanish there; and whether none is in doubt."""
    clusters: list[tuple[arb, list[int]]] = []
    is_exact = True
    for root, index in sorted(roots, key=cmp_to_key(lambda a, b: by_middle(a[0], b[0]))):
        if clusters and clusters[-1][0].overlaps(root):
            if not (clusters[-1][0].is_exact() and root.is_exact()):
                is_exact = False
            clusters[-1] = (clusters[-1][0], [*clusters[-1][1], index])
        else:
            if clusters and not clusters[-1][0] < root:
                raise TooHard
            clusters.append((root, [index]))
    return clusters, is_exact


def between(low: arb | None, high: arb | None) -> arb:
    """Return a short number strictly between two balls."""
    if low is None and high is None:
        return arb(0)
    if low is None:
        assert high is not None
        return arb((high - 1).floor().lower().floor().mid())
    if high is None:
        return arb((low + 1).ceil().upper().ceil().mid())
    middle = (low.upper() + high.lower()) / 2
    gap = float((high.lower() - low.upper()).mid())
    bits = 4
    while bits < BITS and 2.0**-bits > gap / 4:
        bits += 4
    scaled = (middle * 2**bits).mid().floor().mid()
    return arb(scaled) / 2**bits
