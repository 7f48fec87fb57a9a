"""The functions that a student's function may be given: small, named, closing over nothing.

Each takes floats and arrays, element by element, and has a derivative greater than -1 everywhere, so that z + f(z) is
strictly increasing. For some the derivative also exceeds 1, so that iterating z = y - f(z) diverges; for
``arctan_minus_identity`` z + f(z) is bounded.
"""

import math
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

Number = Any
"""A float or an array of floats: NumPy is not always there to name it."""


def zero(z: Number) -> Number:
    """Return 0, in the shape of z."""
    return z * 0.0


def half(z: Number) -> Number:
    """Return z/2."""
    return 0.5 * z


def half_tanh(z: Number) -> Number:
    """Return tanh(z)/2."""
    return 0.5 * _apply("tanh", z)


def scaled_sine(z: Number) -> Number:
    """Return 0.9 sin z, whose derivative comes near -1."""
    return 0.9 * _apply("sin", z)


def cubic(z: Number) -> Number:
    """Return z cubed."""
    return z**3


def steep(z: Number) -> Number:
    """Return 5 z."""
    return 5.0 * z


def exponential(z: Number) -> Number:
    """Return e to the z."""
    return _apply("exp", z)


def soft_plus(z: Number) -> Number:
    """Return log(1 + e^z), without overflow."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        return numpy.logaddexp(0.0, z)
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def arctan_minus_identity(z: Number) -> Number:
    """Return arctan z - z: z + f(z) is arctan z, which is bounded."""
    return _apply("arctan", z) - z


def shrinking(z: Number) -> Number:
    """Return -0.95 z."""
    return -0.95 * z


def _apply(name: str, z: Number) -> Number:
    numpy = sys.modules.get("numpy")  # not imported for this alone: a course may have none
    if numpy is not None:
        return getattr(numpy, name)(z)
    return getattr(math, {"arctan": "atan"}.get(name, name))(z)


LIBRARY: Final[Mapping[str, Callable[[Number], Number]]] = MappingProxyType({
    each.__name__: each
    for each in (
        zero,
        half,
        half_tanh,
        scaled_sine,
        cubic,
        steep,
        exponential,
        soft_plus,
        arctan_minus_identity,
        shrinking,
    )
})
