"""Values without an order: paired so that as few as possible are left over."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from grader.model.values import Array
from grader.numerics.entries import miss_margins


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A value that a best pairing leaves without a partner, and the nearest reference value left over as well."""

    actual: complex
    nearest: complex
    wrong: int
    """How many values are left over."""


def unmatched(actual: Array, expected: Array, *, rtol: float, atol: float) -> Unmatched | None:
    """Pair two collections of numbers, each with a partner of its own within tolerance.

    The largest possible pairing is found by augmenting paths, so that no order and no greedy choice can make equal
    collections look different.

    Args:
        actual: shape (n,), real or complex.
        expected: shape (n,); the tolerance of a pair is scaled by its expected value.
        rtol: relative tolerance.
        atol: absolute tolerance.

    Returns:
        None when every value has a partner; otherwise the value left over that lies farthest from what is left of
        ``expected``.

    Raises:
        ValueError: if the arrays are not one-dimensional and of one length.
    """
    if actual.ndim != 1 or actual.shape != expected.shape:
        msg = f"wanted two rows of one length, not shapes {actual.shape} and {expected.shape}"
        raise ValueError(msg)
    count = len(actual)
    table = [
        np.flatnonzero(miss_margins(np.full(count, each), expected, rtol=rtol, atol=atol) <= 1.0).tolist()
        for each in actual
    ]
    partner_of = _largest_pairing(table, count)
    taken = {partner for partner in partner_of if partner is not None}
    if len(taken) == count:
        return None
    left = [expected[at] for at in range(count) if at not in taken]
    alone = [actual[at] for at in range(count) if partner_of[at] is None]
    gaps = [min(_gap(each, other) for other in left) for each in alone]
    worst = alone[int(np.argmax(gaps))]
    nearest = min(left, key=lambda other: _gap(worst, other))
    return Unmatched(complex(worst), complex(nearest), len(alone))


def _gap(one: complex, other: complex) -> float:
    with np.errstate(all="ignore"):
        gap = float(abs(complex(one) - complex(other)))
    return gap if gap == gap else float("inf")  # NaN is the one number unlike itself


def _largest_pairing(choices: list[list[int]], count: int) -> list[int | None]:
    # Kuhn's algorithm, breadth first, so that no recursion limit is met however many values there are.
    partner_of: list[int | None] = [None] * count
    owner_of: list[int | None] = [None] * count
    for start in range(count):
        came_from: dict[int, int] = {}
        queue, end = deque([start]), None
        while queue and end is None:
            mine = queue.popleft()
            for theirs in choices[mine]:
                if theirs in came_from:
                    continue
                came_from[theirs] = mine
                owner = owner_of[theirs]
                if owner is None:
                    end = theirs
                    break
                queue.append(owner)
        while end is not None:
            mine = came_from[end]
            partner_of[mine], owner_of[end], end = end, mine, partner_of[mine]
    return partner_of
