import numpy as np
from scipy.special import entr, rel_entr, xlogy


def _walk(q_fwd, x0):
    state = np.zeros(q_fwd.shape[1])
    state[x0] = 1.0
    yield state
    for kernel in q_fwd:
        state = state @ kernel
        yield state


def elbo_joint(p_T, p_rev, q_fwd, x0):
    *states, last = _walk(q_fwd, x0)
    result = xlogy(last, p_T).sum()
    for state, forward, backward in zip(states, q_fwd, p_rev):
        result += (state[:, None] * entr(forward)).sum() + xlogy(state[:, None] * forward, backward.T).sum()
    return result


def log_likelihood(p_T, p_rev, x0):
    chain = np.linalg.multi_dot([p_T, *p_rev[::-1], np.eye(len(p_T))])
    return np.log(chain[x0])


def elbo_terms(p_T, p_rev, q_fwd, x0):
    states = list(_walk(q_fwd, x0))
    denoising = np.array([
        rel_entr(states[t][:, None] * q_fwd[t], states[t + 1][None, :] * p_rev[t].T).sum()
        for t in range(1, len(q_fwd))
    ])
    return xlogy(states[1], p_rev[0, :, x0]).sum(), denoising, rel_entr(states[-1], p_T).sum()


def ddpm_posterior(x_t, x0, betas, t):
    survive = np.cumprod(1 - betas)
    noise_before, noise = 1 - survive[t - 2], 1 - survive[t - 1]
    gain = np.sqrt(1 - betas[t - 1]) * noise_before / noise
    # Kalman form: prior mean plus gain times the innovation
    mean = np.sqrt(survive[t - 2]) * x0 + gain * (x_t - np.sqrt(survive[t - 1]) * x0)
    return mean, noise_before * (1 - gain * np.sqrt(1 - betas[t - 1]))


def vae_ddpm_terms(q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0):
    bounds = [elbo_joint(p_T[m], p_rev[m], q_fwd[m], x0) if q_z[m] > 0 else 0.0 for m in range(len(q_z))]
    return xlogy(q_z, p_c[:, c]).sum(), rel_entr(q_z, p_z).sum(), np.inner(q_z, bounds)
