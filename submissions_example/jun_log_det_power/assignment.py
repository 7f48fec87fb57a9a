import numpy as np

# Assignment 3 / practical / Jun
# Q2.4 and Q3 (c)-(e), the parts of my half of the team


class RadialFlow:
    """g(z) = z + beta (z - z0) / (alpha + |z - z0|)"""

    def __init__(self, z0, alpha, beta):
        self.z0 = np.asarray(z0, dtype=np.float64)
        self.alpha = alpha
        self.beta = beta

    def _distance(self, x):
        return np.linalg.norm(np.asarray(x, dtype=np.float64) - self.z0, ord=2, axis=1)

    def forward(self, z):
        scale = 1.0 + self.beta / (self.alpha + self._distance(z))
        return self.z0 + scale[:, None] * (z - self.z0)

    def inverse(self, y):
        s = self._distance(y)
        p = s - self.alpha - self.beta
        r = 0.5 * (p + np.sqrt(p * p + 4.0 * self.alpha * s))
        ratio = np.where(s > 0.0, r / np.maximum(s, np.finfo(float).tiny), 0.0)
        return self.z0 + ratio[:, None] * (y - self.z0)

    def log_abs_det(self, z):
        r = self._distance(z)
        h = 1.0 / (self.alpha + r)
        # determinant: (1 + beta h) * (1 + beta h + beta h' r)
        tangential = 1.0 + self.beta * h
        radial = 1.0 + self.beta * h - self.beta * h * h * r
        with np.errstate(divide="ignore"):
            return np.log(np.abs(tangential * radial))


def radial_flow(z, z0, alpha, beta):
    return RadialFlow(z0, alpha, beta).forward(z)


def radial_flow_inverse(y, z0, alpha, beta):
    return RadialFlow(z0, alpha, beta).inverse(y)


def radial_flow_log_det(z, z0, alpha, beta):
    return RadialFlow(z0, alpha, beta).log_abs_det(z)


class Chain:
    def __init__(self, p_T, p_rev, q_fwd):
        self.p_T, self.p_rev, self.q_fwd = p_T, p_rev, q_fwd

    def elbo(self, x0):
        """backward recursion: V_T(i) = log p_T(i), V_{t-1}(i) = sum_j q(j|i) [V_t(j) + log p(i|j) - log q(j|i)]"""
        with np.errstate(divide="ignore"):
            value = np.log(self.p_T)
            for t in range(len(self.q_fwd), 0, -1):
                q, p = self.q_fwd[t - 1], self.p_rev[t - 1]
                inside = value[None, :] + np.log(p.T) - np.log(q)
                value = np.where(q > 0, q * np.where(q > 0, inside, 0.0), 0.0).sum(axis=1)
        return value[x0]


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    support = np.flatnonzero(q_z)
    q = q_z[support]
    reconstruction = q @ np.log(p_c[support, c])
    kl = q @ (np.log(q) - np.log(p_z[support]))
    bounds = np.array([Chain(p_T[m], p_rev[m], q_fwd[m]).elbo(x0) for m in support])
    return reconstruction, kl, q @ bounds
