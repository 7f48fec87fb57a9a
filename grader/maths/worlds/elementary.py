"""Functions of one number over arrays, analytic wherever a derivative may be taken through them.

Derivatives are contour sums, so every function must accept complex arguments near the real line; roots and logarithms
of negative reals are complex (principal branch) instead of NaN.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from scipy import special

from grader.maths.worlds.values import Array, imaginary_part, real_part


def _widened(data: Array) -> Array:
    """Return reals with a negative among them as complex numbers."""
    if np.iscomplexobj(data) or not bool(np.any(data < 0)):
        return data
    return data.astype(np.complex128)


def sqrt(data: Array) -> Array:
    """Return the principal root."""
    return np.sqrt(_widened(data))


def log(data: Array) -> Array:
    """Return the principal logarithm; that of 0 is −∞."""
    return np.log(_widened(data))


def power(base: Array, exponent: Array) -> Array:
    """Return a power; of negative reals to exponents that are not integers the principal complex one."""
    if np.iscomplexobj(exponent) or bool(np.any(exponent != np.rint(exponent))):
        base = _widened(base)
    elif not np.iscomplexobj(base):
        base = base.astype(np.float64)
    return np.power(base, exponent)


def logistic(data: Array) -> Array:
    """Return 1/(1 + e^−x) without overflow."""
    if np.iscomplexobj(data):
        flipped = real_part(data) < 0
        small = np.exp(np.where(flipped, data, -data))
        return np.where(flipped, small / (1 + small), 1 / (1 + small))
    return special.expit(data)


def softplus(data: Array) -> Array:
    """Return log(1 + e^x)."""
    if np.iscomplexobj(data):
        return np.log(1 + np.exp(data))
    return np.logaddexp(0.0, data)


def modulus(data: Array) -> Array:
    """Return |x|, continued analytically off the real line so that it can be differentiated."""
    if np.iscomplexobj(data) and bool(
        np.any(np.abs(imaginary_part(data)) > NEARLY_REAL * (1 + np.abs(real_part(data))))
    ):
        return np.abs(data)
    return np.where(real_part(data) < 0, -data, data)


NEARLY_REAL = 0.2  # contour points lie closer to the real line than this; genuine complex numbers do not


def relu(data: Array) -> Array:
    """Return max(0, x), by the sign of the real part."""
    return np.where(real_part(data) > 0, data, 0.0 * data)


def _sign(data: Array) -> Array:
    return np.sign(real_part(data))


ELEMENTARY: Mapping[str, Callable[[Array], Array]] = MappingProxyType({
    "sqrt": sqrt,
    "exp": np.exp,
    "abs": modulus,
    "sgn": _sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "logistic": logistic,
    "logit": lambda data: log(data / (1 - data)),
    "relu": relu,
    "softplus": softplus,
    "re": np.real,
    "im": np.imag,
    "arg": np.angle,
    "conjugate": np.conjugate,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda data: 1 / np.tan(data),
    "sec": lambda data: 1 / np.cos(data),
    "csc": lambda data: 1 / np.sin(data),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "erf": special.erf,
    "erfc": special.erfc,
    "gamma": special.gamma,
    "factorial": lambda data: special.gamma(data + 1),
    "percent": lambda data: data / 100,
    "heaviside": lambda data: (real_part(data) > 0).astype(np.float64),
})
