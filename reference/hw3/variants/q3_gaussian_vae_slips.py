"""Known wrong answers to question 3: the Gaussian posterior of part b, and parts c to e."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _blend(x_t: ArrayLike, x0: ArrayLike, weight_t: float, weight_0: float) -> Array | np.float64:
    return (weight_0 * np.asarray(x0, np.float64) + weight_t * np.asarray(x_t, np.float64))[()]


def _schedule(betas: ArrayLike, t: int) -> tuple[float, float, float]:
    """Return beta_t, bar-alpha_t and bar-alpha_{t-1}."""
    schedule = np.asarray(betas, np.float64)
    bars = np.cumprod(1 - schedule)
    return float(schedule[t - 1]), float(bars[t - 1]), float(bars[t - 2])


def _posterior(
    x_t: ArrayLike, x0: ArrayLike, beta: float, bar: float, bar_before: float
) -> tuple[Array | np.float64, float]:
    weight_0 = np.sqrt(bar_before) * beta / (1 - bar)
    weight_t = np.sqrt(1 - beta) * (1 - bar_before) / (1 - bar)
    return _blend(x_t, x0, weight_t, weight_0), float(beta * (1 - bar_before) / (1 - bar))


def ddpm_posterior_alpha_for_bar(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Take alpha_t for its product bar-alpha_t, and alpha_{t-1} for bar-alpha_{t-1}."""
    schedule = np.asarray(betas, np.float64)
    return _posterior(x_t, x0, schedule[t - 1], 1 - schedule[t - 1], 1 - schedule[t - 2])


def ddpm_posterior_variance_beta(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Return beta_t, the variance of the forward step, for that of the posterior."""
    beta, bar, bar_before = _schedule(betas, t)
    return _posterior(x_t, x0, beta, bar, bar_before)[0], beta


def ddpm_posterior_standard_deviation(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Return the standard deviation for the variance."""
    mean, variance = _posterior(x_t, x0, *_schedule(betas, t))
    return mean, float(np.sqrt(variance))


def ddpm_posterior_weights_swapped(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Swap the weights of x_t and x_0 in the mean."""
    return _posterior(x0, x_t, *_schedule(betas, t))


def ddpm_posterior_bar_off_by_one(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Take bar-alpha_t for bar-alpha_{t-1} wherever it stands above the fraction bar."""
    beta, bar, _ = _schedule(betas, t)
    return _posterior(x_t, x0, beta, bar, bar)


def ddpm_posterior_index_off_by_one(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Read betas[t] as beta_t (the last one again for t = T)."""
    schedule = np.asarray(betas, np.float64)
    return _posterior(x_t, x0, *_schedule(np.concatenate([schedule[1:], schedule[-1:]]), t))


def ddpm_posterior_roots_lost(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Forget the square roots of bar-alpha_{t-1} and alpha_t in the mean."""
    beta, bar, bar_before = _schedule(betas, t)
    mean = _blend(x_t, x0, (1 - beta) * (1 - bar_before) / (1 - bar), bar_before * beta / (1 - bar))
    return mean, beta * (1 - bar_before) / (1 - bar)


def ddpm_posterior_forward_marginal(
    x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int
) -> tuple[Array | np.float64, float]:
    """Return the moments of q(x_{t-1} | x_0), which has not seen x_t."""
    _, _, bar_before = _schedule(betas, t)
    return _blend(x_t, x0, 0.0, float(np.sqrt(bar_before))), 1 - bar_before


def _weigh_logs(weights: Array, values: Array) -> Array:
    weights, values = np.broadcast_arrays(weights, values)
    counted = weights > 0
    with np.errstate(divide="ignore"):
        return np.where(counted, weights * np.log(np.where(counted, values, 1.0)), 0.0)


def _kl(q: ArrayLike, p: ArrayLike) -> float:
    first, second = np.asarray(q, np.float64), np.asarray(p, np.float64)
    return float((_weigh_logs(first, first) - _weigh_logs(first, second)).sum())


def _bounds(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> Array:
    """Return L_DDPM for every z, shape (M,)."""
    prior, reverse, forward = (np.asarray(table, np.float64) for table in (p_T, p_rev, q_fwd))
    state = np.zeros(prior.shape)
    state[:, x0] = 1.0
    bound = np.zeros(len(prior))
    for t in range(1, forward.shape[1] + 1):
        joint = state[:, :, None] * forward[:, t - 1]
        backward = np.swapaxes(reverse[:, t - 1], -1, -2)
        bound = bound + (_weigh_logs(joint, backward) - _weigh_logs(joint, forward[:, t - 1])).sum(axis=(1, 2))
        state = joint.sum(axis=1)
    return bound + _weigh_logs(state, prior).sum(axis=1)


def _expect(weights: ArrayLike, values: Array) -> float:
    shares = np.asarray(weights, np.float64)
    return float(np.where(shares > 0, shares * values, 0.0).sum())


def _reconstruct(q_z: ArrayLike, p_c: ArrayLike, c: int) -> float:
    return float(_weigh_logs(np.asarray(q_z, np.float64), np.asarray(p_c, np.float64)[:, c]).sum())


def vae_ddpm_terms_kl_reversed(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Take the divergence of z the other way round, KL[p(z) || q(z)]."""
    diffusion = _expect(q_z, _bounds(p_T, p_rev, q_fwd, x0))
    return _reconstruct(q_z, p_c, c), _kl(p_z, q_z), diffusion


def vae_ddpm_terms_kl_negated(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Return -KL as the second term, so that the three would have to be added."""
    diffusion = _expect(q_z, _bounds(p_T, p_rev, q_fwd, x0))
    return _reconstruct(q_z, p_c, c), -_kl(q_z, p_z), diffusion


def vae_ddpm_terms_diffusion_negated(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Return the diffusion's part as a loss, with its sign changed."""
    diffusion = _expect(q_z, _bounds(p_T, p_rev, q_fwd, x0))
    return _reconstruct(q_z, p_c, c), _kl(q_z, p_z), -diffusion


def vae_ddpm_terms_z_unweighted(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Sum the diffusion's part over z without the weights q(z)."""
    return _reconstruct(q_z, p_c, c), _kl(q_z, p_z), float(_bounds(p_T, p_rev, q_fwd, x0).sum())


def vae_ddpm_terms_z_most_probable(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Take the diffusion's part at the most probable z instead of its mean under q(z)."""
    diffusion = _bounds(p_T, p_rev, q_fwd, x0)[int(np.argmax(np.asarray(q_z)))]
    return _reconstruct(q_z, p_c, c), _kl(q_z, p_z), float(diffusion)


def vae_ddpm_terms_z_from_prior(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Average over z under the prior p(z) instead of q(z)."""
    diffusion = _expect(p_z, _bounds(p_T, p_rev, q_fwd, x0))
    return _reconstruct(p_z, p_c, c), _kl(q_z, p_z), diffusion


def vae_ddpm_terms_log_outside(
    q_z: ArrayLike, p_z: ArrayLike, p_c: ArrayLike, p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, c: int, x0: int
) -> tuple[float, float, float]:  # fmt: skip
    """Take log E_q[p(c | z)] for E_q[log p(c | z)]."""
    likelihood = np.asarray(q_z, np.float64) @ np.asarray(p_c, np.float64)[:, c]
    diffusion = _expect(q_z, _bounds(p_T, p_rev, q_fwd, x0))
    with np.errstate(divide="ignore"):
        return float(np.log(likelihood)), _kl(q_z, p_z), diffusion
