"""Question 3: bounds on the likelihood of a diffusion model, alone and joined to a VAE.

The chains live on K states, so that every expectation is a finite sum. Tables are probabilities:
``p_T[i]`` = p(x_T = i), ``p_rev[t-1, i, j]`` = p(x_{t-1} = j | x_t = i) and
``q_fwd[t-1, i, j]`` = q(x_t = j | x_{t-1} = i). 0 log 0 is 0; a bound that is infinite comes out as an
infinity, never as NaN. A path whose probability is below the smallest float counts as impossible.
All divergences and logarithms are in nats.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


# BEGIN SOLUTION NO PROMPT
def _weigh_logs(weights: Array, values: Array) -> Array:
    """Return weights * log(values) entry by entry, 0 wherever the weight is 0; broadcasts."""
    weights, values = np.broadcast_arrays(weights, values)
    counted = weights > 0
    with np.errstate(divide="ignore"):
        return np.where(counted, weights * np.log(np.where(counted, values, 1.0)), 0.0)


def _kl(q: Array, p: Array) -> Array:
    """Return KL[q || p] over the last axis; infinite where p misses a part of q, never negative."""
    divergence = (_weigh_logs(q, q) - _weigh_logs(q, p)).sum(axis=-1)
    return np.maximum(divergence, 0.0)  # rounding can leave -1e-17


def _marginals(q_fwd: Array, x0: int) -> list[Array]:
    """Return q(x_t | x_0) for t = 0, ..., T, each of shape (..., K), for tables of shape (..., T, K, K)."""
    state = np.zeros((*q_fwd.shape[:-3], q_fwd.shape[-1]))
    state[..., x0] = 1.0
    marginals = [state]
    for t in range(1, q_fwd.shape[-3] + 1):
        marginals.append(np.einsum("...i,...ij->...j", marginals[-1], q_fwd[..., t - 1, :, :]))
    return marginals


def _bound(p_T: Array, p_rev: Array, q_fwd: Array, x0: int) -> Array:
    """Return `elbo_joint` for tables with equal leading axes, in the shape of those axes."""
    marginals = _marginals(q_fwd, x0)
    bound = _weigh_logs(marginals[-1], p_T).sum(axis=-1)
    for t in range(1, q_fwd.shape[-3] + 1):
        forward = q_fwd[..., t - 1, :, :]
        joint = marginals[t - 1][..., :, None] * forward  # of (x_{t-1}, x_t)
        backward = np.swapaxes(p_rev[..., t - 1, :, :], -1, -2)
        bound = bound + (_weigh_logs(joint, backward) - _weigh_logs(joint, forward)).sum(axis=(-2, -1))
    return bound


# END SOLUTION


def elbo_joint(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Compute L_DDPM = E_q[log p(x_{0:T}) / q(x_{1:T} | x_0)] of a chain on K states.

    Args:
        p_T: prior of x_T, shape (K,).
        p_rev: reverse kernels, shape (T, K, K).
        q_fwd: forward kernels, shape (T, K, K).
        x0: the state observed, from 0 to K - 1.

    Returns:
        The bound, at most `log_likelihood`; -inf where p misses a path that q may take.
    """
    # BEGIN SOLUTION
    # The logarithm is a sum over the links of the chain, so the expectation over all K^T paths is a sum over the
    # pairs (x_{t-1}, x_t), weighted by q(x_{t-1} | x_0) q(x_t | x_{t-1}).
    prior, reverse, forward = (np.asarray(table, np.float64) for table in (p_T, p_rev, q_fwd))
    return float(_bound(prior, reverse, forward, x0))
    # END SOLUTION


def log_likelihood(p_T: ArrayLike, p_rev: ArrayLike, x0: int) -> float:
    """Compute log p(x_0) of a reverse chain.

    Args:
        p_T: prior of x_T, shape (K,).
        p_rev: reverse kernels, shape (T, K, K).
        x0: the state observed, from 0 to K - 1.

    Returns:
        The log-likelihood; -inf where x_0 can't be reached.
    """
    # BEGIN SOLUTION
    # By p(x_{t-1} = j) = sum_i p(x_t = i) p(x_{t-1} = j | x_t = i).
    with np.errstate(divide="ignore"):
        log_state, log_kernels = np.log(np.asarray(p_T, np.float64)), np.log(np.asarray(p_rev, np.float64))
    for log_kernel in log_kernels[::-1]:
        log_state = np.logaddexp.reduce(log_state[:, None] + log_kernel, axis=0)
    return float(log_state[x0])
    # END SOLUTION


def elbo_terms(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> tuple[float, Array, float]:
    """Split L_DDPM into reconstruction - sum of the denoising divergences - prior divergence.

    Args:
        p_T: prior of x_T, shape (K,).
        p_rev: reverse kernels, shape (T, K, K).
        q_fwd: forward kernels, shape (T, K, K).
        x0: the state observed, from 0 to K - 1.

    Returns:
        Reconstruction (a float, perhaps -inf), denoising divergences for t = 2, ..., T (shape (T - 1,), each
        non-negative, perhaps infinite), prior divergence (a float, likewise).
    """
    # BEGIN SOLUTION
    # The reconstruction is E_q[log p(x_0 | x_1)], the prior divergence KL[q(x_T | x_0) || p(x_T)]; step t is E_{q(x_t
    # | x_0)} KL[q(x_{t-1} | x_t, x_0) || p(x_{t-1} | x_t)] with, by Bayes' rule, q(x_{t-1} | x_t, x_0) = q(x_{t-1} |
    # x_0) q(x_t | x_{t-1}) / q(x_t | x_0).
    prior, reverse = np.asarray(p_T, np.float64), np.asarray(p_rev, np.float64)
    forward = np.asarray(q_fwd, np.float64)
    marginals = _marginals(forward, x0)
    steps = len(forward)
    reconstruction = float(_weigh_logs(marginals[1], reverse[0, :, x0]).sum())
    denoising = np.zeros(steps - 1)
    for t in range(2, steps + 1):
        joint = (marginals[t - 1][:, None] * forward[t - 1]).T  # of (x_t, x_{t-1})
        reached = marginals[t][:, None] > 0
        posterior = np.where(reached, joint / np.where(reached, marginals[t][:, None], 1.0), 0.0)
        divergence = (_weigh_logs(joint, posterior) - _weigh_logs(joint, reverse[t - 1])).sum()
        denoising[t - 2] = max(float(divergence), 0.0)
    return reconstruction, denoising, float(_kl(marginals[-1], prior))
    # END SOLUTION


def ddpm_posterior(x_t: ArrayLike, x0: ArrayLike, betas: ArrayLike, t: int) -> tuple[Array | np.float64, float]:
    """Compute mean and variance of the Gaussian q(x_{t-1} | x_t, x_0) of the forward diffusion.

    Args:
        x_t: noisy points, any shape.
        x0: clean points, same shape.
        betas: variances of the forward steps, shape (T,), each above 0 and at most 1; betas[t-1] is step t.
        t: step, from 2 to T.

    Returns:
        Mean, in the shape of x_t, and variance per coordinate, a float.

    Raises:
        ValueError: if t is not a step with a posterior.
    """
    # BEGIN SOLUTION
    # With alpha_t = 1 - beta_t and bar_t = alpha_1 ... alpha_t, the mean is (sqrt(bar_{t-1}) beta_t x_0 +
    # sqrt(alpha_t) (1 - bar_{t-1}) x_t) / (1 - bar_t) and the variance beta_t (1 - bar_{t-1}) / (1 - bar_t). 1 - bar
    # is taken by expm1, for schedules of tiny betas.
    schedule = np.asarray(betas, np.float64)
    if not 2 <= t <= len(schedule):
        raise ValueError("t must lie between 2 and T")
    with np.errstate(divide="ignore"):  # beta = 1 forgets everything: log 0 is right
        log_bar = np.cumsum(np.log1p(-schedule))
    beta = schedule[t - 1]
    left, left_before = -np.expm1(log_bar[t - 1]), -np.expm1(log_bar[t - 2])
    weight_0 = np.exp(log_bar[t - 2] / 2) * beta / left
    weight_t = np.sqrt(1 - beta) * left_before / left
    mean = weight_0 * np.asarray(x0, np.float64) + weight_t * np.asarray(x_t, np.float64)
    return mean, float(beta * left_before / left)
    # END SOLUTION


def vae_ddpm_terms(
    q_z: ArrayLike,
    p_z: ArrayLike,
    p_c: ArrayLike,
    p_T: ArrayLike,
    p_rev: ArrayLike,
    q_fwd: ArrayLike,
    c: int,
    x0: int,
) -> tuple[float, float, float]:
    """Split the bound on log p(x_0, c) into the VAE's two terms and the diffusion's one.

    Args:
        q_z: q(z | c, x_0), shape (M,).
        p_z: prior of z, shape (M,).
        p_c: p_c[m, c] = p(c | z = m), shape (M, C).
        p_T: prior of x_T given z, shape (M, K).
        p_rev: reverse kernels given z, shape (M, T, K, K).
        q_fwd: forward kernels given z, shape (M, T, K, K).
        c: the value of c observed, from 0 to C - 1.
        x0: the state observed, from 0 to K - 1.

    Returns:
        Reconstruction of c, divergence of z, expected bound of the diffusion: bound = first - second + third.
        A z that q(z) excludes counts in none of them.
    """
    # BEGIN SOLUTION
    # bound = E_{q(z)}[log p(c | z)] - KL[q(z) || p(z)] + E_{q(z)}[L_DDPM given z and c]; all tables are those at the
    # given c.
    weights, emission = np.asarray(q_z, np.float64), np.asarray(p_c, np.float64)
    prior, reverse, forward = (np.asarray(table, np.float64) for table in (p_T, p_rev, q_fwd))
    reconstruction = float(_weigh_logs(weights, emission[:, c]).sum())
    divergence = float(_kl(weights, np.asarray(p_z, np.float64)))
    given_z = _bound(prior, reverse, forward, x0)
    with np.errstate(invalid="ignore"):  # 0 times an infinite bound, set aside by the condition
        diffusion = np.where(weights > 0, weights * given_z, 0.0).sum()
    return reconstruction, divergence, float(diffusion)
    # END SOLUTION
