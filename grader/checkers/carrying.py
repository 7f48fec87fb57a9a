"""Errors carried forward: an answer that follows from the student's own earlier answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.checkers.closeness import Tolerance, agrees
from grader.checkers.known import Answered
from grader.checkers.own_values import OwnValue
from grader.model.checker import Oracle
from grader.model.values import Array, Value, array_value


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryForward(OwnValue):
    """Where a wrong answer may come from: judged against the student's own earlier function instead.

    Nothing is carried by an earlier answer that is missing, not finite, constant or zero, or that does not vary where
    the right one does, nor by one that is right.
    """

    source: str
    """Id of the part or criterion that the error comes from, for the report."""
    rtol: float = 1e-5
    """Relative tolerance against the derived value."""
    atol: float = 1e-5
    """Absolute tolerance against the derived value."""
    guard: str | None = None
    """Dotted name of a reference predicate, called with the derived value and the call's arguments: True to carry."""

    def __post_init__(self) -> None:
        OwnValue.__post_init__(self)
        if not (self.rtol >= 0 and self.atol >= 0):
            msg = "tolerances are 0 or more"
            raise ValueError(msg)


def follows(
    carry: CarryForward,
    answers: Sequence[Answered],
    derived: Sequence[Array | None],
    bases: Sequence[tuple[Value, ...]],
    oracle: Oracle,
    *,
    unordered: bool,
) -> bool:
    """Return whether every answer follows from the student's earlier ones, and these deserve to be carried.

    Args:
        carry: the rubric's parameters.
        answers: every case of the criterion, all answered with numbers.
        derived: what the student's earlier function makes of each case; None where it gives nothing.
        bases: the arguments that the earlier function was called with.
        oracle: for the rubric's own guard.
        unordered: whether values have no order.
    """
    tolerance = Tolerance(carry.rtol, carry.atol)
    makes_a_difference = False
    taken: list[Array] = []
    for case, value, base in zip(answers, derived, bases, strict=True):
        if value is None or not _is_substantial(value, case.expected):
            return False
        if carry.guard is not None and oracle.call(carry.guard, (array_value(value), *base)) is not True:
            return False
        taken.append(value)
        if agrees(value, case.expected, tolerance, unordered=unordered):
            if not agrees(case.actual, case.expected, case.tolerance, unordered=unordered):
                return False
        elif agrees(case.actual, value, tolerance, unordered=unordered):
            makes_a_difference = True
        else:
            return False
    # A constant says nothing of the question; were it carried, `return 0` would earn points twice. One case alone may
    # be constant all the same: a wrong matrix can have a triple eigenvalue where the right one has none.
    if not any(_has_distinct_entries(value) for value in taken):
        return False
    varies = _varies([case.expected for case in answers], tolerance)
    return makes_a_difference and (_varies(taken, tolerance) or not varies)


def _is_substantial(value: Array, expected: Array) -> bool:
    return value.shape == expected.shape and bool(np.all(np.isfinite(value))) and bool(np.any(value))


def _has_distinct_entries(value: Array) -> bool:
    return value.size == 1 or bool(np.any(value != value.flat[0]))


def _varies(values: Sequence[Array], tolerance: Tolerance) -> bool:
    return any(not agrees(each, values[0], tolerance, unordered=False) for each in values[1:])
