"""Homework 3, practical part.  Ada L.

Everything is plain NumPy; SymPy is only used for the two symbolic questions.
Run the file to get the plots of the report.
"""
from __future__ import annotations

import itertools
from typing import Callable

import numpy as np
import sympy as sp


# ---------------------------------------------------------------- Question 1

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    """KL[q || p] with q = N(mu2, sigma2^2) and p = N(mu1, sigma1^2)."""
    mu1, sigma1, mu2, sigma2 = map(np.asarray, (mu1, sigma1, mu2, sigma2))
    ratio = sigma2 / sigma1
    shift = (mu2 - mu1) / sigma1
    return 0.5 * (ratio**2 + shift**2 - 1.0) - np.log(ratio)


def kl_expression() -> sp.Expr:
    m1, s1, m2, s2 = sp.symbols("mu1 sigma1 mu2 sigma2", positive=True)
    ratio = s2 / s1
    return (ratio**2 - 1 + ((m2 - m1) / s1) ** 2) / 2 - sp.log(ratio)


def kl_asymmetry_witness() -> tuple[float, float, float, float]:
    return 0.0, 1.0, 0.0, 2.0


# ---------------------------------------------------------------- Question 2

def relu_flow(z, a, b, c):
    return a * np.maximum(b * np.asarray(z) + c, 0.0)


def relu_collision(a, b, c):
    if b == 0:
        return 0.0, 1.0          # the flow is constant
    # solve b z + c = -1 and b z + c = -2: both are on the flat side
    return (-1.0 - c) / b, (-2.0 - c) / b


def _log_sigmoid(u):
    # log(1/(1+exp(-u))) without overflow on either side
    return np.minimum(u, 0.0) - np.log1p(np.exp(-np.abs(u)))


def _log_sum_exp(u):
    top = u.max(axis=-1, keepdims=True)
    return (top + np.log(np.exp(u - top).sum(axis=-1, keepdims=True)))[..., 0]


def sigmoid_flow(z, w, a, b):
    """logit(h) = log h - log(1-h), and 1 - h = sum w_i sigmoid(-u_i) because the weights sum to one."""
    u = np.multiply.outer(np.asarray(z, dtype=float), a) + b
    return _log_sum_exp(np.log(w) + _log_sigmoid(u)) - _log_sum_exp(np.log(w) + _log_sigmoid(-u))


def sigmoid_flow_derivative(z, w, a, b):
    u = np.multiply.outer(np.asarray(z, dtype=float), a) + b
    log_h = _log_sum_exp(np.log(w) + _log_sigmoid(u))
    log_1mh = _log_sum_exp(np.log(w) + _log_sigmoid(-u))
    log_dh = _log_sum_exp(np.log(w) + np.log(a) + _log_sigmoid(u) + _log_sigmoid(-u))
    return np.exp(log_dh - log_h - log_1mh)


def _bisect(g: Callable, y, lo, hi, n_iter: int = 200):
    for _ in range(n_iter):
        mid = 0.5 * (lo + hi)
        below = g(mid) < y
        lo = np.where(below, mid, lo)
        hi = np.where(below, hi, mid)
    return 0.5 * (lo + hi)


def sigmoid_flow_inverse(y, w, a, b):
    y = np.asarray(y, dtype=float)
    # min_i (a_i z + b_i) <= g(z) <= max_i (a_i z + b_i) gives a bracket
    single = (y[:, None] - b) / a
    return _bisect(lambda z: sigmoid_flow(z, w, a, b), y, single.min(axis=1), single.max(axis=1))


def residual_flow_inverse(y, f):
    y = np.asarray(y, dtype=float)

    def g(z):
        return z + f(z)

    lo, hi, width = y.copy(), y.copy(), 1.0
    with np.errstate(over="ignore", invalid="ignore"):
        while np.any(g(lo) > y):
            lo = np.where(g(lo) > y, lo - width, lo)
            width *= 2
        width = 1.0
        while np.any(g(hi) < y):
            hi = np.where(g(hi) < y, hi + width, hi)
            width *= 2
        return _bisect(g, y, lo, hi)


def radial_flow(z, z0, alpha, beta):
    d = z - z0
    r = np.linalg.norm(d, axis=1, keepdims=True)
    return z + beta / (alpha + r) * d


def radial_flow_inverse(y, z0, alpha, beta):
    d = y - z0
    rho = np.linalg.norm(d, axis=1, keepdims=True)
    # rho (alpha + r) = r (alpha + r) + beta r, take the positive root
    p = alpha + beta - rho
    r = 0.5 * (np.sqrt(p**2 + 4 * alpha * rho) - p)
    direction = np.divide(d, rho, out=np.zeros_like(d), where=rho > 0)
    return z0 + r * direction


def radial_flow_log_det(z, z0, alpha, beta):
    n_dim = z.shape[1]
    r = np.linalg.norm(z - z0, axis=1)
    h = 1.0 / (alpha + r)
    across = np.abs(1 + beta * h)
    along = np.abs(1 + alpha * beta * h**2)
    with np.errstate(divide="ignore"):
        log_along = np.log(along)
        return log_along + ((n_dim - 1) * np.log(across) if n_dim > 1 else 0.0)


# ---------------------------------------------------------------- Question 3

def _xlogy(x: float, y: float) -> float:
    if x == 0:
        return 0.0
    return x * np.log(y) if y > 0 else -np.inf


def elbo_joint(p_T, p_rev, q_fwd, x0):
    """Sum over every path x_1, ..., x_T: the definition, nothing clever."""
    T, K = len(p_rev), len(p_T)
    total = 0.0
    for path in itertools.product(range(K), repeat=T):
        x = (x0, *path)
        q = 1.0
        for t in range(1, T + 1):
            q *= q_fwd[t - 1, x[t - 1], x[t]]
        if q == 0:
            continue
        factors = [p_T[x[T]]] + [p_rev[t - 1, x[t], x[t - 1]] for t in range(1, T + 1)]
        if min(factors) == 0:
            return -np.inf
        total += q * (np.sum(np.log(factors)) - np.log(q))
    return float(total)


def log_likelihood(p_T, p_rev, x0):
    law = np.asarray(p_T)
    for kernel in p_rev[::-1]:
        law = law @ kernel
    return float(np.log(law[x0]))


def _forward_laws(q_fwd, x0):
    laws = [np.eye(q_fwd.shape[1])[x0]]
    for kernel in q_fwd:
        laws.append(laws[-1] @ kernel)
    return laws


def elbo_terms(p_T, p_rev, q_fwd, x0):
    T, K = len(q_fwd), len(p_T)
    laws = _forward_laws(q_fwd, x0)
    reconstruction = sum(_xlogy(laws[1][i], p_rev[0, i, x0]) for i in range(K))
    denoising = np.zeros(T - 1)
    for t in range(2, T + 1):
        for i in range(K):
            if laws[t][i] == 0:
                continue
            posterior = laws[t - 1] * q_fwd[t - 1, :, i] / laws[t][i]
            kl = sum(_xlogy(posterior[j], posterior[j]) - _xlogy(posterior[j], p_rev[t - 1, i, j]) for j in range(K))
            denoising[t - 2] += laws[t][i] * kl
    prior = sum(_xlogy(laws[T][i], laws[T][i]) - _xlogy(laws[T][i], p_T[i]) for i in range(K))
    return float(reconstruction), denoising, float(prior)


def ddpm_posterior(x_t, x0, betas, t):
    alphas = 1.0 - np.asarray(betas)
    bar = np.cumprod(alphas)
    bar_t, bar_prev, beta = bar[t - 1], bar[t - 2], betas[t - 1]
    mean = (np.sqrt(bar_prev) * beta * x0 + np.sqrt(alphas[t - 1]) * (1 - bar_prev) * x_t) / (1 - bar_t)
    return mean, (1 - bar_prev) / (1 - bar_t) * beta


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    M = len(q_z)
    used = [m for m in range(M) if q_z[m] > 0]
    first = sum(q_z[m] * np.log(p_c[m, c]) for m in used)
    second = sum(q_z[m] * np.log(q_z[m] / p_z[m]) for m in used)
    third = sum(q_z[m] * elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0) for m in used)
    return float(first), float(second), float(third)


# ---------------------------------------------------------------- Question 4

def _sigmoid(u):
    return np.exp(_log_sigmoid(np.asarray(u, dtype=float)))


def velocity(psi0, psi1, theta, gamma=0.0):
    s = _sigmoid(np.asarray(psi0) * theta + psi1)
    parts = (-theta * s - gamma * np.asarray(psi0), 1.0 - _sigmoid(psi1) - s, psi0 * s)
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def jacobian(gamma=0.0):
    J = np.zeros((3, 3))
    J[0, 0] = -gamma
    J[0, 2], J[2, 0] = -0.5, 0.5
    J[1, 1] = -0.25 - 0.25       # -sigma'(0) twice
    return J


def eigenvalues(gamma=0.0):
    root = np.emath.sqrt(gamma**2 - 1)
    return np.array([-0.5, (-gamma + root) / 2, (-gamma - root) / 2], dtype=complex)


def velocity_expression() -> sp.Matrix:
    """Let SymPy differentiate the regularised objective."""
    psi0, psi1, theta, gamma = sp.symbols("psi0 psi1 theta gamma", real=True)

    def sigma(u):
        return 1 / (1 + sp.exp(-u))

    L = sp.log(sigma(psi1)) + sp.log(sigma(-(psi0 * theta + psi1)))
    penalised = L - gamma / 2 * psi0**2
    return sp.Matrix([sp.diff(penalised, psi0), sp.diff(penalised, psi1), -sp.diff(L, theta)])


def simulate(psi0, psi1, theta, gamma, eta, steps):
    path = np.zeros((steps + 1, 3))
    path[0] = psi0, psi1, theta
    for k in range(steps):
        p0, p1, th = path[k]
        d0, d1, _ = velocity(p0, p1, th, gamma)
        p0, p1 = p0 + eta * d0, p1 + eta * d1
        path[k + 1] = p0, p1, th + eta * velocity(p0, p1, th, gamma)[2]
    return path


# ---------------------------------------------------------------- Question 5

def review() -> str:
    return """
# SimCLR

## 1. Summary
The paper proposes SimCLR, a simple framework for contrastive learning of visual representations without labels.
Two augmentations of the same image form a positive pair, the other images of the batch are negatives, and a ResNet
with a small projection head is trained with the NT-Xent loss. On ImageNet a linear classifier on the frozen features
reaches 76.5 % top-1 accuracy with a ResNet-50 (4x).

## 2. Strengths
The ablations are systematic: every ingredient is varied alone, so one learns which ones matter (composition of
augmentations, nonlinear head, large batches). The improvement over the earlier state of the art is clear, and the code
is public, which makes the method useful in practice.

## 3. Weaknesses
The best results need batches of 4096 images and TPUs; a comparison at equal compute is missing. The usefulness of the
projection head is explained by a conjecture only. There are no error bars.

## 4. Reflection
The loss bounds a mutual information just as the ELBO of the course bounds a likelihood; the bound itself is not what
makes features good. A next direction would be to learn the augmentations instead of choosing them by hand.
"""


if __name__ == "__main__":
    import matplotlib.pyplot as plt

    trajectory = simulate(1.0, 0.2, 1.0, 0.3, 0.1, 300)
    plt.plot(trajectory[:, 0], trajectory[:, 2])
    plt.xlabel("psi0")
    plt.ylabel("theta")
    plt.savefig("gan.png")
