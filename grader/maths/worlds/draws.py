"""Random numbers and functions: one independent stream per name, so that a new symbol changes no other's value."""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from grader.maths.notation import Domain
from grader.maths.worlds.question import FunctionSpec
from grader.maths.worlds.values import Array

LOW, HIGH = 0.6, 1.7  # magnitudes in ordinary worlds: apart from 0, and small enough for the quadrature's grid
TERMS = 3  # of a random smooth function


def stream(name: str, seed: int) -> np.random.Generator:
    """Return the random stream of a name."""
    return np.random.default_rng([crc32(name.encode()), seed])


def numbers(name: str, domain: Domain, seed: int, count: int, *, wide: bool) -> Array:
    """Draw a parameter in its domain.

    Args:
        name: of the symbol with its indices.
        domain: where its values lie.
        seed: of the batch.
        count: how many worlds.
        wide: magnitudes from 0.02 to 8 instead of 0.6 to 1.7, for inequalities; larger ones saturate a logistic.

    Returns:
        Shape (count,). Special points (0, 1, equal magnitudes) have probability 0.
    """
    rng = stream(name, seed)
    if domain == "probability":
        return rng.uniform(0.01, 0.99, count) if wide else rng.uniform(0.15, 0.85, count)
    if domain in {"integer", "natural"}:
        return rng.integers(2, 6, count).astype(np.float64)
    if domain == "boolean":
        return rng.integers(0, 2, count).astype(np.float64)
    sizes = np.exp(rng.uniform(np.log(0.02), np.log(8.0), count)) if wide else rng.uniform(LOW, HIGH, count)
    if domain in {"positive", "nonnegative"}:
        return sizes
    if domain == "negative":
        return -sizes
    signed = sizes * np.where(rng.random(count) < 0.5, -1.0, 1.0)
    if domain == "complex":
        return signed + 1j * rng.uniform(-HIGH, HIGH, count)
    return signed


@dataclass(frozen=True, slots=True, eq=False)
class SmoothFunction:
    """A random analytic function per world: linear plus a few hyperbolic tangents, with its declared conditions.

    All arrays have shape (worlds, …); ``apply`` takes arguments of shape (worlds or 1, …).
    """

    slope: Array  # (worlds, arguments)
    weights: Array  # (worlds, TERMS)
    rates: Array  # (worlds, TERMS, arguments), so small that poles stay more than 1.5 from the real line
    shifts: Array  # (worlds, TERMS)
    offset: Array  # (worlds,)
    positive: bool

    def apply(self, arguments: tuple[Array, ...]) -> Array:
        """Return the values at arguments of one shape."""
        tail = (1,) * (arguments[0].ndim - 1)
        total = self.offset.reshape(-1, *tail).astype(arguments[0].dtype)
        for place, argument in enumerate(arguments):
            total = total + self.slope[:, place].reshape(-1, *tail) * argument
        for term in range(TERMS):
            inside = self.shifts[:, term].reshape(-1, *tail)
            for place, argument in enumerate(arguments):
                inside = inside + self.rates[:, term, place].reshape(-1, *tail) * argument
            total = total + self.weights[:, term].reshape(-1, *tail) * np.tanh(inside)
        return np.exp(0.5 * total) if self.positive else total


@lru_cache(maxsize=64)
def smooth_function(name: str, spec: FunctionSpec, arity: int, seed: int, count: int) -> SmoothFunction:
    """Draw an abstract function; a bound on its derivative is met closely in some worlds, widely in others."""
    rng = stream(f"function {name}", seed)
    weights = rng.uniform(0.3, 1.2, (count, TERMS)) * rng.choice([-1.0, 1.0], (count, TERMS))
    rates = rng.uniform(0.3, 0.9, (count, TERMS, arity))
    shifts, offset = rng.uniform(-1, 1, (count, TERMS)), rng.uniform(-1, 1, count)
    if spec.bounded or spec.positive:
        slope = np.zeros((count, arity))
    elif spec.derivative_above is None:
        slope = rng.uniform(0.4, 1.5, (count, arity)) * rng.choice([-1.0, 1.0], (count, arity))
    else:
        margin = rng.choice([0.02, 0.4, 1.5], (count, 1))
        slope = spec.derivative_above + margin - _lowest(weights, rates, shifts)
    if spec.derivative_above is not None and (spec.bounded or spec.positive):
        weights = np.abs(weights)  # a rising bounded function
    return SmoothFunction(slope, weights, rates, shifts, offset, spec.positive)


def _lowest(weights: Array, rates: Array, shifts: Array) -> Array:
    """Return the least derivative of the tangents, shape (worlds, arguments): exact to 5e-3 for one argument."""
    if rates.shape[2] > 1:
        return -np.sum(np.abs(weights)[:, :, None] * rates, axis=1)
    at = np.linspace(-12.0, 12.0, 241)
    inside = rates[:, :, 0, None] * at + shifts[:, :, None]
    slopes = np.sum((weights * rates[:, :, 0])[:, :, None] / np.cosh(inside) ** 2, axis=1)
    return slopes.min(axis=1, keepdims=True) - 5e-3
