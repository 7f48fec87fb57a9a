"""Question 4: the dynamics of a GAN between two Dirac masses, with and without the penalty R1.

The critic psi0 x + psi1 compares the datum 0 with the generated point theta:
L = log sigma(psi1) + log sigma(-(psi0 theta + psi1)), sigma the logistic function. psi ascends
L - (gamma/2) psi0^2, theta descends L. The order of the variables is (psi0, psi1, theta) everywhere.
"""

from __future__ import annotations

import cmath
import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sympy import Matrix

Array = NDArray[np.float64]


# BEGIN SOLUTION NO PROMPT
def _sigmoid(u: Array) -> Array:
    """Return the logistic function, with full relative precision in both tails."""
    return np.exp(-np.logaddexp(0.0, -u))


# END SOLUTION


def velocity(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Compute the velocity field (grad_psi L - (gamma/2) grad_psi R1, -grad_theta L).

    Args:
        psi0: slope of the critic, any shape; all arguments broadcast.
        psi1: offset of the critic.
        theta: the generated point.
        gamma: weight of the penalty, non-negative.

    Returns:
        Shape (..., 3): the components of psi0, psi1 and theta on the last axis.
    """
    # BEGIN SOLUTION
    # With s = sigma(psi0 theta + psi1) it is (-theta s - gamma psi0, 1 - sigma(psi1) - s, psi0 s).
    slope, offset, point, weight = np.broadcast_arrays(
        *(np.asarray(value, np.float64) for value in (psi0, psi1, theta, gamma))
    )
    s = _sigmoid(slope * point + offset)
    return np.stack([-point * s - weight * slope, _sigmoid(-offset) - s, slope * s], axis=-1)
    # END SOLUTION


def jacobian(gamma: float = 0.0) -> Array:
    """Compute J*, the Jacobian of `velocity` at the stationary point.

    Args:
        gamma: weight of the penalty.

    Returns:
        Shape (3, 3), J*[i, j] the derivative of component i by variable j.
    """
    # BEGIN SOLUTION
    # The point is (0, 0, 0).
    return np.array([[-gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])
    # END SOLUTION


def eigenvalues(gamma: float = 0.0) -> NDArray[np.complex128]:
    """Compute the eigenvalues of J*.

    Args:
        gamma: weight of the penalty, any real.

    Returns:
        Shape (3,), complex, in any order.
    """
    # BEGIN SOLUTION
    # They are -1/2 and (-gamma +- sqrt(gamma^2 - 1))/2.
    # The pair are the roots of lambda^2 + gamma lambda + 1/4. When both are real, the smaller comes from their
    # product 1/4, since the difference in the formula cancels for large gamma.
    # gamma^2 - 1 in factors: no loss of digits near gamma = 1, no overflow far from it.
    root = cmath.sqrt(gamma - 1) * cmath.sqrt(gamma + 1)
    if abs(gamma) < 1:
        pair = (complex(-gamma / 2, abs(root) / 2), complex(-gamma / 2, -abs(root) / 2))
    else:
        larger = -(gamma / 2 + math.copysign(abs(root) / 2, gamma))
        pair = (complex(1 / (4 * larger)), complex(larger))
    return np.array([-0.5, *pair], np.complex128)
    # END SOLUTION


def velocity_expression() -> Matrix:
    """Return `velocity` as a SymPy column in the real symbols psi0, psi1, theta and gamma.

    Returns:
        A Matrix of shape (3, 1), the components of psi0, psi1 and theta.
    """
    # BEGIN SOLUTION
    from sympy import Matrix, Symbol, exp

    psi0, psi1, theta = (Symbol(name, real=True) for name in ("psi0", "psi1", "theta"))
    gamma = Symbol("gamma", real=True)
    s = 1 / (1 + exp(-(psi0 * theta + psi1)))
    return Matrix([-theta * s - gamma * psi0, 1 - 1 / (1 + exp(-psi1)) - s, psi0 * s])
    # END SOLUTION


def simulate(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Follow the alternating discrete system from a starting point.

    psi0 and psi1 step together from the old point, then theta steps with the new psi:
    psi' = psi + eta v_psi(psi, theta), theta' = theta + eta v_theta(psi', theta).

    Args:
        psi0: slope of the critic at the start.
        psi1: offset of the critic at the start.
        theta: generated point at the start.
        gamma: weight of the penalty.
        eta: step size, positive.
        steps: number of steps, 0 or more.

    Returns:
        Shape (steps + 1, 3): columns psi0, psi1, theta, the start in row 0.
    """
    # BEGIN SOLUTION
    path = np.empty((steps + 1, 3))  # bounded for small steps alone: of the penalty by itself, eta gamma < 2
    path[0] = psi0, psi1, theta
    for step in range(steps):
        slope, offset, point = path[step]
        psi = path[step, :2] + eta * velocity(slope, offset, point, gamma)[:2]
        path[step + 1, :2] = psi
        path[step + 1, 2] = point + eta * velocity(psi[0], psi[1], point, gamma)[2]
    return path
    # END SOLUTION
