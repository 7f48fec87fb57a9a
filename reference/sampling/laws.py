"""The laws of the random output that `rubrics/sampling.yaml` asks for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

Array = NDArray[Any]


def forward_law(x0: float, betas: ArrayLike, t: int, n: int, seed: int) -> tuple[float, float, float]:
    """Return the mean, variance and fourth central moment of q(x_t | x_0), a Gaussian.

    Args:
        x0: where the chain starts.
        betas: shape (T,), ``betas[t - 1]`` is beta_t.
        t: from 1 to T.
        n: how many samples were asked for; the law does not depend on it.
        seed: likewise.
    """
    bar = float(np.prod(1 - np.asarray(betas, np.float64)[:t]))
    variance = 1 - bar
    return float(np.sqrt(bar) * x0), variance, 3 * variance**2


def forward_cdf(x0: float, betas: ArrayLike, t: int, n: int, seed: int, samples: Array) -> Array:
    """Return the probability below each sample, shape (n,)."""
    mean, variance, _ = forward_law(x0, betas, t, n, seed)
    return ndtr((samples - mean) / np.sqrt(variance))
