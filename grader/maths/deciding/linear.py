"""Linear equations and strict inequalities over ℚ: solved exactly, or shown to have no solution.

Equations are eliminated by Gauss, inequalities by Fourier and Motzkin; going back through the steps gives a point. A
monomial of higher degree counts as an unknown of its own, which loses solutions' shape but never their existence: what
has no solution so has none at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly

MAX_UNKNOWNS = 8
MAX_ROWS = 120

Unknown = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """``Σ coefficients · unknowns + constant``, which is to vanish or to be positive."""

    coefficients: dict[Unknown, fmpq]
    constant: fmpq
    is_equation: bool

    def plus(self, other: "Row", factor: fmpq) -> "Row":
        """Return the sum with a multiple of another row; an equation only if both are."""
        found = dict(self.coefficients)
        for unknown, value in other.coefficients.items():
            total = found.get(unknown, fmpq(0)) + factor * value
            if total == 0:
                found.pop(unknown, None)
            else:
                found[unknown] = total
        return Row(found, self.constant + factor * other.constant, self.is_equation and other.is_equation)

    def without(self, unknown: Unknown, values: dict[Unknown, fmpq]) -> fmpq:
        """Return the value at a point of all but one term."""
        rest = [value * values[each] for each, value in self.coefficients.items() if each != unknown]
        return sum(rest, self.constant)


class TooManyRows(ValueError):
    """The elimination grows beyond the limits."""


def row_of(p: fmpq_mpoly, sign: int) -> Row:
    """Return the demand that a polynomial has a sign, as a row in its monomials."""
    factor = -1 if sign < 0 else 1
    found: dict[Unknown, fmpq] = {}
    constant = fmpq(0)
    for exponents, coefficient in p.to_dict().items():
        if any(exponents):
            found[tuple(int(each) for each in exponents)] = coefficient * factor
        else:
            constant = coefficient * factor
    return Row(found, constant, is_equation=sign == 0)


def solution(rows: Sequence[Row]) -> dict[Unknown, fmpq] | None:
    """Return a point at which all rows hold; None if it is certain that there is none.

    Args:
        rows: equations and strict inequalities.

    Raises:
        TooManyRows: beyond the limits.
    """
    if len({unknown for row in rows for unknown in row.coefficients}) > MAX_UNKNOWNS:
        raise TooManyRows
    steps: list[tuple[Unknown, list[Row]]] = []
    left = list(rows)
    while True:
        if len(left) > MAX_ROWS:
            raise TooManyRows
        bare = [row for row in left if not row.coefficients]
        if any(row.constant != 0 if row.is_equation else row.constant <= 0 for row in bare):
            return None
        left = [row for row in left if row.coefficients]
        if not left:
            return _back(steps, {unknown for row in rows for unknown in row.coefficients})
        left, step = _eliminated(left)
        steps.append(step)


def _eliminated(rows: list[Row]) -> tuple[list[Row], tuple[Unknown, list[Row]]]:
    pivot = next((row for row in rows if row.is_equation), None)
    if pivot is not None:
        unknown, value = next(iter(pivot.coefficients.items()))
        rest = [
            row.plus(pivot, -row.coefficients[unknown] / value) if unknown in row.coefficients else row
            for row in rows
            if row is not pivot
        ]
        # An equation added to an inequality leaves an inequality, and `plus` says so.
        return rest, (unknown, [pivot])
    unknown = min({each for row in rows for each in row.coefficients}, key=lambda each: _growth(rows, each))
    above = [row for row in rows if row.coefficients.get(unknown, fmpq(0)) < 0]
    below = [row for row in rows if row.coefficients.get(unknown, fmpq(0)) > 0]
    rest = [row for row in rows if unknown not in row.coefficients]
    for low in below:
        for high in above:
            rest.append(high.plus(low, -high.coefficients[unknown] / low.coefficients[unknown]))
    return rest, (unknown, [*above, *below])


def _growth(rows: list[Row], unknown: Unknown) -> tuple[int, Unknown]:
    signs = [row.coefficients[unknown] > 0 for row in rows if unknown in row.coefficients]
    return sum(signs) * (len(signs) - sum(signs)), unknown


def _back(steps: list[tuple[Unknown, list[Row]]], unknowns: set[Unknown]) -> dict[Unknown, fmpq]:
    """Choose values backwards: in the middle of what the rows leave free, whole where that is possible."""
    solved = {unknown for unknown, _ in steps}
    values = {unknown: fmpq(0) for unknown in unknowns if unknown not in solved}
    for unknown, rows in reversed(steps):
        ends = [(row, -row.without(unknown, values) / row.coefficients[unknown]) for row in rows]
        if rows[0].is_equation:
            values[unknown] = ends[0][1]
            continue
        lows = [end for row, end in ends if row.coefficients[unknown] > 0]
        highs = [end for row, end in ends if row.coefficients[unknown] < 0]
        values[unknown] = _between(max(lows, default=None), min(highs, default=None))
    return values


def _between(low: fmpq | None, high: fmpq | None) -> fmpq:
    if low is None:
        return fmpq(0) if high is None or high > 0 else fmpq(high.ceil() - 1)
    if high is None:
        return fmpq(0) if low < 0 else fmpq(low.floor() + 1)
    whole = fmpq(low.floor() + 1)
    return whole if whole < high else (low + high) / 2
