"""Question 4, the Dirac-GAN (and question 1). Nora

psi and theta both follow the gradient of L.
"""
import cmath

import numpy as np
import sympy as sp


def kl_gaussians(mu1, sigma1, mu2, sigma2):
    a = np.asarray(sigma2, float) / np.asarray(sigma1, float)
    b = (np.asarray(mu2, float) - np.asarray(mu1, float)) / np.asarray(sigma1, float)
    return (a * a + b * b) / 2 - np.log(a) - 1 / 2


def kl_expression():
    mu1, mu2 = sp.symbols("mu1 mu2")
    sigma1, sigma2 = sp.symbols("sigma1 sigma2")
    return -sp.log(sigma2 / sigma1) + sp.Rational(1, 2) * (sigma2 / sigma1) ** 2 + (mu1 - mu2) ** 2 / (2 * sigma1**2) - 0.5


def kl_asymmetry_witness():
    return 0, 1, 0, 2


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def velocity(psi0, psi1, theta, gamma=0.0):
    psi0, psi1, theta = np.broadcast_arrays(psi0, psi1, theta)
    fake = sigmoid(psi0 * theta + psi1)
    return np.stack([
        -theta * fake - gamma * psi0,
        1 - sigmoid(psi1) - fake,
        -psi0 * fake,
    ], axis=-1)


def velocity_expression():
    psi0, psi1, theta, gamma = sp.symbols("psi0 psi1 theta gamma")
    sigma = lambda u: 1 / (1 + sp.exp(-u))
    L = sp.log(sigma(psi1)) + sp.log(1 - sigma(psi0 * theta + psi1)) - gamma * psi0**2 / 2
    return sp.Matrix([L.diff(v) for v in (psi0, psi1, theta)])


def jacobian(gamma=0.0):
    # at the origin sigma = 1/2 and sigma' = 1/4
    return np.array([
        [-gamma, 0, -1 / 2],
        [0, -1 / 2, 0],
        [-1 / 2, 0, 0],
    ])


def eigenvalues(gamma=0.0):
    # (x + 1/2) (x^2 + gamma x - 1/4) = 0: one of them is positive, so the game is unstable
    root = cmath.sqrt(gamma**2 + 1)
    return np.array([-1 / 2, (-gamma + root) / 2, (-gamma - root) / 2])


def simulate(psi0, psi1, theta, gamma, eta, steps):
    out = np.empty((steps + 1, 3))
    out[0] = psi0, psi1, theta
    for n in range(steps):
        psi = out[n, :2] + eta * velocity(*out[n], gamma)[:2]
        out[n + 1, :2] = psi
        out[n + 1, 2] = out[n, 2] + eta * velocity(psi[0], psi[1], out[n, 2], gamma)[2]
    return out
