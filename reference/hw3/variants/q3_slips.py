"""Known wrong answers to question 3, parts a and b; see the reference module for the tables."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _floats(*values: ArrayLike) -> tuple[Array, ...]:
    return tuple(np.asarray(value, np.float64) for value in values)


def _weigh_logs(weights: Array, values: Array) -> Array:
    weights, values = np.broadcast_arrays(weights, values)
    counted = weights > 0
    with np.errstate(divide="ignore"):
        return np.where(counted, weights * np.log(np.where(counted, values, 1.0)), 0.0)


def _kl(q: Array, p: Array) -> Array:
    return (_weigh_logs(q, q) - _weigh_logs(q, p)).sum(axis=-1)


def _marginals(q_fwd: Array, x0: int) -> list[Array]:
    marginals = [np.eye(q_fwd.shape[-1])[x0]]
    for kernel in q_fwd:
        marginals.append(marginals[-1] @ kernel)
    return marginals


def _posterior(q_fwd: Array, marginals: list[Array], t: int) -> Array:
    """Return q(x_{t-1} = j | x_t = i, x_0) at [i, j]; rows that q never reaches are 0."""
    joint = (marginals[t - 1][:, None] * q_fwd[t - 1]).T
    reached = marginals[t][:, None]
    return np.where(reached > 0, joint / np.where(reached > 0, reached, 1.0), 0.0)


def _link_terms(p_rev: Array, q_fwd: Array, x0: int) -> float:
    """Return E_q[sum_t log p(x_{t-1} | x_t) / q(x_t | x_{t-1})]."""
    marginals = _marginals(q_fwd, x0)
    total = 0.0
    for t in range(1, len(q_fwd) + 1):
        joint = marginals[t - 1][:, None] * q_fwd[t - 1]
        total += float((_weigh_logs(joint, p_rev[t - 1].T) - _weigh_logs(joint, q_fwd[t - 1])).sum())
    return total


def _log_likelihood(p_T: Array, p_rev: Array, x0: int) -> float:
    state = p_T
    for kernel in p_rev[::-1]:
        state = state @ kernel
    with np.errstate(divide="ignore"):
        return float(np.log(state[x0]))


def _elbo(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    prior, reverse, forward = _floats(p_T, p_rev, q_fwd)
    end = _marginals(forward, x0)[-1]
    return float(_weigh_logs(end, prior).sum()) + _link_terms(reverse, forward, x0)


def elbo_joint_negated(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Return the loss -L_DDPM."""
    return -_elbo(p_T, p_rev, q_fwd, x0)


def elbo_joint_prior_lost(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Leave out log p(x_T)."""
    reverse, forward = _floats(p_rev, q_fwd)
    return _link_terms(reverse, forward, x0)


def elbo_joint_log_likelihood(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Return log p(x_0) itself instead of its bound."""
    prior, reverse = _floats(p_T, p_rev)
    return _log_likelihood(prior, reverse, x0)


def elbo_joint_forward_transposed(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Read q_fwd[t-1, i, j] as q(x_t = i | x_{t-1} = j)."""
    return _elbo(p_T, p_rev, np.swapaxes(np.asarray(q_fwd, np.float64), -1, -2), x0)


def elbo_joint_forward_transposed_by_paths(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Read q_fwd as above, in a sum over whole paths: a table whose rows do not sum to 1 gives another number so."""
    prior, reverse, forward = _floats(p_T, p_rev, np.swapaxes(np.asarray(q_fwd, np.float64), -1, -2))
    marginals = _marginals(forward, x0)
    total = float(_weigh_logs(marginals[-1], prior).sum())
    after = np.ones(len(prior))  # the weight of all ways on from a state
    for t in range(len(forward), 0, -1):
        joint = marginals[t - 1][:, None] * forward[t - 1] * after
        total += float((_weigh_logs(joint, reverse[t - 1].T) - _weigh_logs(joint, forward[t - 1])).sum())
        after = forward[t - 1] @ after
    return total


def elbo_joint_reverse_transposed(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Read p_rev[t-1, i, j] as p(x_{t-1} = i | x_t = j)."""
    return _elbo(p_T, np.swapaxes(np.asarray(p_rev, np.float64), -1, -2), q_fwd, x0)


def elbo_joint_entropy_lost(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> float:
    """Return E_q[log p(x_{0:T})], without - log q(x_{1:T} | x_0)."""
    forward = np.asarray(q_fwd, np.float64)
    marginals = _marginals(forward, x0)
    states = np.stack(marginals[:-1])
    entropy = -float((states * _weigh_logs(forward, forward).sum(axis=-1)).sum())
    return _elbo(p_T, p_rev, q_fwd, x0) - entropy


def log_likelihood_reverse_transposed(p_T: ArrayLike, p_rev: ArrayLike, x0: int) -> float:
    """Read p_rev[t-1, i, j] as p(x_{t-1} = i | x_t = j)."""
    prior, reverse = _floats(p_T, p_rev)
    return _log_likelihood(prior, np.swapaxes(reverse, -1, -2), x0)


def log_likelihood_without_log(p_T: ArrayLike, p_rev: ArrayLike, x0: int) -> float:
    """Return p(x_0), without its logarithm."""
    prior, reverse = _floats(p_T, p_rev)
    return float(np.exp(_log_likelihood(prior, reverse, x0)))


def log_likelihood_steps_reversed(p_T: ArrayLike, p_rev: ArrayLike, x0: int) -> float:
    """Apply the reverse kernels from t = 1 up to T instead of from T down to 1."""
    prior, reverse = _floats(p_T, p_rev)
    return _log_likelihood(prior, reverse[::-1], x0)


def elbo_terms_kl_reversed(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> tuple[float, Array, float]:
    """Take every divergence the other way round, KL[p || q]."""
    prior, reverse, forward = _floats(p_T, p_rev, q_fwd)
    marginals = _marginals(forward, x0)
    denoising = [
        marginals[t] @ _kl(reverse[t - 1], _posterior(forward, marginals, t)) for t in range(2, len(forward) + 1)
    ]
    reconstruction = float(_weigh_logs(marginals[1], reverse[0, :, x0]).sum())
    return reconstruction, np.array(denoising), float(_kl(prior, marginals[-1]))


def elbo_terms_off_by_one(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> tuple[float, Array, float]:
    """Index the reverse kernel one step early: p(x_{t-2} | x_{t-1}) stands for p(x_{t-1} | x_t)."""
    reverse = np.asarray(p_rev, np.float64)
    return _terms(p_T, np.concatenate([reverse[:1], reverse[:-1]]), q_fwd, x0)


def _terms(p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int) -> tuple[float, Array, float]:
    prior, reverse, forward = _floats(p_T, p_rev, q_fwd)
    marginals = _marginals(forward, x0)
    denoising = [
        marginals[t] @ _kl(_posterior(forward, marginals, t), reverse[t - 1]) for t in range(2, len(forward) + 1)
    ]
    reconstruction = float(_weigh_logs(marginals[1], reverse[0, :, x0]).sum())
    return reconstruction, np.array(denoising), float(_kl(marginals[-1], prior))


def elbo_terms_expectation_lost(
    p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int
) -> tuple[float, Array, float]:
    """Average the denoising divergences over x_t uniformly instead of under q(x_t | x_0)."""
    reverse, forward = _floats(p_rev, q_fwd)
    marginals = _marginals(forward, x0)
    denoising = [_kl(_posterior(forward, marginals, t), reverse[t - 1]).mean() for t in range(2, len(forward) + 1)]
    reconstruction, _, divergence = _terms(p_T, p_rev, q_fwd, x0)
    return reconstruction, np.array(denoising), divergence


def elbo_terms_expectation_summed(
    p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int
) -> tuple[float, Array, float]:
    """Sum the denoising divergences over x_t without the weights q(x_t | x_0)."""
    reconstruction, denoising, divergence = elbo_terms_expectation_lost(p_T, p_rev, q_fwd, x0)
    return reconstruction, denoising * np.size(p_T), divergence


def elbo_terms_reconstruction_negated(
    p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int
) -> tuple[float, Array, float]:
    """Return the reconstruction as a loss, -E_q[log p(x_0 | x_1)]."""
    reconstruction, denoising, divergence = _terms(p_T, p_rev, q_fwd, x0)
    return -reconstruction, denoising, divergence


def elbo_terms_divergences_negated(
    p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int
) -> tuple[float, Array, float]:
    """Return the three terms as they stand in the sum, the divergences with a minus sign."""
    reconstruction, denoising, divergence = _terms(p_T, p_rev, q_fwd, x0)
    return reconstruction, -denoising, -divergence


def elbo_terms_steps_reversed(
    p_T: ArrayLike, p_rev: ArrayLike, q_fwd: ArrayLike, x0: int
) -> tuple[float, Array, float]:
    """List the denoising divergences from t = T down to 2."""
    reconstruction, denoising, divergence = _terms(p_T, p_rev, q_fwd, x0)
    return reconstruction, np.flip(denoising), divergence
