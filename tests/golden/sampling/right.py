import numpy as np


def sample_forward(x0, betas, t, n, seed):
    """Step by step, as the process is defined."""
    rng = np.random.default_rng(seed)
    x = np.full(n, float(x0))
    for beta in betas[:t]:
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.standard_normal(n)
    return x
