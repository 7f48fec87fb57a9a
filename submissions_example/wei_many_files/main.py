import numpy as np
import sympy as sp

from src.ddpm import (ddpm_posterior, elbo_joint, elbo_terms,
                      log_likelihood, vae_ddpm_terms)
from src.flows import *
from src.helpers import log_sigmoid


def kl_gaussians(mu1, sigma1, mu2, sigma2):
    mu1, sigma1, mu2, sigma2 = [np.asarray(v, dtype=np.float64) for v in (mu1, sigma1, mu2, sigma2)]
    return np.log(sigma1 / sigma2) + (np.square(sigma2) + np.square(mu2 - mu1)) / (2 * np.square(sigma1)) - 0.5


def kl_expression():
    mu1, sigma1, mu2, sigma2 = sp.symbols("mu1 sigma1 mu2 sigma2")
    v1, v2 = sigma1**2, sigma2**2
    return sp.log(sp.sqrt(v1)) - sp.log(sp.sqrt(v2)) + (v2 + (mu2 - mu1)**2) / v1 / 2 - sp.Rational(1, 2)


def kl_asymmetry_witness():
    return np.float64(0), np.float64(1), np.float64(0), np.float64(2)


def velocity(psi0, psi1, theta, gamma=0.0):
    psi0, psi1, theta, gamma = np.broadcast_arrays(psi0, psi1, theta, gamma)
    s = np.exp(log_sigmoid(psi0 * theta + psi1))
    return np.concatenate([(-theta * s - gamma * psi0)[..., None],
                           (np.exp(log_sigmoid(-psi1)) - s)[..., None],
                           (psi0 * s)[..., None]], axis=-1)


def velocity_expression():
    psi0, psi1, theta, gamma = sp.symbols("psi0 psi1 theta gamma", real=True)
    s = 1 / (1 + sp.exp(-psi0 * theta) * sp.exp(-psi1))
    return sp.Matrix([-theta * s - gamma * psi0, 1 / (1 + sp.exp(psi1)) - s, psi0 * s])


def jacobian(gamma=0.0):
    return 0.5 * np.array([[-2 * gamma, 0, -1], [0, -1, 0], [1, 0, 0]])


def eigenvalues(gamma=0.0):
    return np.roots(np.poly(jacobian(gamma)))


def simulate(psi0, psi1, theta, gamma, eta, steps):
    result = np.zeros((steps + 1, 3))
    x = np.array([psi0, psi1, theta], dtype=np.float64)
    for k in range(steps + 1):
        result[k] = x
        x = x + [*(eta * velocity(*x, gamma)[:2]), 0.0]
        x = x + [0.0, 0.0, eta * velocity(*x, gamma)[2]]
    return result


if __name__ == "__main__":
    z = np.linspace(-5, 5, 11)
    w, a, b = np.array([0.5, 0.5]), np.array([1.0, 2.0]), np.array([0.0, 1.0])
    print(sigmoid_flow(z, w, a, b))
    print(simulate(1, 0, 1, 0.1, 0.1, 10))
