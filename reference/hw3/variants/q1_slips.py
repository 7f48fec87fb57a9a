"""Known wrong answers to question 1; p = N(mu1, sigma1^2) and q = N(mu2, sigma2^2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sympy import Expr

Array = NDArray[np.float64]


def _floats(*values: ArrayLike) -> tuple[Array, ...]:
    return tuple(np.asarray(value, np.float64) for value in values)


def kl_gaussians_swapped(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Return KL[p || q] instead of KL[q || p]."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s2 / s1) + (s1**2 + (m2 - m1) ** 2) / (2 * s2**2) - 0.5


def kl_gaussians_sigma_as_variance(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Take sigma for the variance sigma^2."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return 0.5 * np.log(s1 / s2) + (s2 + (m2 - m1) ** 2) / (2 * s1) - 0.5


def kl_gaussians_log_base_10(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Take the logarithm to base 10."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log10(s1 / s2) + (s2**2 + (m2 - m1) ** 2) / (2 * s1**2) - 0.5


def kl_gaussians_in_bits(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Return the whole divergence in bits instead of nats."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return (np.log(s1 / s2) + (s2**2 + (m2 - m1) ** 2) / (2 * s1**2) - 0.5) / np.log(2)


def kl_gaussians_constant_lost(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Lose the constant -1/2, the entropy's part."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s2**2 + (m2 - m1) ** 2) / (2 * s1**2)


def kl_gaussians_half_lost(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Lose the 1/2 of the quadratic term."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s2**2 + (m2 - m1) ** 2) / s1**2 - 0.5


def kl_gaussians_mean_term_sign(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Subtract the squared difference of the means instead of adding it."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s2**2 - (m2 - m1) ** 2) / (2 * s1**2) - 0.5


def kl_gaussians_mean_term_lost(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Leave the means out."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s2**2 + 0 * (m2 - m1)) / (2 * s1**2) - 0.5


def kl_gaussians_mean_term_unsquared(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Forget to square the difference of the means."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s2**2 + (m2 - m1)) / (2 * s1**2) - 0.5


def kl_gaussians_log_inverted(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Turn the ratio inside the logarithm upside down."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s2 / s1) + (s2**2 + (m2 - m1) ** 2) / (2 * s1**2) - 0.5


def kl_gaussians_variances_swapped(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Swap the two variances in the quadratic term, not in the logarithm."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s1 / s2) + (s1**2 + (m2 - m1) ** 2) / (2 * s2**2) - 0.5


def kl_gaussians_negated(mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike) -> Array:
    """Return E_q[log p/q], the divergence with its sign changed."""
    m1, s1, m2, s2 = _floats(mu1, sigma1, mu2, sigma2)
    return np.log(s2 / s1) - (s2**2 + (m2 - m1) ** 2) / (2 * s1**2) + 0.5


def _symbols() -> tuple[Expr, Expr, Expr, Expr]:
    from sympy import Symbol

    mu1, mu2 = Symbol("mu1", real=True), Symbol("mu2", real=True)
    return mu1, Symbol("sigma1", positive=True), mu2, Symbol("sigma2", positive=True)


def kl_expression_swapped() -> Expr:
    """Return KL[p || q] instead of KL[q || p]."""
    from sympy import Rational, log

    mu1, sigma1, mu2, sigma2 = _symbols()
    return log(sigma2 / sigma1) + (sigma1**2 + (mu2 - mu1) ** 2) / (2 * sigma2**2) - Rational(1, 2)


def kl_expression_sigma_as_variance() -> Expr:
    """Take sigma for the variance sigma^2."""
    from sympy import Rational, log

    mu1, sigma1, mu2, sigma2 = _symbols()
    return log(sigma1 / sigma2) / 2 + (sigma2 + (mu2 - mu1) ** 2) / (2 * sigma1) - Rational(1, 2)


def kl_expression_constant_lost() -> Expr:
    """Lose the constant -1/2, the entropy's part."""
    from sympy import log

    mu1, sigma1, mu2, sigma2 = _symbols()
    return log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1) ** 2) / (2 * sigma1**2)


def kl_expression_mean_term_sign() -> Expr:
    """Subtract the squared difference of the means instead of adding it."""
    from sympy import Rational, log

    mu1, sigma1, mu2, sigma2 = _symbols()
    return log(sigma1 / sigma2) + (sigma2**2 - (mu2 - mu1) ** 2) / (2 * sigma1**2) - Rational(1, 2)


def kl_expression_half_lost() -> Expr:
    """Lose the 1/2 of the quadratic term."""
    from sympy import Rational, log

    mu1, sigma1, mu2, sigma2 = _symbols()
    return log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1) ** 2) / sigma1**2 - Rational(1, 2)
