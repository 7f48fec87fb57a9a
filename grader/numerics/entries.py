"""Arrays compared entry by entry: shapes first, nothing broadcast, NaN never close."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from grader.model.values import Array

Index: TypeAlias = tuple[int, ...]
_WIDE = frozenset("dD")
"""float64 and complex128: subtracting them neither wraps round nor overflows early."""


@dataclass(frozen=True, slots=True)
class Miss:
    """The entry that misses its tolerance by the widest margin, and how many miss at all."""

    index: Index
    wrong: int
    total: int


def worst_entry(actual: Array, expected: Array, *, rtol: float, atol: float | Array) -> Index | None:
    """Find the entry that misses its tolerance by the widest margin.

    Args:
        actual: any shape; must equal that of ``expected``. Booleans, integers, floats or complex numbers.
        expected: reference values, same units as ``actual``.
        rtol: relative tolerance, unitless, scaled by ``abs(expected)``.
        atol: absolute tolerance, in the units of ``expected``; a number, or one for each entry.

    Returns:
        Index of the worst entry (the first of several that are equally bad), or None when every entry is close. A NaN
        is never close, on either side; an infinity is close only to itself.

    Raises:
        ValueError: if the shapes differ; nothing is broadcast. If a tolerance is negative or NaN.
    """
    miss = worst_miss(actual, expected, rtol=rtol, atol=atol)
    return None if miss is None else miss.index


def worst_miss(actual: Array, expected: Array, *, rtol: float, atol: float | Array) -> Miss | None:
    """Return the worst entry as ``worst_entry`` does, with the number of entries that miss."""
    _require_tolerances(rtol, atol)
    if _is_plainly_close(actual, expected, rtol=rtol, atol=atol):
        return None
    margins = miss_margins(actual, expected, rtol=rtol, atol=atol)
    wrong = int(np.count_nonzero(margins > 1.0))
    if not wrong:
        return None
    at = np.unravel_index(int(np.argmax(margins)), margins.shape)
    return Miss(tuple(int(each) for each in at), wrong, int(margins.size))


def is_close(actual: Array, expected: Array, *, rtol: float, atol: float | Array, nan_is_nan: bool = False) -> bool:
    """Return whether two arrays have one shape and every entry is close.

    Args:
        actual: any shape.
        expected: any shape; another one than ``actual``'s is not close.
        rtol: as in ``worst_entry``.
        atol: as in ``worst_entry``.
        nan_is_nan: whether NaN counts as equal to NaN: for known wrong answers, never for right ones.
    """
    if actual.shape != expected.shape:
        return False
    margins = miss_margins(actual, expected, rtol=rtol, atol=atol)
    if nan_is_nan:
        margins = np.where(np.isnan(actual) & np.isnan(expected), 0.0, margins)
    return not bool(np.any(margins > 1.0))


def _is_plainly_close(actual: Array, expected: Array, *, rtol: float, atol: float | Array) -> bool:
    """Whether all entries are close, where that can be told without looking at odd ones: most answers are right.

    False says nothing. With a bound that is finite everywhere, no NaN and no infinity is within it.
    """
    if actual.shape != expected.shape or actual.dtype != expected.dtype or actual.dtype.char not in _WIDE:
        return False
    with np.errstate(all="ignore"):
        bound = atol + rtol * np.abs(expected)
        return bool((np.abs(actual - expected) <= bound).all() and np.isfinite(bound).all())


def miss_margins(actual: Array, expected: Array, *, rtol: float, atol: float | Array) -> Array:
    """Return ``abs(actual - expected) / (atol + rtol * abs(expected))`` for each entry: above 1 is a miss.

    0 where both are equal (infinities too), infinite where either is NaN or one alone is infinite.

    Raises:
        ValueError: if the shapes differ, or a tolerance is negative or NaN.
    """
    if actual.shape != expected.shape:
        msg = f"shapes differ: {actual.shape} and {expected.shape}"
        raise ValueError(msg)
    _require_tolerances(rtol, atol)
    same = actual == expected  # in their own types: exact for integers of any size
    # Small types overflow and unsigned ones wrap round when they are subtracted.
    kind = np.complex128 if "c" in actual.dtype.kind + expected.dtype.kind else np.float64
    with np.errstate(all="ignore"):
        mine, theirs = actual.astype(kind), expected.astype(kind)
        margins = np.abs(mine - theirs) / (np.asarray(atol) + rtol * np.abs(theirs))
        margins = np.where(np.isfinite(mine) & np.isfinite(theirs) & ~np.isnan(margins), margins, np.inf)
    return np.where(same, 0.0, margins)


def _require_tolerances(rtol: float, atol: float | Array) -> None:
    if not rtol >= 0 or not (np.all(atol >= 0) if isinstance(atol, np.ndarray) else atol >= 0):
        msg = "tolerances must be 0 or more"
        raise ValueError(msg)
