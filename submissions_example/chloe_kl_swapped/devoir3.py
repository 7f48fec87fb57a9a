# -*- coding: utf-8 -*-
# IFT 6135 - devoir 3 (partie pratique)
# Chloé B.
import numpy as np
from numpy import log, exp, sqrt
import sympy


#### Q1 ####

def kl_gaussians(mu1, sigma1, mu2, sigma2):
    # KL entre N(mu1, sigma1^2) et N(mu2, sigma2^2)
    return log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2)**2) / (2 * sigma2**2) - 1/2


def kl_expression():
    mu1, sigma1, mu2, sigma2 = sympy.symbols('mu1 sigma1 mu2 sigma2')
    return (sympy.log(sigma2) - sympy.log(sigma1)
            + sigma1**2 / (2 * sigma2**2) + (mu1 - mu2)**2 / (2 * sigma2**2) - sympy.Rational(1, 2))


def kl_asymmetry_witness():
    # N(0, 1) et N(1, 4)
    return (0., 1., 1., 2.)


#### Q2.1 ####

def relu_flow(z, a, b, c):
    pre = b * np.array(z) + c
    return a * pre * (pre > 0)


def relu_collision(a, b, c):
    if b > 0:
        return -c / b - 1, -c / b - 2
    elif b < 0:
        return -c / b + 1, -c / b + 2
    return 3.0, 4.0  # b = 0 : g est constante


#### Q2.2 ####

def logsigma(u):
    return -np.logaddexp(0, -u)


def lse(u):
    m = u.max(axis=0)
    return m + log(exp(u - m).sum(axis=0))


def preact(z, a, b):
    # tableau (K, N)
    return np.array(a)[:, np.newaxis] * np.array(z)[np.newaxis, :] + np.array(b)[:, np.newaxis]


def sigmoid_flow(z, w, a, b):
    u = preact(z, a, b)
    lw = log(w)[:, np.newaxis]
    return lse(lw + logsigma(u)) - lse(lw + logsigma(-u))


def sigmoid_flow_derivative(z, w, a, b):
    u = preact(z, a, b)
    lw = log(w)[:, np.newaxis]
    # parts de chaque composante dans h et dans 1 - h
    p = exp(lw + logsigma(u) - lse(lw + logsigma(u)))
    q = exp(lw + logsigma(-u) - lse(lw + logsigma(-u)))
    s = exp(logsigma(u))
    return (np.array(a)[:, np.newaxis] * (p * (1 - s) + q * s)).sum(axis=0)


def sigmoid_flow_inverse(y, w, a, b):
    # g est croissante (question 2.2) : on double l'intervalle puis on coupe en deux
    z = np.zeros(len(y))
    for n in range(len(y)):
        bas, haut = -1.0, 1.0
        while sigmoid_flow([bas], w, a, b)[0] > y[n]:
            bas = 2 * bas
        while sigmoid_flow([haut], w, a, b)[0] < y[n]:
            haut = 2 * haut
        for _ in range(80):
            milieu = (bas + haut) / 2
            if sigmoid_flow([milieu], w, a, b)[0] < y[n]:
                bas = milieu
            else:
                haut = milieu
        z[n] = (bas + haut) / 2
    return z


#### Q2.3 ####

def residual_flow_inverse(y, f):
    z = np.zeros(len(y))
    for n in range(len(y)):
        bas, haut = -1.0, 1.0
        while bas + f(bas) > y[n]:
            bas = 2 * bas
        while haut + f(haut) < y[n]:
            haut = 2 * haut
        for _ in range(100):
            milieu = (bas + haut) / 2
            if milieu + f(milieu) < y[n]:
                bas = milieu
            else:
                haut = milieu
        z[n] = milieu
    return z


#### Q2.4 ####

def radial_flow(z, z0, alpha, beta):
    res = np.zeros(z.shape)
    for n in range(z.shape[0]):
        r = sqrt(((z[n] - z0)**2).sum())
        res[n] = z[n] + beta * (z[n] - z0) / (alpha + r)
    return res


def radial_flow_inverse(y, z0, alpha, beta):
    res = np.zeros(y.shape)
    for n in range(y.shape[0]):
        s = sqrt(((y[n] - z0)**2).sum())
        if s == 0:
            res[n] = z0
            continue
        # r^2 + (alpha + beta - s) r - alpha s = 0
        B = alpha + beta - s
        delta = B**2 + 4 * alpha * s
        r = (-B + sqrt(delta)) / 2
        res[n] = z0 + r * (y[n] - z0) / s
    return res


def radial_flow_log_det(z, z0, alpha, beta):
    N, D = z.shape
    res = np.zeros(N)
    for n in range(N):
        # la jacobienne complète, puis slogdet : plus long mais sûr
        d = z[n] - z0
        r = sqrt((d**2).sum())
        h = 1 / (alpha + r)
        J = (1 + beta * h) * np.eye(D)
        if r > 0:
            J = J - beta * h**2 / r * np.outer(d, d)
        res[n] = np.linalg.slogdet(J)[1]
    return res


#### Q4 ####

def sig(u):
    return exp(logsigma(np.asarray(u)))


def velocity(psi0, psi1, theta, gamma=0.0):
    s = sig(psi0 * theta + psi1)
    v0 = -theta * s - gamma * psi0
    v1 = sig(-psi1) - s
    v2 = psi0 * s
    v0, v1, v2 = np.broadcast_arrays(v0, v1, v2)
    return np.stack([v0, v1, v2], axis=-1)


def jacobian(gamma=0.0):
    return np.array([[-gamma, 0, -1/2],
                     [0, -1/2, 0],
                     [1/2, 0, 0]])


def eigenvalues(gamma=0.0):
    return np.linalg.eigvals(jacobian(gamma))


def velocity_expression():
    psi0, psi1, theta, gamma = sympy.symbols('psi0 psi1 theta gamma')
    C = psi0 * theta + psi1
    s = sympy.exp(C) / (1 + sympy.exp(C))
    return sympy.Matrix([-theta * s - gamma * psi0,
                         1 / (1 + sympy.exp(psi1)) - s,
                         psi0 * s])


def simulate(psi0, psi1, theta, gamma, eta, steps):
    traj = [[psi0, psi1, theta]]
    for k in range(steps):
        v = velocity(psi0, psi1, theta, gamma)
        psi0 = psi0 + eta * v[0]
        psi1 = psi1 + eta * v[1]
        theta = theta + eta * psi0 * sig(psi0 * theta + psi1)
        traj.append([psi0, psi1, theta])
    return np.array(traj)


#### Q5 ####

def review():
    return '''
Résumé
------
L'article étudie l'apprentissage contrastif de représentations d'images, sans étiquettes. Deux augmentations de la même
image forment une paire positive ; les autres images du lot sont les négatifs. Les auteurs montrent que la composition des
augmentations, la tête de projection et la taille du lot expliquent les résultats sur ImageNet.

Points forts
------------
La méthode est simple et l'étude d'ablation est très complète. Les résultats dépassent l'état de l'art avec une bonne marge.

Points faibles
--------------
Il faut de très grands lots et beaucoup de calcul. On ne sait pas pourquoi la tête de projection aide autant.

Réflexion
---------
Le lien avec le cours : InfoNCE borne l'information mutuelle, comme l'ELBO borne la vraisemblance. On pourrait apprendre les
augmentations au lieu de les choisir.
'''
