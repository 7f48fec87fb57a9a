"""Deuxième partie : flot radial (où l'on résout l'équation du second degré)."""
import numpy as np

def norme(x):
    return np.linalg.norm(x, axis=1, keepdims=True)

def radial_flow(z, z0, alpha, beta):
    return z + beta * (z - z0) / (alpha + norme(z - z0))

def radial_flow_inverse(y, z0, alpha, beta):
    s = norme(y - z0)
    b = s - alpha - beta
    r = (b + np.sqrt(b ** 2 + 4 * alpha * s)) / 2
    r_sur_s = r / np.where(s > 0, s, 1)
    return z0 + r_sur_s * (y - z0)

def radial_flow_log_det(z, z0, alpha, beta):
    r = norme(z - z0)[:, 0]
    D = z.shape[1]
    valeurs = [1 + alpha * beta / (alpha + r) ** 2] + (D - 1) * [1 + beta / (alpha + r)]
    with np.errstate(divide="ignore"):
        return sum(np.log(np.abs(v)) for v in valeurs)
