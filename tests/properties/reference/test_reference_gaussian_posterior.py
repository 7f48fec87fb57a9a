import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from reference.hw3 import q3_vae_ddpm

BETAS = np.array([0.1, 0.02, 0.3, 0.95, 0.5])


@pytest.mark.parametrize("t", [2, 3, 4, 5])
@pytest.mark.parametrize(("x_t", "x0"), [(0.3, -1.2), (-2.0, 2.0), (0.0, 0.0)])
def test_it_is_the_posterior_of_bayes_rule_on_a_grid(t: int, x_t: float, x0: float) -> None:
    center, spread = x0, 0.0  # moments of q(x_{t-1} | x_0), one forward step after the other
    for beta in BETAS[: t - 1].tolist():
        center, spread = math.sqrt(1 - beta) * center, (1 - beta) * spread + beta
    x = center + np.linspace(-14, 14, 40_001) * math.sqrt(spread)
    beta = float(BETAS[t - 1])
    log_joint = -((x - center) ** 2) / (2 * spread) - (x_t - math.sqrt(1 - beta) * x) ** 2 / (2 * beta)
    posterior = np.exp(log_joint - log_joint.max())
    posterior /= posterior.sum()
    mean = posterior @ x
    actual_mean, actual_variance = q3_vae_ddpm.ddpm_posterior(x_t, x0, BETAS, t)
    assert float(actual_mean) == pytest.approx(mean, abs=1e-10)
    assert actual_variance == pytest.approx(posterior @ (x - mean) ** 2, rel=1e-9)


def test_it_takes_points_of_any_shape() -> None:
    rng = np.random.default_rng(0)
    x_t, x0 = rng.normal(size=(2, 4, 3, 2))
    mean, variance = q3_vae_ddpm.ddpm_posterior(x_t, x0, BETAS, 3)
    assert np.shape(mean) == (4, 3, 2)
    assert np.shape(variance) == ()
    single, _ = q3_vae_ddpm.ddpm_posterior(x_t[1, 2, 0], x0[1, 2, 0], BETAS, 3)
    assert np.shape(single) == ()
    assert_allclose(np.asarray(mean)[1, 2, 0], single, rtol=1e-15)


def test_tiny_steps_keep_their_digits() -> None:
    betas = np.array([1e-17, 3e-17, 2e-17])
    one, two, three = (Fraction(beta) for beta in betas.tolist())
    before = 1 - (1 - one) * (1 - two)
    after = 1 - (1 - one) * (1 - two) * (1 - three)
    mean, variance = q3_vae_ddpm.ddpm_posterior(1.0, 0.0, betas, 3)
    assert variance == pytest.approx(float(three * before / after), rel=1e-14)
    assert float(mean) == pytest.approx(float(before / after), rel=1e-14)


def test_a_step_that_forgets_everything_is_allowed() -> None:
    betas = np.array([1.0, 0.5, 1.0])
    assert q3_vae_ddpm.ddpm_posterior(3.0, 7.0, betas, 2) == pytest.approx((math.sqrt(0.5) * 3.0, 0.5))
    assert q3_vae_ddpm.ddpm_posterior(3.0, 7.0, betas, 3) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize("t", [-1, 0, 1, 6])
def test_a_step_without_a_posterior_is_refused(t: int) -> None:
    with pytest.raises(ValueError, match="t must lie"):
        q3_vae_ddpm.ddpm_posterior(0.0, 0.0, BETAS, t)
