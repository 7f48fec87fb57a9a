"""Right samplers pass, wrong ones fail, at about the rate that is stated."""

import numpy as np
import pytest

from grader.model.values import Array
from grader.numerics.statistics import (
    distance_limit,
    distribution_distance,
    lag_scores,
    mean_scores,
    score_limit,
    variance_scores,
)

ZERO, ONE, THREE = np.array(0.0), np.array(1.0), np.array(3.0)


def samples(count: int, runs: int = 2000) -> Array:
    return np.random.default_rng(5).standard_normal((count, runs))


def test_the_limit_is_two_sided_and_shared_among_tests() -> None:
    assert score_limit(0.05, 1) == pytest.approx(1.959964, abs=1e-5)
    assert score_limit(0.05, 10) == pytest.approx(score_limit(0.005, 1))
    assert score_limit(1e-9, 1) == pytest.approx(6.1094, abs=1e-3)


@pytest.mark.parametrize(("rate", "tests"), [(0.0, 1), (1.0, 1), (0.01, 0)])
def test_a_rate_that_is_none_is_refused(rate: float, tests: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        score_limit(rate, tests)


@pytest.mark.parametrize("statistic", ["mean", "variance", "lag"])
def test_scores_of_right_output_are_standard_normal(statistic: str) -> None:
    # 2,000 runs at once: their scores have mean 0, deviation 1 and about 5 % beyond 1.96.
    runs = samples(1000)
    mean, variance = np.zeros(runs.shape[1]), np.ones(runs.shape[1])
    scores = {
        "mean": mean_scores(runs, mean, variance),
        "variance": variance_scores(runs, mean, variance, 3 * variance),
        "lag": lag_scores(runs, mean, variance),
    }[statistic]
    assert abs(scores.mean()) < 4 / np.sqrt(2000)
    assert abs(scores.std() - 1) < 0.07
    assert 0.03 < np.mean(np.abs(scores) > score_limit(0.05, 1)) < 0.07


def test_wrong_output_scores_high() -> None:
    run = samples(4000, 1)[:, 0]
    limit = score_limit(1e-6, 1)
    assert abs(mean_scores(run + 0.2, ZERO, ONE)) > limit
    assert abs(variance_scores(1.2 * run, ZERO, ONE, THREE)) > limit
    assert abs(lag_scores(np.repeat(run, 2), ZERO, ONE)) > limit


def test_the_distance_is_that_of_the_distribution_functions() -> None:
    assert distribution_distance(np.array([0.5])) == 0.5
    assert distribution_distance(np.array([0.9, 0.1])) == pytest.approx(0.4)
    even = (np.arange(100) + 0.5) / 100
    assert distribution_distance(even) == pytest.approx(0.005)


def test_the_distance_of_right_output_keeps_to_its_limit() -> None:
    runs = np.random.default_rng(6).random((500, 400))
    beyond = np.mean([distribution_distance(run) > distance_limit(0.05, 1, 400) for run in runs])
    assert beyond < 0.08
    assert distribution_distance(np.random.default_rng(6).random(400) ** 1.5) > distance_limit(0.05, 1, 400)
