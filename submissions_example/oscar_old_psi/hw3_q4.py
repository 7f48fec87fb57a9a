# HW3, question 4.   Oscar M.
import numpy as np
import sympy
from scipy.special import expit
from scipy.linalg import eig


def velocity(psi0, psi1, theta, gamma=0.0):
    """dL/dpsi0 - gamma psi0, dL/dpsi1, -dL/dtheta"""
    critic = psi0 * np.asarray(theta) + psi1
    dpsi0 = -theta * expit(critic) - gamma * np.asarray(psi0)
    dpsi1 = expit(-np.asarray(psi1)) - expit(critic)
    dtheta = psi0 * expit(critic)
    shape = np.broadcast_shapes(np.shape(dpsi0), np.shape(dpsi1), np.shape(dtheta))
    v = np.zeros(shape + (3,))
    for k, component in enumerate([dpsi0, dpsi1, dtheta]):
        v[..., k] = component
    return v


def velocity_expression():
    names = psi0, psi1, theta, gamma = sympy.symbols('psi0 psi1 theta gamma', real=True)
    softplus = lambda u: sympy.log(1 + sympy.exp(u))
    L = -softplus(-psi1) - softplus(psi0 * theta + psi1)
    field = [sympy.diff(L, psi0) - gamma * psi0, sympy.diff(L, psi1), -sympy.diff(L, theta)]
    return sympy.ImmutableMatrix([sympy.simplify(component) for component in field])


def jacobian(gamma=0.0):
    return np.matrix([[-gamma, 0, -.5], [0, -.5, 0], [.5, 0, 0]])


def eigenvalues(gamma=0.0):
    values, _ = eig(np.asarray(jacobian(gamma)))
    return values


def simulate(psi0, psi1, theta, gamma, eta, steps):
    x = np.array([psi0, psi1, theta], dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x + eta * velocity(x[0], x[1], x[2], gamma)
        trajectory.append(x)
    return np.array(trajectory)


def review():
    return """
1. Summary

The paper presents SimCLR, a framework for contrastive learning of visual representations without labels. Augmented views
of one image are pulled together, views of other images are pushed apart; a projection head sits between encoder and loss.
With a wide ResNet-50 a linear classifier reaches 76.5% top-1 accuracy on ImageNet.

2. Strengths

It is simple, the ablation experiments are systematic, the results surpass the state of the art, and the code is public.

3. Weaknesses

Large batch sizes and long training are expensive. Baselines at equal cost are missing. Why the head helps is unclear.

4. Reflection

The course's bounds return here: InfoNCE is a lower bound of mutual information. A future direction is to combine the
contrastive loss with a generative model.
"""
