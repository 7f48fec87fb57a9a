import math
import numpy as np
import sympy

# Works on single numbers. I call my functions in a loop when I need many values.


def kl_gaussians(mu1, sigma1, mu2, sigma2):
    return math.log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1)**2) / (2 * sigma1**2) - 0.5


def kl_expression():
    mu1, sigma1, mu2, sigma2 = sympy.symbols("mu1 sigma1 mu2 sigma2")
    return sympy.log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1)**2) / (2 * sigma1**2) - 0.5


def kl_asymmetry_witness():
    return (0.0, 1.0, 0.0, 1.0)


def relu_flow(z, a, b, c):
    if np.ndim(z) == 0:
        return a * max(0.0, b * z + c)
    return [a * max(0.0, b * x + c) for x in z]


def relu_collision(a, b, c):
    # g is zero to the left of -c/b
    return -c / b - 1, -c / b - 2


def logistic(x):
    if x > 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def sigmoid_flow(z, w, a, b):
    result = []
    for x in z:
        inside = sum(w[i] * logistic(a[i] * x + b[i]) for i in range(len(w)))
        outside = sum(w[i] * logistic(-a[i] * x - b[i]) for i in range(len(w)))
        result.append([math.log(inside) - math.log(outside)])
    return np.array(result)


def sigmoid_flow_derivative(z, w, a, b):
    # derivative of the first component of z
    x = z[0]
    inside = sum(w[i] * logistic(a[i] * x + b[i]) for i in range(len(w)))
    outside = sum(w[i] * logistic(-a[i] * x - b[i]) for i in range(len(w)))
    slope = sum(w[i] * a[i] * logistic(a[i] * x + b[i]) * logistic(-a[i] * x - b[i]) for i in range(len(w)))
    return slope / (inside * outside)


def radial_flow(z, z0, alpha, beta):
    r = np.linalg.norm(z - z0)
    return z + beta * (z - z0) / (alpha + r)


def radial_flow_log_det(z, z0, alpha, beta):
    D = len(z0)
    result = 0.0
    for x in z:
        r = np.linalg.norm(x - z0)
        result += (D - 1) * math.log(1 + beta / (alpha + r)) + math.log(1 + alpha * beta / (alpha + r) ** 2)
    return result


def velocity(psi0, psi1, theta, gamma=0.0):
    s = logistic(psi0 * theta + psi1)
    return (-theta * s - gamma * psi0, 1 - logistic(psi1) - s, psi0 * s)


def jacobian(gamma=0.0):
    return [-gamma, 0, -0.5, 0, -0.5, 0, 0.5, 0, 0]


def eigenvalues(gamma=0.0):
    root = abs(gamma**2 - 1) ** 0.5
    if gamma < 1:
        return "-1/2", f"{-gamma / 2} + {root / 2}i", f"{-gamma / 2} - {root / 2}i"
    return -0.5, (-gamma + root) / 2, (-gamma - root) / 2


def simulate(psi0, psi1, theta, gamma, eta, steps):
    trajectory = np.zeros((3, steps + 1))
    trajectory[:, 0] = psi0, psi1, theta
    for n in range(steps):
        v = velocity(psi0, psi1, theta, gamma)
        psi0, psi1 = psi0 + eta * v[0], psi1 + eta * v[1]
        theta = theta + eta * velocity(psi0, psi1, theta, gamma)[2]
        trajectory[:, n + 1] = psi0, psi1, theta
    return trajectory
