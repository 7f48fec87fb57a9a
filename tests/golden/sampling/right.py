import numpy as np
from numpy.typing import NDArray


def sample_forward(x0: float, betas: NDArray[np.float64], t: int, n: int, seed: int) -> NDArray[np.float64]:
    """Step by step, as the process is defined."""
    rng = np.random.default_rng(seed)
    x = np.full(n, float(x0))
    for beta in betas[:t]:
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.standard_normal(n)
    return x
