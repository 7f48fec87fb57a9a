"""Question 1: the Kullback-Leibler divergence of two Gaussians on the real line.

p(x) = N(mu1, sigma1^2) and q(x) = N(mu2, sigma2^2). Throughout, ``sigma`` is a standard deviation,
in the units of x; a divergence is in nats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from sympy import Expr

# BEGIN SOLUTION NO PROMPT
# |u| <= 1/3 in the series below, so its 18 terms leave less than 1e-18 of the first one.
_SERIES_TERMS = 18
# END SOLUTION


def kl_gaussians(
    mu1: ArrayLike, sigma1: ArrayLike, mu2: ArrayLike, sigma2: ArrayLike
) -> NDArray[np.float64] | np.float64:
    """Compute KL[q || p] for q = N(mu2, sigma2^2) and p = N(mu1, sigma1^2).

    Args:
        mu1: mean of p, any shape.
        sigma1: standard deviation of p, positive; all four arguments broadcast.
        mu2: mean of q.
        sigma2: standard deviation of q, positive.

    Returns:
        The divergence in nats, of the broadcast shape; a scalar when all arguments are scalars.

    Raises:
        ValueError: if a standard deviation is not positive.
    """
    # BEGIN SOLUTION
    # KL[q || p] = log(sigma1 / sigma2) + (sigma2^2 + (mu2 - mu1)^2) / (2 sigma1^2) - 1/2: the difference of E_q[log
    # q] = -log(2 pi sigma2^2)/2 - 1/2 and E_q[log p] = -log(2 pi sigma1^2)/2 - (sigma2^2 + (mu2 - mu1)^2) / (2
    # sigma1^2).
    # The spread and the shift are summed as two non-negative terms, so that nearly equal Gaussians keep their
    # relative precision and no rounding makes a divergence negative.
    mean_p, scale_p = np.asarray(mu1, np.float64), np.asarray(sigma1, np.float64)
    mean_q, scale_q = np.asarray(mu2, np.float64), np.asarray(sigma2, np.float64)
    if not (np.all(scale_p > 0) and np.all(scale_q > 0)):
        raise ValueError("standard deviations must be positive")
    with np.errstate(over="ignore"):  # an infinite divergence is the right answer out there
        shift = ((mean_q - mean_p) / scale_p) ** 2 / 2
        divergence = _spread(scale_q, scale_p) + shift
    return divergence[()]
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _spread(scale_q: NDArray[np.float64], scale_p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (r^2 - 1)/2 - log r for r = scale_q / scale_p, precise for r near 1 as well.

    With d = r - 1 it is d^2/2 + (d - log(1 + d)); with u = d / (2 + d) the bracket is
    u d - 2 (u^3/3 + u^5/5 + ...), from log(1 + d) = 2 artanh u.
    """
    with np.errstate(over="ignore"):
        ratio = scale_q / scale_p
        plain = (ratio**2 - 1) / 2 - (np.log(scale_q) - np.log(scale_p))
    near = np.abs(ratio - 1) < 0.5
    excess = np.where(near, (scale_q - scale_p) / np.where(near, scale_p, 1.0), 0.0)
    u = excess / (2 + excess)
    tail = np.zeros_like(u)
    for power in range(2 * _SERIES_TERMS + 1, 1, -2):
        tail = u**2 * (1 / power + tail)
    return np.where(near, excess**2 / 2 + u * excess - 2 * u * tail, plain)


# END SOLUTION


def kl_expression() -> Expr:
    """Return KL[q || p] as a SymPy expression in mu1, sigma1, mu2 and sigma2.

    Returns:
        The closed form of `kl_gaussians`, the means real and the standard deviations positive.
    """
    # BEGIN SOLUTION
    from sympy import Rational, Symbol, log

    mu1, mu2 = Symbol("mu1", real=True), Symbol("mu2", real=True)
    sigma1, sigma2 = Symbol("sigma1", positive=True), Symbol("sigma2", positive=True)
    return log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1) ** 2) / (2 * sigma1**2) - Rational(1, 2)
    # END SOLUTION


def kl_asymmetry_witness() -> tuple[float, float, float, float]:
    """Return a point (mu1, sigma1, mu2, sigma2) at which KL[q || p] and KL[p || q] differ."""
    # BEGIN SOLUTION
    # With equal means and sigma2 = 2 sigma1 they are 3/2 - log 2 and log 2 - 3/8.
    return 0.0, 1.0, 0.0, 2.0
    # END SOLUTION
