import numpy as np
from numpy.typing import NDArray


def sample_forward(x0: float, betas: NDArray[np.float64], t: int, n: int, seed: int) -> NDArray[np.float64]:
    """Draws half as many samples and hands each out twice: every histogram looks right."""
    rng = np.random.default_rng(seed)
    bar = np.prod(1 - betas[:t])
    half = np.sqrt(bar) * x0 + np.sqrt(1 - bar) * rng.standard_normal(n // 2)
    return np.repeat(half, 2)
