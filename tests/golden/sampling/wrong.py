import numpy as np
from numpy.typing import NDArray


def sample_forward(x0: float, betas: NDArray[np.float64], t: int, n: int, seed: int) -> NDArray[np.float64]:
    """Takes the variance for the standard deviation: nearly right in the mean, wrong in the spread."""
    rng = np.random.default_rng(seed)
    bar = np.prod(1 - betas[:t])
    return np.sqrt(bar) * x0 + (1 - bar) * rng.standard_normal(n)
