"""What is right."""

import numpy as np
import numpy.typing as npt

HONEST_POINTS = 25
"""What a hand-in earns whose `wave` alone is right."""
Array = npt.NDArray[np.float64]


def double(x: Array) -> Array:
    """Return 2x."""
    return 2 * x


def square(x: Array) -> Array:
    """Return x², entry by entry."""
    return x * x


def centre(x: Array) -> Array:
    """Return x without its mean."""
    return x - x.mean()


def wave(x: Array) -> Array:
    """Return sin(x), entry by entry."""
    return np.sin(x)
