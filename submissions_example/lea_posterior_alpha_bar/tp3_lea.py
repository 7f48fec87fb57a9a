from __future__ import annotations

import numpy as np
import sympy as sp

"""
TP3. Questions 1, 3.
J'utilise np.float64 partout ; les tables sont des tableaux numpy.
"""


# Q1 ------------------------------------------------------------------------------------------------

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    mu1, sigma1, mu2, sigma2 = np.broadcast_arrays(mu1, sigma1, mu2, sigma2)
    kl = np.log(sigma1) - np.log(sigma2)
    kl = kl + sigma2 ** 2 / (2 * sigma1 ** 2)
    kl = kl + (mu2 - mu1) ** 2 / (2 * sigma1 ** 2)
    return kl - 0.5


def kl_expression():
    mu1, sigma1, mu2, sigma2 = sp.symbols("mu1,sigma1,mu2,sigma2", positive=True)
    return sp.simplify(sp.log(sigma1) - sp.log(sigma2) + (sigma2 ** 2 + (mu2 - mu1) ** 2 - sigma1 ** 2) / (2 * sigma1 ** 2))


def kl_asymmetry_witness():
    return sp.Integer(0), sp.Rational(1, 2), sp.Integer(1), sp.sqrt(2)


# Q3 ------------------------------------------------------------------------------------------------

def plogp(q, p):
    out = np.zeros(np.broadcast(q, p).shape)
    with np.errstate(divide="ignore"):
        np.log(p, out=out, where=np.broadcast_to(q > 0, out.shape))
    return np.multiply(q, out, out=np.zeros_like(out), where=np.broadcast_to(q > 0, out.shape))


def marginals(q_fwd, x0):
    T, K, _ = q_fwd.shape
    m = np.zeros((T + 1, K))
    m[0, x0] = 1.0
    for t in range(T):
        m[t + 1] = m[t] @ q_fwd[t]
    return m


def elbo_joint(p_T: np.ndarray, p_rev: np.ndarray, q_fwd: np.ndarray, x0: int) -> float:
    m = marginals(q_fwd, x0)
    pair = m[:-1, :, None] * q_fwd                       # (T, K, K) : q(x_{t-1} = i, x_t = j | x_0)
    value = plogp(m[-1], p_T).sum()
    value += plogp(pair, np.transpose(p_rev, (0, 2, 1))).sum() - plogp(pair, q_fwd).sum()
    return float(value)


def log_likelihood(p_T: np.ndarray, p_rev: np.ndarray, x0: int) -> float:
    K = len(p_T)
    total = np.eye(K)
    for kernel in p_rev:            # p(x_0 | x_t) = sum_j p(x_{t-1} = j | x_t) p(x_0 | x_{t-1} = j)
        total = kernel @ total
    return float(np.log(p_T @ total[:, x0]))


def elbo_terms(p_T, p_rev, q_fwd, x0):
    m = marginals(q_fwd, x0)
    T = len(q_fwd)
    rec = plogp(m[1], p_rev[0, :, x0]).sum()
    kls = np.empty(T - 1)
    for t in range(2, T + 1):
        pair = m[t - 1][:, None] * q_fwd[t - 1]
        post = np.divide(pair, m[t], out=np.zeros_like(pair), where=m[t] > 0)
        kls[t - 2] = plogp(pair, post).sum() - plogp(pair, p_rev[t - 1].T).sum()
    prior = plogp(m[T], m[T]).sum() - plogp(m[T], p_T).sum()
    return rec, kls, prior


def ddpm_posterior(x_t, x0, betas, t):
    alpha = 1 - betas
    beta_t = betas[t - 1]
    alpha_t, alpha_prev = alpha[t - 1], alpha[t - 2]
    mean = np.sqrt(alpha_prev) * beta_t / (1 - alpha_t) * x0 + np.sqrt(alpha_t) * (1 - alpha_prev) / (1 - alpha_t) * x_t
    var = (1 - alpha_prev) / (1 - alpha_t) * beta_t
    return mean, var


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    M = q_z.shape[0]
    rec = plogp(q_z, p_c[:, c]).sum()
    kl = (plogp(q_z, q_z) - plogp(q_z, p_z)).sum()
    elbos = np.array([elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0) for m in range(M)])
    return rec, kl, np.dot(q_z[q_z > 0], elbos[q_z > 0])
