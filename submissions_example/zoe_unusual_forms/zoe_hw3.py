"""Zoé, devoir 3.  Je renvoie ce qui tombe : listes, tuples, fractions, matrices..."""
import collections
import decimal
import fractions
import math

import numpy as np
import sympy as sp


class Critic:
    """C(x) = psi0 x + psi1, as a callable object"""

    def __init__(self, psi0, psi1):
        self.psi0, self.psi1 = psi0, psi1

    def __call__(self, x):
        return self.psi0 * x + self.psi1


# question 1: logarithms of complex numbers, with a zero imaginary part

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    s1, s2 = np.asarray(sigma1, dtype=complex), np.asarray(sigma2, dtype=complex)
    gap = np.asarray(mu2) - np.asarray(mu1)
    return np.log(s1) - np.log(s2) + (s2**2 + gap**2) / (2 * s1**2) - 0.5


def kl_expression():
    mu1, sigma1, mu2, sigma2 = [sp.Symbol(name, nonzero=True) for name in ("mu1", "sigma1", "mu2", "sigma2")]
    half = sp.Float("0.5")
    return sp.Add(-sp.ln(sigma2 / sigma1), half * sp.Mul(sigma2**2 + mu1**2 - 2 * mu1 * mu2 + mu2**2, 1 / sigma1**2, evaluate=False), -half)


def kl_asymmetry_witness():
    return 0, fractions.Fraction(1, 3), decimal.Decimal("0.5"), np.int64(2)


# question 2

def relu_flow(z, a, b, c):
    wide = np.asarray(z, dtype=np.longdouble)
    return a * np.where(b * wide + c > 0, b * wide + c, 0)


def relu_collision(a, b, c):
    return [np.array(0.0), np.array(1.0)] if b == 0 else [np.array((-2 - c) / b), np.array((-9 - c) / b)]


def softplus(u):
    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))


def log_sum(values):
    top = max(values)
    return top + math.log(math.fsum(math.exp(value - top) for value in values))


def sigmoid_flow(z, w, a, b):
    out = []
    for x in z.tolist():
        u = [ai * x + bi for ai, bi in zip(a.tolist(), b.tolist())]
        log_h = log_sum([math.log(wi) - softplus(-ui) for wi, ui in zip(w, u)])
        log_rest = log_sum([math.log(wi) - softplus(ui) for wi, ui in zip(w, u)])
        out.append(log_h - log_rest)
    return out


def sigmoid_flow_derivative(z, w, a, b):
    out = []
    for x in z.tolist():
        u = [ai * x + bi for ai, bi in zip(a, b)]
        log_h = log_sum([math.log(wi) - softplus(-ui) for wi, ui in zip(w, u)])
        log_rest = log_sum([math.log(wi) - softplus(ui) for wi, ui in zip(w, u)])
        log_slope = log_sum([math.log(wi * ai) - softplus(ui) - softplus(-ui) for wi, ai, ui in zip(w, a, u)])
        out.append(math.exp(log_slope - log_h - log_rest))
    return tuple(out)


def sigmoid_flow_inverse(y, w, a, b):
    low, high = np.full(y.shape, -200.0), np.full(y.shape, 200.0)
    for _ in range(70):
        middle = (low + high) / 2
        above = np.array(sigmoid_flow(middle, w, a, b)) > y
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.array(middle.tolist(), dtype=object)


def residual_flow_inverse(y, f):
    low, high = np.full(y.shape, -50.0), np.full(y.shape, 50.0)
    for _ in range(100):
        middle = low + (high - low) / 2
        above = middle + f(middle) > y
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return [np.array(x) for x in middle]


def radial_flow(z, z0, alpha, beta):
    z = np.matrix(z)
    r = np.linalg.norm(z - z0, axis=1).reshape(-1, 1)
    return z + beta * np.multiply(1 / (alpha + r), z - z0)


def radial_flow_inverse(y, z0, alpha, beta):
    rows = []
    for row in y:
        s = math.dist(row, z0)
        k = (alpha + beta - s) / 2
        r = math.sqrt(k * k + alpha * s) - k
        rows.append([c + (x - c) * r / s if s else c for x, c in zip(row, z0)])
    return rows


def radial_flow_log_det(z, z0, alpha, beta):
    r = np.array([math.dist(row, z0) for row in z])
    across, along = np.abs(1 + beta / (alpha + r)), np.abs(1 + alpha * beta / (alpha + r) ** 2)
    with np.errstate(divide="ignore"):
        result = np.log(along * np.prod([across] * (z.shape[1] - 1), axis=0))
    return np.ma.array(result)


# question 3

Terms = collections.namedtuple("Terms", "reconstruction denoising prior")


def times_log(q, p):
    return np.array([qi * np.log(pi) if qi else 0.0 for qi, pi in zip(np.ravel(q), np.ravel(p))]).sum()


def laws(q_fwd, x0):
    found = {0: np.eye(len(q_fwd[0]))[x0]}
    for t in range(1, len(q_fwd) + 1):
        found[t] = np.dot(found[t - 1], q_fwd[t - 1])
    return found


def elbo_joint(p_T, p_rev, q_fwd, x0):
    law = laws(q_fwd, x0)
    with np.errstate(divide="ignore"):
        value = times_log(law[len(q_fwd)], p_T)
        for t in range(1, len(q_fwd) + 1):
            pair = np.diag(law[t - 1]) @ q_fwd[t - 1]
            value = value + times_log(pair, p_rev[t - 1].T) - times_log(pair, q_fwd[t - 1])
    return np.array([[value]])


def log_likelihood(p_T, p_rev, x0):
    law = np.asarray(p_T)
    for kernel in reversed(list(p_rev)):
        law = kernel.T @ law
    return np.array(math.log(law[x0]))


def elbo_terms(p_T, p_rev, q_fwd, x0):
    law, T = laws(q_fwd, x0), len(q_fwd)
    denoising = []
    for t in range(2, T + 1):
        pair = np.diag(law[t - 1]) @ q_fwd[t - 1]
        denoising.append(times_log(pair, pair) - times_log(law[t], law[t]) - times_log(pair, p_rev[t - 1].T))
    prior = times_log(law[T], law[T]) - times_log(law[T], p_T)
    return Terms(np.array([times_log(law[1], p_rev[0][:, x0])]), tuple(denoising), prior)


def ddpm_posterior(x_t, x0, betas, t):
    bar = [1.0]
    for beta in betas.tolist():
        bar.append(bar[-1] * (1 - beta))
    beta = fractions.Fraction(betas.tolist()[t - 1])
    scale = float(beta) / (1 - bar[t])
    mean = math.sqrt(bar[t - 1]) * scale * np.asarray(x0) + math.sqrt(1 - beta) * (1 - bar[t - 1]) / (1 - bar[t]) * np.asarray(x_t)
    return mean, decimal.Decimal((1 - bar[t - 1]) * scale)


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    third = math.fsum(q_z[m] * elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0).item() for m in range(len(q_z)) if q_z[m])
    return [np.array([times_log(q_z, p_c[:, c])]), times_log(q_z, q_z) - times_log(q_z, p_z), third]


# question 4

def sigma(u):
    return (1 + np.tanh(np.asarray(u) / 2)) / 2


def velocity(psi0, psi1, theta, gamma=0.0):
    fake = sigma(Critic(psi0, psi1)(theta))
    rows = np.broadcast_arrays(-theta * fake - gamma * psi0, sigma(-np.asarray(psi1)) - fake, psi0 * fake)
    return np.stack(rows, axis=-1).tolist()


def velocity_expression():
    psi0, psi1, theta, gamma = sp.symbols("psi0 psi1 theta gamma", complex=True)
    u = sp.Dummy("u")
    L = sp.log(1 / (1 + sp.exp(-psi1))) + sp.log(1 - 1 / (1 + sp.exp(-Critic(psi0, psi1)(theta))))
    reward = L - gamma / 2 * sp.diff(Critic(psi0, psi1)(u), u) ** 2
    return sp.Matrix([reward.diff(psi0), reward.diff(psi1), -L.diff(theta)])


def jacobian(gamma=0.0):
    J = velocity_expression().jacobian(sp.symbols("psi0 psi1 theta", complex=True))
    origin = {symbol: 0 for symbol in sp.symbols("psi0 psi1 theta", complex=True)}
    origin[sp.Symbol("gamma", complex=True)] = sp.Float(gamma)
    return np.array(J.subs(origin))


def eigenvalues(gamma=0.0):
    root = complex(gamma * gamma - 1) ** 0.5
    return {complex(-0.5), (-gamma + root) / 2, (-gamma - root) / 2} if gamma != 1 else [-0.5, -0.5, -0.5]


def simulate(psi0, psi1, theta, gamma, eta, steps):
    def play():
        p0, p1, th = float(psi0), float(psi1), float(theta)
        yield p0, p1, th
        for _ in range(steps):
            v = velocity(p0, p1, th, gamma)
            p0, p1 = p0 + eta * v[0], p1 + eta * v[1]
            th += eta * velocity(p0, p1, th, gamma)[2]
            yield p0, p1, th

    return list(play())


def review():
    return ["# Résumé", "SimCLR apprend des représentations visuelles sans étiquettes, par une perte contrastive entre deux "
            "augmentations d'une image ; la précision sur ImageNet atteint 76,5 %.",
            "# Points forts", "Méthode simple ; beaucoup d'expériences ; code public.",
            "# Points faibles", "Le coût en calcul ; pas de barres d'erreur.",
            "# Réflexion", "La borne rappelle l'ELBO du cours ; on pourrait apprendre les augmentations."]
