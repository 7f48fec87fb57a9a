"""Devoir 3, question 2 seulement (je rends le reste avec ma coéquipière)."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def logit(p):
    return np.log(p) - np.log(1 - p)


# 2.1

def relu_flow(z, a, b, c):
    z = np.asarray(z)
    return a * np.maximum(0, b * z + c)


def relu_collision(a, b, c):
    """Renvoie deux z différents de même image."""
    if b == 0:
        return (0, 1)
    # b z + c = -1 puis b z + c = -3
    return ((-1 - c) / b, (-3 - c) / b)


# 2.2

def h(z, w, a, b):
    return sum(wi * sigmoid(ai * z + bi) for wi, ai, bi in zip(w, a, b))


def sigmoid_flow(z, w, a, b):
    return logit(h(z, w, a, b))


def sigmoid_flow_derivative(z, w, a, b):
    hz = h(z, w, a, b)
    dh = 0
    for wi, ai, bi in zip(w, a, b):
        s = sigmoid(ai * z + bi)
        dh += wi * ai * s * (1 - s)
    return dh / (hz * (1 - hz))


def sigmoid_flow_inverse(y, w, a, b):
    # on compare h(z) à sigma(y) : pas besoin du logit
    cible = sigmoid(y)
    gauche = np.full(len(y), -60.0)
    droite = np.full(len(y), 60.0)
    for _ in range(100):
        milieu = (gauche + droite) / 2
        trop_petit = h(milieu, w, a, b) < cible
        gauche[trop_petit] = milieu[trop_petit]
        droite[~trop_petit] = milieu[~trop_petit]
    return milieu


# 2.3

def residual_flow_inverse(y, f):
    def g(z):
        return z + f(z)

    gauche = -np.ones_like(y)
    while (g(gauche) > y).any():
        gauche *= 2
    droite = np.ones_like(y)
    while (g(droite) < y).any():
        droite *= 2
    for _ in range(100):
        milieu = (gauche + droite) / 2
        gauche = np.where(g(milieu) < y, milieu, gauche)
        droite = np.where(g(milieu) < y, droite, milieu)
    return milieu


# 2.4

def rayon(x, z0):
    return np.sqrt(np.sum((x - z0) ** 2, axis=-1))


def radial_flow(z, z0, alpha, beta):
    r = rayon(z, z0)[:, np.newaxis]
    return z + beta * (z - z0) / (alpha + r)


def radial_flow_inverse(y, z0, alpha, beta):
    l = rayon(y, z0)
    b = alpha + beta - l
    r = (-b + np.sqrt(b ** 2 + 4 * alpha * l)) / 2
    z_tilde = (y - z0) / np.where(l == 0, 1, l)[:, None]
    return z0 + r[:, None] * z_tilde


def radial_flow_log_det(z, z0, alpha, beta):
    D = z.shape[-1]
    r = rayon(z, z0)
    l_sur_r = 1 + beta / (alpha + r)
    l_prime = 1 + alpha * beta / (alpha + r) ** 2
    return (D - 1) * np.log(l_sur_r) + np.log(l_prime)
