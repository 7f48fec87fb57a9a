"""Random output against its law, by standard errors at a stated rate of false alarms.

Scores are normal in the limit of many samples: for a thousand or more of a law with light tails the stated rate is
about right. The distance of distribution functions needs no limit: its bound (Massart's, for the inequality of
Dvoretzky, Kiefer and Wolfowitz) holds for every number of samples.
"""

import math
from statistics import NormalDist

import numpy as np

from grader.model.values import Array


def score_limit(false_fail_rate: float, tests: int) -> float:
    """Return how many standard errors a score may lie from 0.

    Args:
        false_fail_rate: chance that right output fails any of the tests, two-sided.
        tests: how many scores are looked at; the rate is shared among them (Bonferroni).

    Raises:
        ValueError: if the rate lies outside (0, 1) or there is no test.
    """
    if not 0 < false_fail_rate < 1 or tests < 1:
        msg = "the rate lies in (0, 1), and there is a test at least"
        raise ValueError(msg)
    return -NormalDist().inv_cdf(false_fail_rate / (2 * tests))


def mean_scores(sample: Array, mean: Array, variance: Array) -> Array:
    """Return the sample mean's distance from the law's, in standard errors.

    Args:
        sample: shape (n, ...), n samples.
        mean: the law's, shape (...).
        variance: the law's, shape (...), above 0.
    """
    return (sample.mean(axis=0) - mean) / np.sqrt(variance / len(sample))


def variance_scores(sample: Array, mean: Array, variance: Array, fourth: Array) -> Array:
    """Return the distance of the mean square about the law's mean from its variance, in standard errors.

    Args:
        sample: shape (n, ...).
        mean: the law's, shape (...).
        variance: the law's, shape (...).
        fourth: the law's fourth central moment, above ``variance**2``; 3 ``variance**2`` for a normal law.
    """
    squares = ((sample - mean) ** 2).mean(axis=0)
    return (squares - variance) / np.sqrt((fourth - variance**2) / len(sample))


def lag_scores(sample: Array, mean: Array, variance: Array) -> Array:
    """Return the correlation of each sample with the next, in standard errors: 0 where samples are independent.

    Args:
        sample: shape (n, ...), n of 2 at least.
        mean: the law's, shape (...).
        variance: the law's, shape (...).
    """
    centred = sample - mean
    return (centred[:-1] * centred[1:]).mean(axis=0) / (variance / math.sqrt(len(sample) - 1))


def distribution_distance(probabilities: Array) -> float:
    """Return the Kolmogorov-Smirnov distance of a sample from its law.

    Args:
        probabilities: the law's distribution function at each sample, shape (n,): uniform if the law is right.
    """
    ranked = np.sort(probabilities)
    steps = np.arange(len(ranked) + 1) / len(ranked)
    return float(max(np.max(steps[1:] - ranked), np.max(ranked - steps[:-1])))


def distance_limit(false_fail_rate: float, tests: int, count: int) -> float:
    """Return how large the distance of ``count`` samples may be; right output passes it with the stated chance.

    Args:
        false_fail_rate: as in ``score_limit``.
        tests: as in ``score_limit``.
        count: number of samples.
    """
    return math.sqrt(math.log(2 * tests / false_fail_rate) / (2 * count))
