import numpy as np
import sympy as sym
from math import log, exp, pi

# ===== Question 1 =====

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    entropy_q = 0.5 * log(2 * pi * sigma2 ** 2) + 0.5
    cross = 0.5 * log(2 * pi * sigma1 ** 2) + (sigma2 ** 2 + (mu2 - mu1) ** 2) / sigma1 ** 2
    return cross - entropy_q

def kl_expression():
    mu1, sigma1, mu2, sigma2 = sym.symbols('mu1 sigma1 mu2 sigma2')
    entropy_q = sym.log(2 * sym.pi * sigma2 ** 2) / 2 + sym.Rational(1, 2)
    cross = sym.log(2 * sym.pi * sigma1 ** 2) / 2 + (sigma2 ** 2 + (mu2 - mu1) ** 2) / sigma1 ** 2
    return cross - entropy_q

def kl_asymmetry_witness():
    # try some until they differ
    for s in (1.5, 2.0, 3.0):
        if abs(kl_gaussians(0, 1, 0, s) - kl_gaussians(0, s, 0, 1)) > 0.1:
            return 0, 1, 0, s

# ===== Question 2.1 =====

def relu_flow(z, a, b, c):
    return a * np.where(b * z + c > 0, b * z + c, 0)

def relu_collision(a, b, c):
    # look for two points of the grid with the same value
    seen = {}
    for z in np.linspace(-5000, 5000, 20001):
        value = float(relu_flow(z, a, b, c))
        if value in seen:
            return seen[value], float(z)
        seen[value] = float(z)

# ===== Question 4 =====

def sigma(x):
    if x >= 0:
        return 1 / (1 + exp(-x))
    return exp(x) / (1 + exp(x))

@np.vectorize
def _v0(psi0, psi1, theta, gamma):
    return -theta * sigma(psi0 * theta + psi1) - gamma * psi0

@np.vectorize
def _v1(psi0, psi1, theta):
    return 1 - sigma(psi1) - sigma(psi0 * theta + psi1)

@np.vectorize
def _v2(psi0, psi1, theta):
    return psi0 * sigma(psi0 * theta + psi1)

def velocity(psi0, psi1, theta, gamma=0.0):
    return np.stack((_v0(psi0, psi1, theta, gamma), _v1(psi0, psi1, theta), _v2(psi0, psi1, theta)), axis=-1)

def jacobian(gamma=0.0):
    # numerically, to be sure: central differences around the origin
    h = 1e-3
    J = np.zeros((3, 3))
    for j in range(3):
        e = np.zeros(3)
        e[j] = h
        J[:, j] = (velocity(*e, gamma) - velocity(*(-e), gamma)) / (2 * h)
    return J

def eigenvalues(gamma=0.0):
    J = jacobian(gamma)
    values = np.linalg.eig(J)[0]
    return list(values)

def velocity_expression():
    psi0, psi1, theta, gamma = sym.symbols('psi0 psi1 theta gamma')
    s = 1 / (1 + sym.exp(-psi0 * theta - psi1))
    v = sym.zeros(3, 1)
    v[0] = -theta * s - gamma * psi0
    v[1] = 1 - 1 / (1 + sym.exp(-psi1)) - s
    v[2] = psi0 * s
    return v

def simulate(psi0, psi1, theta, gamma, eta, steps):
    rows = [(psi0, psi1, theta)]
    for _ in range(steps):
        p0, p1, th = rows[-1]
        s = sigma(p0 * th + p1)
        new0 = p0 - eta * (th * s + gamma * p0)
        new1 = p1 + eta * (1 - sigma(p1) - s)
        rows.append((new0, new1, th + eta * new0 * sigma(new0 * th + new1)))
    return rows
