import numpy as np

# ---------------------------------------------------------------
# Question 3. Chaînes à K états, notations du cours.
# ---------------------------------------------------------------

EPS = 1e-300  # évite log(0)


def log0(x):
    return np.log(np.maximum(x, EPS))


def KL(p, q):
    """Divergence entre deux lois discrètes (dernier axe)"""
    return np.sum(p * (log0(p) - log0(q)), axis=-1)


def lois_marginales(q_fwd, x0):
    K = q_fwd.shape[1]
    m = np.zeros((len(q_fwd) + 1, K))
    m[0, x0] = 1
    for t in range(1, len(m)):
        m[t] = q_fwd[t - 1].T @ m[t - 1]
    return m


def elbo_joint(p_T, p_rev, q_fwd, x0):
    m = lois_marginales(q_fwd, x0)
    T = len(q_fwd)
    L = m[T] @ log0(p_T)
    for t in range(1, T + 1):
        paire = m[t - 1][:, None] * q_fwd[t - 1]
        L = L + np.sum(paire * (log0(p_rev[t - 1]).T - log0(q_fwd[t - 1])))
    return np.array([L])


def log_likelihood(p_T, p_rev, x0):
    p = p_T
    for t in range(len(p_rev) - 1, -1, -1):
        p = p @ p_rev[t]
    return np.log(p)[x0]


def posterieure(q_fwd, m, t):
    """q(x_{t-1} | x_t, x_0), ligne i : x_t = i"""
    P = (m[t - 1][:, None] * q_fwd[t - 1]).T
    return P / np.maximum(P.sum(axis=1, keepdims=True), EPS)


def elbo_terms(p_T, p_rev, q_fwd, x0):
    m = lois_marginales(q_fwd, x0)
    T = len(q_fwd)
    reconstruction = m[1] @ log0(p_rev[0][:, x0])
    debruitage = [m[t] @ KL(p_rev[t - 1], posterieure(q_fwd, m, t)) for t in range(2, T + 1)]
    return reconstruction, np.array(debruitage), KL(p_T, m[T])


def ddpm_posterior(x_t, x0, betas, t):
    bt = betas[t - 1]
    ab = np.prod(1 - betas[:t])
    ab_avant = ab / (1 - bt)
    moyenne = (np.sqrt(ab_avant) * bt * x0 + np.sqrt(1 - bt) * (1 - ab_avant) * x_t) / (1 - ab)
    return [moyenne, bt * (1 - ab_avant) / (1 - ab)]


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    L = np.array([elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0).item() for m in range(len(q_z))])
    return q_z @ log0(p_c[:, c]), KL(q_z, p_z), q_z @ L
