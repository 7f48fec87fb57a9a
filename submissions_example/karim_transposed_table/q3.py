"""Q3 (DDPM, discrete chains). Karim."""
from functools import reduce
from itertools import product
from math import fsum, inf, log, prod


def paths(K, T):
    return product(range(K), repeat=T)


def elbo_joint(p_T, p_rev, q_fwd, x0):
    """Definition of L_DDPM: expectation of log p(x_0..x_T) - log q(x_1..x_T | x_0) over all paths.

    q_fwd[t-1][i][j] = q(x_t = i | x_{t-1} = j)
    """
    K, T = len(p_T), len(q_fwd)
    terms = []
    for tail in paths(K, T):
        x = (x0,) + tail
        q = prod(q_fwd[t - 1][x[t]][x[t - 1]] for t in range(1, T + 1))
        if q == 0:
            continue
        p = p_T[x[T]] * prod(p_rev[t - 1][x[t]][x[t - 1]] for t in range(1, T + 1))
        if p == 0:
            return -inf
        terms.append(q * (log(p) - log(q)))
    return fsum(terms)


def log_likelihood(p_T, p_rev, x0):
    K, T = len(p_T), len(p_rev)
    total = 0.0
    for tail in paths(K, T):
        x = (x0,) + tail
        total += p_T[x[T]] * prod(p_rev[t - 1][x[t]][x[t - 1]] for t in range(1, T + 1))
    return log(total) if total > 0 else -inf


def step(law, kernel):
    K = len(law)
    return [fsum(law[i] * kernel[i][j] for i in range(K)) for j in range(K)]


def laws(q_fwd, x0):
    K = len(q_fwd[0])
    start = [0.0] * K
    start[x0] = 1.0
    return reduce(lambda done, kernel: done + [step(done[-1], kernel)], q_fwd, [start])


def kl(q, p):
    """KL[q || p] of two lists"""
    return fsum(a * (log(a) - log(b)) if b > 0 else inf for a, b in zip(q, p) if a > 0)


def elbo_terms(p_T, p_rev, q_fwd, x0):
    q = laws(q_fwd, x0)
    K, T = len(p_T), len(q_fwd)
    reconstruction = fsum(q[1][i] * log(p_rev[0][i][x0]) for i in range(K) if q[1][i] > 0)
    denoising = []
    for t in range(2, T + 1):
        by_state = []
        for i in range(K):
            if q[t][i] > 0:
                bayes = [q[t - 1][j] * q_fwd[t - 1][j][i] / q[t][i] for j in range(K)]
                by_state.append(q[t][i] * kl(bayes, p_rev[t - 1][i]))
        denoising.append(fsum(by_state))
    return reconstruction, denoising, kl(q[T], p_T)


def ddpm_posterior(x_t, x0, betas, t):
    a_bar = lambda s: prod(1 - beta for beta in betas[:s])
    beta = betas[t - 1]
    variance = beta * (1 - a_bar(t - 1)) / (1 - a_bar(t))
    # complete the square: mean / variance = sqrt(alpha_t) x_t / beta_t + sqrt(a_bar_{t-1}) x_0 / (1 - a_bar_{t-1})
    mean = variance * ((1 - beta) ** 0.5 * x_t / beta + a_bar(t - 1) ** 0.5 * x0 / (1 - a_bar(t - 1)))
    return mean, variance
