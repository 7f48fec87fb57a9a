"""How close an answer must be, and the comparison itself."""

from dataclasses import dataclass

import numpy as np

from grader.model.checker import Oracle, Parameters
from grader.model.errors import CheckerError
from grader.model.evidence import EntryGap, Evidence, MultisetGap
from grader.model.values import Array, Value
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.entries import is_close, worst_miss
from grader.numerics.matching import unmatched
from grader.numerics.shown import entry, shown_number, shown_pair

_LOOSER = 10.0
_LOOSEST_RTOL = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class FromReference(Parameters):
    """A number for each call, from a function of the reference: ``{reference: q4_gan.eigenvalue_tolerance}``."""

    reference: str
    """Dotted name; called with the call's arguments, returns one positive number or one for each entry."""


@dataclass(frozen=True, slots=True, eq=False)
class Tolerance:
    """``abs(actual - expected)`` may be at most ``atol + rtol * abs(expected)``."""

    rtol: float
    atol: float | Array

    def looser(self, rtol: float | None = None, atol: float | None = None) -> "Tolerance":
        """Return the tolerance for telling wrong answers apart, which need no more than to be recognised."""
        return Tolerance(
            max(_LOOSER * self.rtol, _LOOSEST_RTOL) if rtol is None else rtol,
            _LOOSER * self.atol if atol is None else atol,
        )


def numbers_of(oracle: Oracle, reference: str, arguments: tuple[Value, ...]) -> Array:
    """Return positive, finite numbers from a function of the reference.

    Raises:
        CheckerError: if it returned anything else.
    """
    value = as_array(oracle.call(reference, arguments))
    if isinstance(value, NotNumbers) or not np.all(np.isfinite(value)) or not np.all(value > 0):
        msg = f"{reference} must return positive, finite numbers"
        raise CheckerError(msg)
    return value


def fitting(tolerance: Tolerance, shape: tuple[int, ...]) -> float | Array:
    """Return the absolute tolerance for an array of that shape.

    Raises:
        CheckerError: if there are tolerances for entries, but not for these.
    """
    if not isinstance(tolerance.atol, np.ndarray) or tolerance.atol.ndim == 0:
        return tolerance.atol
    try:
        return np.broadcast_to(tolerance.atol, shape)
    except ValueError as error:
        msg = f"tolerances of shape {tolerance.atol.shape} for values of shape {shape}"
        raise CheckerError(msg) from error


def gap_between(
    actual: Array, expected: Array, tolerance: Tolerance, *, unordered: bool
) -> tuple[Evidence, tuple[int, ...]] | None:
    """Return the gap between two arrays of one shape, with its index, or None where all is close.

    The evidence's call is left empty: the caller knows the call, and shows it near the index.
    """
    atol = fitting(tolerance, expected.shape)
    if unordered:
        single = float(np.max(atol)) if isinstance(atol, np.ndarray) else atol
        left = unmatched(actual.ravel(), expected.ravel(), rtol=tolerance.rtol, atol=single)
        if left is None:
            return None
        mine, nearest = shown_pair(_plain(left.actual), _plain(left.nearest))
        row = ", ".join(shown_number(_plain(complex(each))) for each in expected.ravel()[:12])
        return MultisetGap("", mine, row, nearest), ()
    miss = worst_miss(actual, expected, rtol=tolerance.rtol, atol=atol)
    if miss is None:
        return None
    mine, theirs = entry(actual, miss.index), entry(expected, miss.index)
    with np.errstate(all="ignore"):
        gap = float(abs(np.complex128(mine) - np.complex128(theirs)))
    shown = shown_pair(mine, theirs)
    return EntryGap("", miss.index, *shown, shown_number(gap, 3), miss.wrong, miss.total), miss.index


def agrees(actual: Array, expected: Array, tolerance: Tolerance, *, unordered: bool) -> bool:
    """Return whether two answers are the same within tolerance, NaN being NaN: for wrong answers that are known."""
    if actual.shape != expected.shape:
        return False
    try:
        atol = fitting(tolerance, expected.shape)
    except CheckerError:
        return False
    if unordered:
        single = float(np.max(atol)) if isinstance(atol, np.ndarray) else atol
        return unmatched(actual.ravel(), expected.ravel(), rtol=tolerance.rtol, atol=single) is None
    return is_close(actual, expected, rtol=tolerance.rtol, atol=atol, nan_is_nan=True)


def _plain(value: complex) -> complex:
    return value.real if value.imag == 0 else value
