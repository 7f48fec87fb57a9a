# -*- coding: latin-1 -*-
# Devoir 3, première partie : divergences et ReLU.  Écrit sous Windows, avec le bloc-notes.
import numpy as np
import sympy


def kl_gaussians(mu1, sigma1, mu2, sigma2):
	"""KL[q||p] où q est la deuxième gaussienne."""
	écart = (np.asarray(mu2) - np.asarray(mu1)) / np.asarray(sigma1)
	rapport = np.asarray(sigma2) / np.asarray(sigma1)
	return (rapport ** 2 + écart ** 2) / 2 - np.log(rapport) - 0.5


def kl_expression():
	mu1, sigma1, mu2, sigma2 = sympy.symbols("mu1 sigma1 mu2 sigma2")
	return sympy.log(sigma1) - sympy.log(sigma2) + ((sigma2 / sigma1) ** 2 + ((mu2 - mu1) / sigma1) ** 2 - 1) / 2


def kl_asymmetry_witness():
	return 0, 1, 0, 3


def relu_flow(z, a, b, c):
	# à gauche du coude : zéro
	return a * np.maximum(0, b * z + c)


def relu_collision(a, b, c):
	if b == 0:
		return 0, 1
	return (-c - 4) / b, (-c - 7) / b
