"""Inputs that a rubric derives from what it drew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


def residual_flow(z: Array, f: Callable[[Array], Array]) -> Array:
    """Return z + f(z), shape of z: images that the inverse is asked about."""
    return z + f(z)
