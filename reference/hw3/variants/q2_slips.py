"""Known wrong answers to question 2; see the reference module for shapes and formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

_PICARD_ITERATIONS = 100


def _floats(*values: ArrayLike) -> tuple[Array, ...]:
    return tuple(np.asarray(value, np.float64) for value in values)


def _sigmoid(u: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -u))


def relu_flow_without_a(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Forget the factor a."""
    points, factor, slope, offset = _floats(z, a, b, c)
    return np.maximum(0.0, slope * points + offset) + 0 * factor


def relu_flow_a_inside(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Put the factor a inside the maximum; wrong for negative a."""
    points, factor, slope, offset = _floats(z, a, b, c)
    return np.maximum(0.0, factor * (slope * points + offset))


def relu_flow_slope_times_offset(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Multiply the offset by b as well: b (z + c)."""
    points, factor, slope, offset = _floats(z, a, b, c)
    return factor * np.maximum(0.0, slope * (points + offset))


def relu_flow_offset_outside(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Add the offset c outside the maximum."""
    points, factor, slope, offset = _floats(z, a, b, c)
    return factor * np.maximum(0.0, slope * points) + offset


def relu_flow_minimum(z: ArrayLike, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Array:
    """Take the minimum with 0 instead of the maximum."""
    points, factor, slope, offset = _floats(z, a, b, c)
    return factor * np.minimum(0.0, slope * points + offset)


def sigmoid_flow_without_logit(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Return the inner sum h, without the logit outside."""
    points, weights, slopes, offsets = _floats(z, w, a, b)
    return _sigmoid(points[..., None] * slopes + offsets) @ weights


def sigmoid_flow_logits_mixed(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Mix the a z + b themselves, as if logit and sum could change places."""
    points, weights, slopes, offsets = _floats(z, w, a, b)
    return (points[..., None] * slopes + offsets) @ weights


def sigmoid_flow_weights_ignored(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Give all components the weight 1/K."""
    uniform = np.full(np.shape(w), 1 / max(np.size(w), 1))
    return _flow(z, uniform, a, b)


def _flow(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    points, weights, slopes, offsets = _floats(z, w, a, b)
    u = points[..., None] * slopes + offsets
    log_h = np.logaddexp.reduce(np.log(weights) - np.logaddexp(0.0, -u), axis=-1)
    log_rest = np.logaddexp.reduce(np.log(weights) - np.logaddexp(0.0, u), axis=-1)
    return np.asarray(log_h - log_rest)


def sigmoid_flow_overflowing(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Compute log(h / (1 - h)) literally: infinite or inexact as soon as h rounds to 1."""
    points, weights, slopes, offsets = _floats(z, w, a, b)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        h = (1 / (1 + np.exp(-(points[..., None] * slopes + offsets)))) @ weights
        return np.log(h / (1 - h))


def sigmoid_flow_clipped(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Clip h to [1e-7, 1 - 1e-7] before the logit, which flattens the flow beyond 16."""
    h = np.clip(sigmoid_flow_without_logit(z, w, a, b), 1e-7, 1 - 1e-7)
    return np.log(h) - np.log1p(-h)


def sigmoid_flow_derivative_without_logit(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Return h', without the factor 1/(h (1 - h)) of the logit."""
    points, weights, slopes, offsets = _floats(z, w, a, b)
    u = points[..., None] * slopes + offsets
    return (_sigmoid(u) * _sigmoid(-u)) @ (weights * slopes)


def sigmoid_flow_derivative_slopes_lost(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Forget the inner derivatives a_i."""
    points, weights, slopes, offsets = _floats(z, w, a, b)
    u = points[..., None] * slopes + offsets
    return ((_sigmoid(u) * _sigmoid(-u)) @ weights) / ((_sigmoid(u) @ weights) * (_sigmoid(-u) @ weights))


def sigmoid_flow_derivative_weights_ignored(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Give all components the weight 1/K."""
    points, slopes, offsets = _floats(z, a, b)
    u = points[..., None] * slopes + offsets
    inner = (_sigmoid(u) * _sigmoid(-u) * slopes).mean(axis=-1)
    return inner / (_sigmoid(u).mean(axis=-1) * _sigmoid(-u).mean(axis=-1))


def sigmoid_flow_derivative_rest_lost(z: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Differentiate log h instead of logit h: h'/h, without 1/(1 - h)."""
    inner = sigmoid_flow_derivative_without_logit(z, w, a, b)
    return inner / sigmoid_flow_without_logit(z, w, a, b)


def sigmoid_flow_inverse_averaged(y: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Average the inverses (y - b_i)/a_i of the components."""
    values, weights, slopes, offsets = _floats(y, w, a, b)
    return ((values[..., None] - offsets) / slopes) @ weights


def sigmoid_flow_inverse_of_mixed_logits(y: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Invert the line sum w_i (a_i z + b_i), as if logit and sum could change places."""
    values, weights, slopes, offsets = _floats(y, w, a, b)
    return (values - offsets @ weights) / (slopes @ weights)


def sigmoid_flow_inverse_narrow_bracket(y: ArrayLike, w: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Bisect between -10 and 10 only; wrong for every z outside."""
    values = np.asarray(y, np.float64)
    low, high = np.full(values.shape, -10.0), np.full(values.shape, 10.0)
    for _ in range(60):
        middle = (low + high) / 2
        is_low = _flow(middle, w, a, b) < values
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return (low + high) / 2


def residual_flow_inverse_fixed_point(y: ArrayLike, f: Callable[[Array], Array]) -> Array:
    """Iterate z = y - f(z), which diverges where f' > 1."""
    values = np.asarray(y, np.float64)
    z = values.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_PICARD_ITERATIONS):
            z = values - np.asarray(f(z), np.float64)
    return z


def residual_flow_inverse_one_step(y: ArrayLike, f: Callable[[Array], Array]) -> Array:
    """Return y - f(y), with f taken at y instead of z."""
    values = np.asarray(y, np.float64)
    return values - np.asarray(f(values.copy()), np.float64)


def residual_flow_inverse_forward(y: ArrayLike, f: Callable[[Array], Array]) -> Array:
    """Return y + f(y), the flow instead of its inverse."""
    values = np.asarray(y, np.float64)
    return values + np.asarray(f(values.copy()), np.float64)
