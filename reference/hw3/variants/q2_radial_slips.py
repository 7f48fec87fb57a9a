"""Known wrong answers to question 2.4, the radial flow; see the reference module for the formulas."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _polar(points: ArrayLike, z0: ArrayLike) -> tuple[Array, Array, Array]:
    """Return points - z0, its norms with a last axis of length 1, and z0."""
    centre = np.asarray(z0, np.float64)
    offset = np.asarray(points, np.float64) - centre
    return offset, np.sqrt((offset**2).sum(axis=-1, keepdims=True)), centre


def _log_factors(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> tuple[Array, Array, int]:
    """Return log |l(r)/r|, log |l'(r)| and D."""
    offset, norm, _ = _polar(z, z0)
    r = norm[..., 0]
    with np.errstate(divide="ignore"):
        across = np.log(np.abs((alpha + beta + r) / (alpha + r)))
        along = np.log(np.abs((alpha * (alpha + beta) + r**2 + 2 * alpha * r) / (alpha + r) ** 2))
    return across, along, offset.shape[-1]


def radial_flow_without_h(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Leave out h: z + beta (z - z0)."""
    offset, _, centre = _polar(z, z0)
    return centre + (1 + beta) * offset + 0 * alpha


def radial_flow_r_squared(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Take r^2 for r in h."""
    offset, r, centre = _polar(z, z0)
    return centre + offset + beta * offset / (alpha + r**2)


def radial_flow_beta_sign(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Subtract the radial term."""
    offset, r, centre = _polar(z, z0)
    return centre + offset - beta * offset / (alpha + r)


def radial_flow_centre_ignored(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Push z away from the origin, with z instead of z - z0 in the radial term."""
    _, r, _ = _polar(z, z0)
    points = np.asarray(z, np.float64)
    return points + beta * points / (alpha + r)


def radial_flow_norm_of_z(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Measure r from the origin instead of z0."""
    offset, _, centre = _polar(z, z0)
    r = np.linalg.norm(np.asarray(z, np.float64), axis=-1, keepdims=True)
    return centre + offset + beta * offset / (alpha + r)


def radial_flow_norm_of_batch(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Take one norm over the whole batch instead of one a row."""
    offset, _, centre = _polar(z, z0)
    return centre + offset + beta * offset / (alpha + np.linalg.norm(offset))


def radial_flow_inverse_r_of_y(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Take r from y instead of solving for that of z: y - beta h(y) (y - z0)."""
    offset, r, centre = _polar(y, z0)
    return centre + offset - beta * offset / (alpha + r)


def radial_flow_inverse_ratio_of_y(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Divide by the stretch 1 + beta h at y instead of that at z."""
    offset, r, centre = _polar(y, z0)
    stretch = alpha + beta + r
    return centre + offset * (alpha + r) / np.where(stretch > 0, stretch, 1.0)


def radial_flow_inverse_beta_sign(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Solve the quadratic in r with beta negated, and turn back by it."""
    offset, s, centre = _polar(y, z0)
    half = (alpha - beta - s) / 2
    r = -half + np.sqrt(half**2 + alpha * s)
    return centre + offset * r / np.where(s > 0, s, 1.0)


def radial_flow_inverse_other_root(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Take the negative root of the quadratic in r."""
    offset, s, centre = _polar(y, z0)
    half = (alpha + beta - s) / 2
    r = -half - np.sqrt(half**2 + alpha * s)
    return centre + offset * r / np.where(s > 0, s, 1.0)


def radial_flow_inverse_centre_lost(y: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Return z - z0: z0 is not added back."""
    offset, s, _ = _polar(y, z0)
    half = (alpha + beta - s) / 2
    r = -half + np.sqrt(half**2 + alpha * s)
    return offset * r / np.where(s > 0, s, 1.0)


def radial_flow_log_det_power_lost(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Count the direction across the ray once instead of D - 1 times."""
    across, along, _ = _log_factors(z, z0, alpha, beta)
    return across + along


def radial_flow_log_det_power_d(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Count the directions across the ray D times instead of D - 1 times."""
    across, along, dimensions = _log_factors(z, z0, alpha, beta)
    return dimensions * across + along


def radial_flow_log_det_along_lost(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Forget the stretch l'(r) along the ray."""
    across, along, dimensions = _log_factors(z, z0, alpha, beta)
    return (dimensions - 1) * across + np.zeros_like(along)


def radial_flow_log_det_one_dimensional(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Use the formula for D = 1: the stretch along the ray alone."""
    return _log_factors(z, z0, alpha, beta)[1]


def radial_flow_log_det_h_prime_lost(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Treat h as a constant: the stretch 1 + beta h in all D directions."""
    across, _, dimensions = _log_factors(z, z0, alpha, beta)
    return dimensions * across


def radial_flow_log_det_negated(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Return the log-determinant of the inverse."""
    across, along, dimensions = _log_factors(z, z0, alpha, beta)
    return -((dimensions - 1) * across + along)


def radial_flow_log_det_without_log(z: ArrayLike, z0: ArrayLike, alpha: float, beta: float) -> Array:
    """Return the determinant, without its logarithm."""
    across, along, dimensions = _log_factors(z, z0, alpha, beta)
    return np.exp((dimensions - 1) * across + along)
