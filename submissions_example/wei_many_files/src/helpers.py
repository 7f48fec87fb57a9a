import numpy as np


def log_sigmoid(x):
    x = np.asarray(x, dtype=np.float64)
    return -np.logaddexp(0.0, -x)


def log_sum_exp(x, axis):
    return np.logaddexp.reduce(x, axis=axis)


def bisect(function, low, high, iterations=300):
    """root of an increasing function, element by element"""
    low, high = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    for _ in range(iterations):
        middle = 0.5 * low + 0.5 * high
        negative = function(middle) < 0
        low[negative] = middle[negative]
        high[~negative] = middle[~negative]
    return 0.5 * low + 0.5 * high
