import numpy as np

from .helpers import bisect, log_sigmoid, log_sum_exp


def relu_flow(z, a, b, c):
    return a * np.fmax(0.0, b * np.asarray(z) + c)


def relu_collision(a, b, c):
    if b == 0:
        return 0.0, 1.0
    return tuple((value - c) / b for value in (-1.0, -2.0))


def _pieces(z, w, a, b):
    u = np.asarray(z)[np.newaxis, :] * a[:, np.newaxis] + b[:, np.newaxis]
    log_w = np.log(w)[:, np.newaxis]
    return log_w + log_sigmoid(u), log_w + log_sigmoid(-u), u


def sigmoid_flow(z, w, a, b):
    yes, no, _ = _pieces(z, w, a, b)
    return log_sum_exp(yes, 0) - log_sum_exp(no, 0)


def sigmoid_flow_derivative(z, w, a, b):
    yes, no, u = _pieces(z, w, a, b)
    weights = np.exp(yes - log_sum_exp(yes, 0) + log_sigmoid(-u)) + np.exp(no - log_sum_exp(no, 0) + log_sigmoid(u))
    return a @ weights


def sigmoid_flow_inverse(y, w, a, b):
    ends = (y[np.newaxis, :] - b[:, np.newaxis]) / a[:, np.newaxis]
    return bisect(lambda z: sigmoid_flow(z, w, a, b) - y, ends.min(0) - 1, ends.max(0) + 1)


def residual_flow_inverse(y, f):
    reach = np.ones_like(y)
    with np.errstate(all="ignore"):
        while np.any(-reach + f(-reach) > y) or np.any(reach + f(reach) < y):
            reach = 2 * reach
        return bisect(lambda z: z + f(z) - y, -reach, reach)


def radial_flow(z, z0, alpha, beta):
    direction = z - z0
    r = np.linalg.norm(direction, axis=1)
    return z0 + direction * (1 + beta / (alpha + r))[:, np.newaxis]


def radial_flow_inverse(y, z0, alpha, beta):
    direction = y - z0
    s = np.linalg.norm(direction, axis=1)
    r = bisect(lambda r: r + beta * r / (alpha + r) - s, np.zeros(len(s)), s + alpha + np.abs(beta))
    return z0 + direction * np.where(s > 0, r / np.where(s > 0, s, 1), 0)[:, np.newaxis]


def radial_flow_log_det(z, z0, alpha, beta):
    r = np.linalg.norm(z - z0, axis=1)
    with np.errstate(divide="ignore"):
        across = np.log(np.abs((alpha + beta + r) / (alpha + r)))
        along = np.log(np.abs((alpha * (alpha + beta) + r * (r + 2 * alpha)) / (alpha + r) ** 2))
    return along + sum(across for _ in range(z.shape[1] - 1))
