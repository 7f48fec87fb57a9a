"""Small random chains, and their bounds by brute force over all paths; shares no code with the reference."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Tables of a chain on K states with T steps."""

    p_T: Array
    p_rev: Array
    q_fwd: Array
    x0: int

    @property
    def tables(self) -> tuple[Array, Array, Array, int]:
        return self.p_T, self.p_rev, self.q_fwd, self.x0


def random_rows(rng: np.random.Generator, *shape: int, zeros: float = 0.0) -> Array:
    """Random probabilities over the last axis; each entry is 0 with the chance ``zeros``, never all of a row."""
    raw = rng.gamma(0.7, size=shape) + 1e-3
    raw *= rng.random(shape) >= zeros
    raw[..., 0] += raw.sum(axis=-1) == 0
    return raw / raw.sum(axis=-1, keepdims=True)


def random_chain(
    rng: np.random.Generator, states: int, steps: int, *, p_zeros: float = 0.0, q_zeros: float = 0.0
) -> Chain:
    return Chain(
        random_rows(rng, states, zeros=p_zeros),
        random_rows(rng, steps, states, states, zeros=p_zeros),
        random_rows(rng, steps, states, states, zeros=q_zeros),
        int(rng.integers(states)),
    )


def paths(chain: Chain) -> Iterator[tuple[tuple[int, ...], float, float]]:
    """Yield every path (x_0, ..., x_T) with p(x_{0:T}) and q(x_{1:T} | x_0)."""
    steps, states, _ = chain.q_fwd.shape
    for rest in itertools.product(range(states), repeat=steps):
        path = (chain.x0, *rest)
        p = float(chain.p_T[path[-1]])
        q = 1.0
        for t in range(1, steps + 1):
            p *= float(chain.p_rev[t - 1, path[t], path[t - 1]])
            q *= float(chain.q_fwd[t - 1, path[t - 1], path[t]])
        yield path, p, q


def _safe_log(x: float) -> float:
    return math.log(x) if x > 0 else -math.inf


def evidence_by_paths(chain: Chain) -> float:
    return _safe_log(math.fsum(p for _, p, _ in paths(chain)))


def bound_by_paths(chain: Chain) -> float:
    terms = [q * (_safe_log(p) - math.log(q)) for _, p, q in paths(chain) if q > 0]
    return -math.inf if -math.inf in terms else math.fsum(terms)


def terms_by_paths(chain: Chain) -> tuple[float, list[float], float]:
    """The three terms, each as the mean over all paths of its logarithm."""
    steps = len(chain.q_fwd)
    alive = [(path, q) for path, _, q in paths(chain) if q > 0]
    single: defaultdict[tuple[int, int], float] = defaultdict(float)
    double: defaultdict[tuple[int, int, int], float] = defaultdict(float)
    for path, q in alive:
        for t in range(1, steps + 1):
            single[t, path[t]] += q
            double[t, path[t - 1], path[t]] += q
    reconstruction = sum(q * _safe_log(float(chain.p_rev[0, path[1], path[0]])) for path, q in alive)
    denoising: list[float] = []
    for t in range(2, steps + 1):
        mean = 0.0
        for path, q in alive:
            posterior = double[t, path[t - 1], path[t]] / single[t, path[t]]
            mean += q * (math.log(posterior) - _safe_log(float(chain.p_rev[t - 1, path[t], path[t - 1]])))
        denoising.append(mean)
    end = sum(q * (math.log(single[steps, path[-1]]) - _safe_log(float(chain.p_T[path[-1]]))) for path, q in alive)
    return reconstruction, denoising, end
