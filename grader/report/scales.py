"""From numbers to places on a picture: ranges that show something, and ticks at round numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.model.text import Language
from grader.report.numbers import number_text

_LARGEST = 1e200
"""Larger numbers are treated as infinite, so that differences of two stay finite."""
_TINIEST = 1e-200
"""Smaller numbers are drawn as zero, so that a share of a range does not vanish."""
_PAD = 0.06
_FEWEST_FOR_QUARTILES = 8
_SMALLEST = 1e-9
"""A range narrower than this share of its numbers is widened: floats would not tell its ticks apart."""


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of positive length, as an axis shows it."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """Its length."""
        return self.high - self.low

    def holds(self, value: float) -> bool:
        """Whether a number is finite and inside."""
        return self.low <= value <= self.high

    def clamped(self, value: float) -> float:
        """Return a number, moved to one length outside at most."""
        return min(max(value, self.low - self.span), self.high + self.span)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis in the picture's units, and the number there."""

    at: float
    label: str


def is_drawable(value: float) -> bool:
    """Whether a number has a place on a picture."""
    return math.isfinite(value) and abs(value) < _LARGEST


def range_of(values: Sequence[float], guide: Sequence[float] = (), *, reach: float = 0.5) -> Range:
    """Return a range that shows what matters, whatever a few values do.

    Args:
        values: what is drawn; wild ones do not squeeze the rest.
        guide: the right values, if they are shown: all of them are inside, and ``values`` widen the range by at most
            ``reach`` times its length on either side.
        reach: see ``guide``.

    Returns:
        A padded range; around zero when nothing is drawable.
    """
    ordered = sorted(value for value in values if is_drawable(value))
    right = sorted(value for value in guide if is_drawable(value))
    if right:
        low, high = right[0], right[-1]
        beyond = reach * (high - low) or max(abs(high), 1.0)
    elif len(ordered) >= _FEWEST_FOR_QUARTILES:
        low, high = ordered[len(ordered) // 8], ordered[-1 - len(ordered) // 8]
        beyond = 1.5 * (high - low) or max(abs(high), 1.0)
    elif ordered:
        low, high, beyond = ordered[0], ordered[-1], 0.0
    else:
        return Range(-1.0, 1.0)
    if ordered:
        low, high = min(low, max(ordered[0], low - beyond)), max(high, min(ordered[-1], high + beyond))
    return padded(low, high)


def tight_range_of(values: Sequence[float]) -> Range:
    """Return the range from the smallest to the largest drawable value, widened only where it would be empty."""
    drawable = [value for value in values if is_drawable(value)] or [0.0]
    low, high = min(drawable), max(drawable)
    is_wide = high - low > max(max(abs(low), abs(high)) * _SMALLEST, _TINIEST)
    return Range(low, high) if is_wide else padded(low, high)


def padded(low: float, high: float) -> Range:
    """Return a range a little wider than from ``low`` to ``high``, and never empty."""
    span, largest = high - low, max(abs(low), abs(high))
    if largest < _TINIEST:
        return Range(-1.0, 1.0)
    pad = _PAD * span if span > largest * _SMALLEST else largest * 0.5
    return Range(low - pad, high + pad)


def ticks_of(shown: Range, length: float, language: Language, wanted: int = 5, *, flipped: bool = False) -> list[Tick]:
    """Return ticks at 1, 2 or 5 times a power of ten.

    Args:
        shown: the axis's range.
        length: of the axis in the picture.
        language: of the numbers.
        wanted: about how many.
        flipped: whether the axis runs from the bottom up.
    """
    rough = shown.span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((factor * power for factor in (1, 2, 5) if factor * power >= rough * 0.999), 10 * power)
    first, last = math.ceil(shown.low / step), math.floor(shown.high / step)
    digits = max(1, math.ceil(math.log10(max(abs(first), abs(last), 1))) + 1)
    ticks: list[Tick] = []
    for count in range(first, last + 1):
        share = (count * step - shown.low) / shown.span
        ticks.append(Tick(length * (1 - share if flipped else share), number_text(count * step, language, digits)))
    return ticks
