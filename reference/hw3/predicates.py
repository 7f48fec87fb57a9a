"""What makes an answer with many right values right: called with the arguments and the answer.

A predicate returns True, or a short key that says why the answer is refused.
"""

from __future__ import annotations

import math
from typing import Literal

Reason = Literal["not_positive", "trivial", "too_close", "no_collision", "same_both_ways"]


def _kl(mu1: float, sigma1: float, mu2: float, sigma2: float) -> float:
    ratio = sigma2 / sigma1
    gap = (mu2 - mu1) / sigma1
    return -math.log(ratio) + (ratio * ratio + gap * gap) / 2 - 0.5


def shows_asymmetry(answer: tuple[float, float, float, float]) -> Literal[True] | Reason:
    """Whether the two divergences differ by more than 1e-9 at (mu1, sigma1, mu2, sigma2)."""
    mu1, sigma1, mu2, sigma2 = (float(each) for each in answer)
    if sigma1 <= 0 or sigma2 <= 0:
        return "not_positive"
    gap = _kl(mu1, sigma1, mu2, sigma2) - _kl(mu2, sigma2, mu1, sigma1)
    # An infinite gap is no gap that can be seen: the divergences overflow.
    return True if math.isfinite(gap) and abs(gap) > 1e-9 else "same_both_ways"


def collides(a: float, b: float, c: float, answer: tuple[float, float]) -> Literal[True] | Reason:
    """Whether a max(0, b z + c) has the same value at two points relatively more than 1e-6 apart.

    For a, b other than 0 that is so exactly where both points lie on the flat side, b z + c <= 0. Rounding is allowed
    for: b z + c may exceed 0 by some units in the last place of its terms. Two points whose images differ, but by less
    than floats can show (c + b * 1e-30), do not collide.
    """
    points = [float(each) for each in answer]
    if not abs(points[0] - points[1]) > 1e-6 * max(abs(each) for each in points):
        return "too_close"
    if a == 0 or b == 0:
        return True
    is_flat = [b * z + c <= 8 * math.ulp(max(abs(b * z), abs(c))) for z in points]
    return True if all(is_flat) else "no_collision"
