import numpy as np


# Question 1

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    rapport = sigma2 / sigma1
    return -np.log(rapport) + (rapport ** 2 + ((mu2 - mu1) / sigma1) ** 2 - 1) / 2


def kl_asymmetry_witness():
    return 0, 1, 0, 2


# Question 2.1

def relu_flow(z, a, b, c):
    return a * np.maximum(0, b * z + c)


def relu_collision(a, b, c):
    if b == 0
        return 0, 1
    return (-1 - c) / b, (-2 - c) / b


# Question 4

def jacobian(gamma=0.0):
    return np.array([[-gamma, 0, -0.5], [0, -0.5, 0], [0.5, 0, 0]])


def eigenvalues(gamma=0.0):
    return np.linalg.eigvals(jacobian(gamma))
