"""Question 2: normalizing flows on the line, and the radial flow in D dimensions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

# BEGIN SOLUTION NO PROMPT
# Halving the widest bracket of finite numbers down to neighbouring ones near 1 takes about 1100 steps.
_MOST_HALVINGS = 1200
_EPSILON = float(np.finfo(np.float64).eps)
_LARGEST = float(np.finfo(np.float64).max)
# END SOLUTION


def relu_flow(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array | np.float64:
    """Compute g(z) = a max(0, b z + c).

    Args:
        z: points, any shape.
        a: factor outside; a, b and c are scalars or broadcast with z.
        b: slope inside.
        c: offset inside.

    Returns:
        Values of the broadcast shape; a scalar when all arguments are scalars.
    """
    # BEGIN SOLUTION
    inner = np.asarray(b, np.float64) * np.asarray(z, np.float64) + np.asarray(c, np.float64)
    return (np.asarray(a, np.float64) * np.maximum(0.0, inner))[()]
    # END SOLUTION


def relu_collision(a: float, b: float, c: float) -> tuple[float, float]:
    """Find two different points that `relu_flow` sends to one value.

    Args:
        a: factor outside; no choice depends on it.
        b: slope inside.
        c: offset inside.

    Returns:
        Two finite floats, at least a third of the larger one apart, with the same image.
    """
    # BEGIN SOLUTION
    # Wherever b z + c <= 0 the flow is 0, whatever a is; if b = 0 it is constant.
    if b == 0 or c <= 0:
        return 0.0, -math.copysign(1.0, b)
    kink = -c / b
    if not math.isfinite(3 * kink):
        # The flat side lies beyond the floats; then b is below c/1e307 and b + c rounds to c.
        return 0.0, 1.0
    stride = math.copysign(max(1.0, abs(kink)), b)
    return kink - stride, kink - 2 * stride
    # END SOLUTION


def sigmoid_flow(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array | np.float64:
    """Compute g(z) = logit(h(z)), h(z) = sum_k w_k sigma(a_k z + b_k), sigma the logistic function.

    Args:
        z: points, shape (N,) or any other.
        w: weights, shape (K,), positive, of sum 1.
        a: slopes, shape (K,), positive.
        b: offsets, shape (K,).

    Returns:
        Values, shape of z.
    """
    # BEGIN SOLUTION
    # Both log h and log(1 - h) = log sum_k w_k sigma(-(a_k z + b_k)) are summed in the log domain, so that neither
    # tail overflows or rounds to 0 or 1.
    log_h, log_rest = _log_mixture(np.asarray(z, np.float64), w, a, b)
    total, rest = np.logaddexp.reduce(log_h, axis=-1), np.logaddexp.reduce(log_rest, axis=-1)
    return np.asarray(total - rest, np.float64)[()]
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _log_mixture(z: Array, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> tuple[Array, Array]:
    """Return log(w_k sigma(u_k)) and log(w_k sigma(-u_k)) for u_k = a_k z + b_k, each of shape (..., K)."""
    u = z[..., None] * np.asarray(a, np.float64) + np.asarray(b, np.float64)
    with np.errstate(divide="ignore"):  # a weight that has rounded to 0 takes no part
        log_w = np.log(np.asarray(w, np.float64))
    return log_w - np.logaddexp(0.0, -u), log_w - np.logaddexp(0.0, u)


# END SOLUTION


def sigmoid_flow_derivative(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array | np.float64:
    """Compute the derivative g'(z) of `sigmoid_flow`.

    Args:
        z: points, shape (N,) or any other.
        w: weights, shape (K,), positive, of sum 1.
        a: slopes, shape (K,), positive.
        b: offsets, shape (K,).

    Returns:
        Derivatives, shape of z, positive.
    """
    # BEGIN SOLUTION
    # g'(z) = h'(z) / (h(z) (1 - h(z))).
    # As the derivative of log h - log(1 - h) it is sum_k a_k (P_k sigma(-u_k) + Q_k sigma(u_k)), where P_k = w_k
    # sigma(u_k) / h and Q_k = w_k sigma(-u_k) / (1 - h) are soft-max weights: a sum of positive terms in which
    # nothing cancels or overflows.
    log_h, log_rest = _log_mixture(np.asarray(z, np.float64), w, a, b)
    u = np.asarray(z, np.float64)[..., None] * np.asarray(a, np.float64) + np.asarray(b, np.float64)
    share = np.exp(log_h - np.logaddexp.reduce(log_h, axis=-1)[..., None] - np.logaddexp(0.0, u))
    share_rest = np.exp(log_rest - np.logaddexp.reduce(log_rest, axis=-1)[..., None] - np.logaddexp(0.0, -u))
    return np.asarray((np.asarray(a, np.float64) * (share + share_rest)).sum(axis=-1), np.float64)[()]
    # END SOLUTION


def sigmoid_flow_inverse(y: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array | np.float64:
    """Find z with `sigmoid_flow` (z) = y.

    Args:
        y: values, shape (N,) or any other.
        w: weights, shape (K,), positive, of sum 1.
        a: slopes, shape (K,), positive.
        b: offsets, shape (K,).

    Returns:
        Points, shape of y.
    """
    # BEGIN SOLUTION
    # By bisection.
    # h is an average of the sigma(a_k z + b_k), hence g(z) lies between the smallest and the largest of a_k z + b_k,
    # and z between the smallest and the largest of (y - b_k) / a_k: a bracket for every y. Where components lie far
    # apart g is flat between them, and z is known only as well as y / g'(z) allows.
    target = np.asarray(y, np.float64)
    ends = (target[..., None] - np.asarray(b, np.float64)) / np.asarray(a, np.float64)
    low, high = ends.min(axis=-1), ends.max(axis=-1)
    return _bisect(lambda z: np.asarray(sigmoid_flow(z, w, a, b)) - target, low, high)[()]
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _bisect(residual: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Find where an increasing function changes sign, down to neighbouring floats.

    Args:
        residual: increasing in every entry; called with arrays of the shape of ``low`` only.
        low: where the residual is negative or 0, any shape.
        high: where it is positive or 0, same shape.

    Returns:
        Points of that shape; NaN where an end is NaN.
    """
    low, high = np.array(low), np.array(high)
    for _ in range(_MOST_HALVINGS):
        middle = low + (high - low) / 2
        if np.all(~(high - low > _EPSILON * np.maximum(np.abs(low), np.abs(high)))):
            break
        gap = residual(middle)
        low = np.where(gap <= 0, middle, low)
        high = np.where(gap >= 0, middle, high)
    return low + (high - low) / 2


# END SOLUTION


def residual_flow_inverse(y: ArrayLike, f: Callable[[Array], Array]) -> Array | np.float64:
    """Find z with z + f(z) = y, for f' > -1.

    Args:
        y: values in the image of g, shape (N,) or any other.
        f: takes and returns an array of the shape of y.

    Returns:
        Points, shape of y; NaN where y is beyond everything that g takes on the floats. The digits of z are
        those that the rounding of z + f(z) leaves, which may be few where the two cancel.
    """
    # BEGIN SOLUTION
    # By bisection.
    # g(z) = z + f(z) is increasing. From z = y the bracket grows by doubling on the side that the sign of f(y) points
    # to. No bound on f' is used: iterating z = y - f(z) would diverge where f' > 1, and g may be bounded, as for f(z)
    # = -z + arctan z.
    target = np.asarray(y, np.float64)

    def residual(z: Array) -> Array:
        return z + np.asarray(f(z), np.float64) - target

    with np.errstate(over="ignore", invalid="ignore"):  # far ends of the bracket may overflow in f
        start = residual(target.copy())
        side = -np.sign(start)
        near, far = target.copy(), target.copy()
        is_open = side != 0
        for exponent in range(1024):
            if not np.any(is_open):
                break
            near = np.where(is_open, far, near)
            far = np.where(is_open, np.clip(target + side * 2.0**exponent, -_LARGEST, _LARGEST), far)
            is_open = is_open & ~(side * residual(far) >= 0)
        far = np.where(is_open, np.nan, far)
        return _bisect(residual, np.minimum(near, far), np.maximum(near, far))[()]
    # END SOLUTION


def radial_flow(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Compute g(z) = z + beta (z - z0) / (alpha + r), r = ||z - z0||.

    Args:
        z: points, shape (N, D).
        z0: centre, shape (D,).
        alpha: positive.
        beta: any real; the flow is invertible from -alpha upwards.

    Returns:
        Images, shape (N, D).
    """
    # BEGIN SOLUTION
    points, centre = np.asarray(z, np.float64), np.asarray(z0, np.float64)
    offset = points - centre
    r = _norm(offset)[..., None]
    # Near the centre 1 + beta/(alpha + r) may cancel; far from it, adding z0 back would round z.
    near = centre + offset * ((alpha + beta + r) / (alpha + r))
    return np.where(r < alpha, near, points + beta / (alpha + r) * offset)
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _norm(offset: Array) -> Array:
    """Return Euclidean norms over the last axis, scaled so that no square over- or underflows."""
    size = np.abs(offset).max(axis=-1)
    unit = np.where(size > 0, size, 1.0)
    return size * np.sqrt(((offset / unit[..., None]) ** 2).sum(axis=-1))


# END SOLUTION


def radial_flow_inverse(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Find z with `radial_flow` (z) = y, exactly.

    Args:
        y: images, shape (N, D).
        z0: centre, shape (D,).
        alpha: positive.
        beta: at least -alpha.

    Returns:
        Points, shape (N, D); z0 where y = z0.

    Raises:
        ValueError: if beta < -alpha, where r is not unique.
    """
    # BEGIN SOLUTION
    # s = ||y - z0|| = r (alpha + beta + r) / (alpha + r) gives r^2 + (alpha + beta - s) r - alpha s = 0, whose one
    # root r >= 0 is taken in the form that does not cancel; then z = z0 + (y - z0) r / s.
    if beta < -alpha:
        raise ValueError("the radial flow is invertible for beta >= -alpha only")
    images, centre = np.asarray(y, np.float64), np.asarray(z0, np.float64)
    offset = images - centre
    s = _norm(offset)[..., None]
    half = (alpha + beta - s) / 2
    root = np.hypot(half, math.sqrt(alpha) * np.sqrt(s))
    divisor = np.where(half > 0, half + root, 1.0)
    r = np.where(half > 0, alpha * s / divisor, root - half)
    stretched = alpha + beta + r
    stretched = np.where(stretched > 0, stretched, alpha)  # 0 at y = z0 alone, where the offset is 0
    near = centre + offset * ((alpha + r) / stretched)
    return np.where(r < alpha, near, images - beta / stretched * offset)
    # END SOLUTION


def radial_flow_log_det(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Compute log |det dg/dz| of `radial_flow`.

    Args:
        z: points, shape (N, D), D >= 1.
        z0: centre, shape (D,).
        alpha: positive.
        beta: any real.

    Returns:
        Shape (N,); -inf where the determinant is 0, as at z = z0 for beta = -alpha.
    """
    # BEGIN SOLUTION
    # Across the ray from z0 the Jacobian stretches by l(r)/r = 1 + beta/(alpha + r), in D - 1 directions; along it by
    # l'(r) = 1 + alpha beta/(alpha + r)^2 = (alpha (alpha + beta) + r^2 + 2 alpha r)/(alpha + r)^2.
    offset = np.asarray(z, np.float64) - np.asarray(z0, np.float64)
    across = offset.shape[-1] - 1
    r = _norm(offset)
    reach = alpha + r
    slope = alpha * (alpha + beta) / reach / reach + (r / reach) * ((r + 2 * alpha) / reach)
    along = _log_abs(alpha / reach * (beta / reach), slope)
    if across == 0:  # 0 times the infinite logarithm of a direction that does not exist
        return along
    return along + across * _log_abs(beta / reach, (alpha + beta + r) / reach)
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _log_abs(change: Array, factor: Array) -> Array:
    """Return log |factor| for factor = 1 + change, each given in the form that is precise for it."""
    with np.errstate(divide="ignore"):
        return np.where(change > -0.5, np.log1p(np.maximum(change, -0.5)), np.log(np.abs(factor)))


# END SOLUTION
