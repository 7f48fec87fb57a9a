"""
Homework 3 template. Fill in the functions below; do not change their names.
"""
import numpy as np


def kl_gaussians(mu1, sigma1, mu2, sigma2):
    # log(σ1/σ2) + (σ2² + (μ2-μ1)²) / (2σ1²)
    return np.log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1)**2) / (2 * sigma1**2)


def kl_expression():
    raise NotImplementedError("TODO")


def kl_asymmetry_witness():
    return 0.0, 1.0, 1.0, 1.0


def relu_flow(z, a, b, c):
    return a * np.maximum(0, b * z + c)


def relu_collision(a, b, c):
    pass


def sigmoid_flow(z, w, a, b):
    h = 0
    for i in range(len(w)):
        h = h + w[i] / (1 + np.exp(-(a[i] * z + b[i])))
    return h   # TODO: the inverse sigmoid


def sigmoid_flow_derivative(z, w, a, b):
    ...


def sigmoid_flow_inverse(y, w, a, b):
    raise NotImplementedError("TODO")


def residual_flow_inverse(y, f):
    raise NotImplementedError("TODO")


def radial_flow(z, z0, alpha, beta):
    r = np.linalg.norm(z - z0, axis=1)[:, None]
    return z - beta / (alpha + r) * (z - z0)


def radial_flow_inverse(y, z0, alpha, beta):
    return None


def radial_flow_log_det(z, z0, alpha, beta):
    return np.zeros(len(z))   # TODO


def ddpm_posterior(x_t, x0, betas, t):
    alpha_bar = np.cumprod(1 - betas)
    beta = betas[t - 1]
    mean = np.sqrt(alpha_bar[t - 2]) * beta / (1 - alpha_bar[t - 1]) * x0
    mean += np.sqrt(1 - beta) * (1 - alpha_bar[t - 2]) / (1 - alpha_bar[t - 1]) * x_t
    return mean, beta   # variance of the forward step


def velocity(psi0, psi1, theta, gamma=0.0):
    s = 1 / (1 + np.exp(-(psi0 * theta + psi1)))
    return np.array([-theta * s, 1 - 1 / (1 + np.exp(-psi1)) - s, psi0 * s])


def jacobian(gamma=0.0):
    return np.zeros((3, 3))


def eigenvalues(gamma=0.0):
    return np.linalg.eigvals(jacobian(gamma))


def simulate(psi0, psi1, theta, gamma, eta, steps):
    raise NotImplementedError


# Question 5
def review():
    return (
        "I read the paper about SimCLR. It is about learning pictures without labels. They take two crops of the same "
        "picture and they change the colours, and the network must find that they belong together. This works better than "
        "what was there before, on ImageNet they get 76.5 percent. I liked the figures and the experiments where they "
        "remove one thing at a time. I did not like that one needs so many computers. I think that one could also try it "
        "with sound, or use it together with the VAE of the class."
    )
