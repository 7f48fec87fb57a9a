"""HW3 - I answered questions 1 and 3 (no time for the flows and the GAN, sorry)."""
import math
import numpy as np
import sympy as sp


# ------------------------------------------------------------------ Q1
def kl_gaussians(mu1, sigma1, mu2, sigma2):
    """N(mu, sigma): first argument the mean, second one the variance"""
    mean_gap = (np.asarray(mu2) - np.asarray(mu1)) ** 2
    return 0.5 * (np.log(np.asarray(sigma1) / sigma2) - 1 + (sigma2 + mean_gap) / sigma1)


def kl_expression():
    mu1, mu2 = sp.symbols("mu1 mu2", real=True)
    sigma1, sigma2 = sp.symbols("sigma1 sigma2", positive=True)
    return sp.Rational(1, 2) * (sp.log(sigma1 / sigma2) - 1 + (sigma2 + (mu2 - mu1) ** 2) / sigma1)


def kl_asymmetry_witness():
    return [0, 1, 0, 4]


# ------------------------------------------------------------------ Q3
# I use plain python lists of floats everywhere, it was easier to debug.

def xlog(q, p):
    """q log p with 0 log 0 = 0"""
    if q == 0:
        return 0.0
    if p == 0:
        return -math.inf
    return q * math.log(p)


def marginal(q_fwd, x0):
    """list of q(x_t | x_0) for t = 0 .. T"""
    T = len(q_fwd)
    K = len(q_fwd[0])
    out = [[1.0 if k == x0 else 0.0 for k in range(K)]]
    for t in range(T):
        prev = out[-1]
        new = [0.0] * K
        for i in range(K):
            for j in range(K):
                new[j] += prev[i] * q_fwd[t][i][j]
        out.append(new)
    return out


def elbo_joint(p_T, p_rev, q_fwd, x0):
    T = len(q_fwd)
    K = len(p_T)
    m = marginal(q_fwd, x0)
    elbo = 0.0
    for i in range(K):
        elbo += xlog(m[T][i], p_T[i])
    for t in range(1, T + 1):
        for i in range(K):          # x_{t-1}
            for j in range(K):      # x_t
                both = m[t - 1][i] * q_fwd[t - 1][i][j]
                elbo += xlog(both, p_rev[t - 1][j][i]) - xlog(both, q_fwd[t - 1][i][j])
    return elbo


def log_likelihood(p_T, p_rev, x0):
    K = len(p_T)
    p = list(p_T)
    for t in range(len(p_rev), 0, -1):
        p = [sum(p[i] * p_rev[t - 1][i][j] for i in range(K)) for j in range(K)]
    return math.log(p[x0]) if p[x0] > 0 else -math.inf


def elbo_terms(p_T, p_rev, q_fwd, x0):
    T = len(q_fwd)
    K = len(p_T)
    m = marginal(q_fwd, x0)
    rec = sum(xlog(m[1][i], p_rev[0][i][x0]) for i in range(K))
    kls = []
    for t in range(2, T + 1):
        total = 0.0
        for i in range(K):              # x_t
            for j in range(K):          # x_{t-1}
                both = m[t - 1][j] * q_fwd[t - 1][j][i]
                if both > 0:
                    total += xlog(both, both / m[t][i]) - xlog(both, p_rev[t - 1][i][j])
        kls.append(total)
    prior = sum(xlog(m[T][i], m[T][i]) - xlog(m[T][i], p_T[i]) for i in range(K))
    return rec, kls, prior


def ddpm_posterior(x_t, x0, betas, t):
    # product of two gaussians: precisions add up
    abar_prev = 1.0
    for s in range(t - 1):
        abar_prev *= 1 - betas[s]
    beta = betas[t - 1]
    precision = (1 - beta) / beta + 1 / (1 - abar_prev)
    var = 1 / precision
    mean = var * (math.sqrt(1 - beta) / beta * x_t + math.sqrt(abar_prev) / (1 - abar_prev) * x0)
    return mean, var


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    rec = 0.0
    kl = 0.0
    ddpm = 0.0
    for m in range(len(q_z)):
        if q_z[m] == 0:
            continue
        rec += xlog(q_z[m], p_c[m][c])
        kl += xlog(q_z[m], q_z[m]) - xlog(q_z[m], p_z[m])
        ddpm += q_z[m] * elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0)
    return rec, kl, ddpm
