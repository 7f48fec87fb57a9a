#!/usr/bin/env python3
# Homework 3 -- Hugo
# Questions 1, 2.1, 2.3, 2.4 and 4.  (2.2 and 3: see my LaTeX, I did not manage the code)

from typing import Callable, Tuple
import numpy as np
import sympy as sp

Array = np.ndarray


def kl_gaussians(mu1: Array, sigma1: Array, mu2: Array, sigma2: Array) -> Array:
    """KL(q, p)"""
    var1, var2 = sigma1 ** 2, sigma2 ** 2
    log_q = -0.5 * np.log(2 * np.pi * var2) - 0.5
    log_p = -0.5 * np.log(2 * np.pi * var1) - (var2 + (mu2 - mu1) ** 2) / (2 * var1)
    return log_q - log_p


def kl_expression() -> sp.Expr:
    x = sp.Symbol("x", real=True)
    mu1, mu2 = sp.symbols("mu1 mu2", real=True)
    s1, s2 = sp.symbols("sigma1 sigma2", positive=True)
    q = sp.exp(-((x - mu2) ** 2) / (2 * s2 ** 2)) / (s2 * sp.sqrt(2 * sp.pi))
    log_ratio = sp.log(s1 / s2) + (x - mu1) ** 2 / (2 * s1 ** 2) - (x - mu2) ** 2 / (2 * s2 ** 2)
    # E_q: sympy integrates every power of x against the density
    expanded = sp.Poly(sp.expand(log_ratio), x)
    total = 0
    for (power,), coefficient in expanded.terms():
        moment = sp.integrate(x ** power * q, (x, -sp.oo, sp.oo))
        total += coefficient * sp.simplify(moment)
    return total


def kl_asymmetry_witness() -> Tuple[float, float, float, float]:
    return (0.0, 1.0, 5.0, 0.1)


def relu_flow(z, a: float, b: float, c: float):
    return a * np.maximum(np.zeros_like(z, dtype=float), b * z + c)


def relu_collision(a: float, b: float, c: float) -> Tuple[float, float]:
    if b == 0.0:
        return 0.0, 10.0
    zero = -c / b
    side = -1.0 if b > 0 else 1.0
    return zero + side, zero + 10 * side


def residual_flow_inverse(y: Array, f: Callable[[Array], Array]) -> Array:
    """Banach fixed point: z <- y - f(z)"""
    z = np.copy(y)
    with np.errstate(all="ignore"):
        for _ in range(100):
            z = y - f(z)
    return z


def radial_flow(z: Array, z0: Array, alpha: float, beta: float) -> Array:
    r = np.linalg.norm(z - z0, axis=-1)
    h = 1 / (alpha + r)
    return z + beta * h[..., None] * (z - z0)


def radial_flow_inverse(y: Array, z0: Array, alpha: float, beta: float) -> Array:
    """Bisection on r: l(r) = r + beta r / (alpha + r) is increasing for beta >= -alpha."""
    target = np.linalg.norm(y - z0, axis=-1)
    low = np.zeros_like(target)
    high = target + abs(beta) + alpha
    for _ in range(200):
        r = (low + high) / 2
        too_far = r + beta * r / (alpha + r) > target
        high = np.where(too_far, r, high)
        low = np.where(too_far, low, r)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.nan_to_num((y - z0) / target[..., None])
    return z0 + r[..., None] * unit


def radial_flow_log_det(z: Array, z0: Array, alpha: float, beta: float) -> Array:
    dimension = z.shape[-1]
    r = np.linalg.norm(z - z0, axis=-1)
    h = 1 / (alpha + r)
    h_prime = -h ** 2
    log_across = np.log(1 + beta * h)
    log_along = np.log(1 + beta * h + beta * h_prime * r)
    return (dimension - 1) * log_across + log_along


def sigma(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


def velocity(psi0, psi1, theta, gamma=0.0):
    s = sigma(psi0 * theta + psi1)
    components = np.broadcast_arrays(-theta * s - gamma * psi0, 1 - sigma(psi1) - s, psi0 * s)
    return np.stack(components, axis=-1)


def velocity_expression() -> sp.Matrix:
    psi0, psi1, theta, gamma = sp.symbols("psi0, psi1, theta, gamma", real=True)
    sigmoid = sp.Lambda(psi1, 1 / (1 + sp.exp(-psi1)))
    s = sigmoid(psi0 * theta + psi1)
    return sp.Matrix(3, 1, [-theta * s - gamma * psi0, 1 - sigmoid(psi1) - s, psi0 * s])


def jacobian(gamma: float = 0.0) -> Array:
    return np.array([[-gamma, 0.0, -0.5],
                     [0.0, -0.5, 0.0],
                     [0.5, 0.0, 0.0]])


def eigenvalues(gamma: float = 0.0) -> Array:
    discriminant = complex(gamma ** 2 - 1)
    return np.array([-0.5, (-gamma + discriminant ** 0.5) / 2, (-gamma - discriminant ** 0.5) / 2])


def simulate(psi0, psi1, theta, gamma, eta, steps):
    state = (psi0, psi1, theta)
    history = [state]
    for _ in range(steps):
        psi0, psi1, theta = state
        dpsi0, dpsi1 = velocity(psi0, psi1, theta, gamma)[:2]
        psi0, psi1 = psi0 + eta * dpsi0, psi1 + eta * dpsi1
        dtheta = velocity(psi0, psi1, theta, gamma)[2]
        state = (psi0, psi1, theta + eta * dtheta)
        history.append(state)
    return np.array(history)


if __name__ == "__main__":
    print("KL:", kl_gaussians(0.0, 1.0, 0.0, 2.0))
    print("fixed point:", residual_flow_inverse(np.array([1.0, 2.0]), lambda z: 0.5 * np.tanh(z)))
