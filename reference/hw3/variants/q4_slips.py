"""Known wrong answers to question 4; the right order of the variables is (psi0, psi1, theta)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sympy import Expr, Matrix

Array = NDArray[np.float64]
ComplexArray = NDArray[np.complex128]


def _parts(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike) -> dict[str, Array]:
    """Return the field's building blocks, broadcast to one shape."""
    slope, offset, point, weight = np.broadcast_arrays(
        *(np.asarray(value, np.float64) for value in (psi0, psi1, theta, gamma))
    )
    s = np.exp(-np.logaddexp(0.0, -(slope * point + offset)))
    return {
        "game": -point * s,
        "penalty": weight * slope,
        "real": np.exp(-np.logaddexp(0.0, offset)),
        "fake": s,
        "descent": slope * s,
    }


def _stack(first: Array, second: Array, third: Array) -> Array:
    return np.stack([first, second, third], axis=-1)


def velocity_theta_ascent(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Let theta ascend L as well."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] - part["penalty"], part["real"] - part["fake"], -part["descent"])


def velocity_all_descend(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Let psi descend L (and its penalty be added to L) like theta."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(-part["game"] - part["penalty"], part["fake"] - part["real"], part["descent"])


def velocity_penalty_doubled(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Weigh the penalty by gamma instead of gamma/2: its gradient is 2 gamma psi0."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] - 2 * part["penalty"], part["real"] - part["fake"], part["descent"])


def velocity_penalty_halved(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Lose the 2 of the derivative of psi0^2: the penalty's gradient becomes gamma psi0 / 2."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] - part["penalty"] / 2, part["real"] - part["fake"], part["descent"])


def velocity_penalty_sign(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Add the gradient of the penalty instead of subtracting it."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] + part["penalty"], part["real"] - part["fake"], part["descent"])


def velocity_penalty_lost(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Ignore the penalty."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"], part["real"] - part["fake"], part["descent"])


def velocity_real_term_lost(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Forget the real datum's part 1 - sigma(psi1)."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] - part["penalty"], -part["fake"], part["descent"])


def velocity_one_lost(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Write sigma(psi1) for 1 - sigma(psi1)."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["game"] - part["penalty"], 1 - part["real"] - part["fake"], part["descent"])


def velocity_complement_of_s(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Write sigma(-C(theta)) for s = sigma(C(theta)), as if log sigma(-u) had the derivative -sigma(-u)."""
    slope, offset, point, weight = (np.asarray(value, np.float64) for value in (psi0, psi1, theta, gamma))
    part = _parts(psi0, psi1, theta, gamma)
    s = np.exp(-np.logaddexp(0.0, slope * point + offset))
    return _stack(-point * s - weight * slope, part["real"] - s, slope * s)


def velocity_theta_first(psi0: ArrayLike, psi1: ArrayLike, theta: ArrayLike, gamma: ArrayLike = 0.0) -> Array:
    """Return the components in the order theta, psi0, psi1."""
    part = _parts(psi0, psi1, theta, gamma)
    return _stack(part["descent"], part["game"] - part["penalty"], part["real"] - part["fake"])


def jacobian_transposed(gamma: float = 0.0) -> Array:
    """Return the transpose of J*."""
    return np.array([[-gamma, 0.0, 0.5], [0.0, -0.5, 0.0], [-0.5, 0.0, 0.0]])


def jacobian_gamma_sign(gamma: float = 0.0) -> Array:
    """Write +gamma for -gamma."""
    return np.array([[gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])


def jacobian_theta_first(gamma: float = 0.0) -> Array:
    """Use the order theta, psi0, psi1."""
    return np.array([[0.0, 0.5, 0.0], [-0.5, -gamma, 0.0], [0.0, 0.0, -0.5]])


def jacobian_quarters(gamma: float = 0.0) -> Array:
    """Write 1/4, the slope of sigma at 0, for 1/2, its value."""
    return np.array([[-gamma, 0.0, -0.25], [0.0, -0.5, 0.0], [0.25, 0.0, 0.0]])


def jacobian_offset_quarter(gamma: float = 0.0) -> Array:
    """Count only one of the two quarters in the derivative of v_psi1."""
    return np.array([[-gamma, 0.0, -0.5], [0.0, -0.25, 0.0], [0.5, 0.0, 0.0]])


def jacobian_penalty_doubled(gamma: float = 0.0) -> Array:
    """Weigh the penalty by gamma instead of gamma/2."""
    return np.array([[-2 * gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])


def jacobian_penalty_lost(gamma: float = 0.0) -> Array:
    """Ignore the penalty."""
    return np.array([[-0.0 * gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [0.5, 0.0, 0.0]])


def jacobian_symmetric(gamma: float = 0.0) -> Array:
    """Let both players ascend: the off-diagonal entries are both -1/2."""
    return np.array([[-gamma, 0.0, -0.5], [0.0, -0.5, 0.0], [-0.5, 0.0, 0.0]])


def _root(number: float) -> complex:
    return complex(np.sqrt(complex(number)))


def eigenvalues_half_lost(gamma: float = 0.0) -> ComplexArray:
    """Lose the 1/2 in front of the pair."""
    root = _root(gamma**2 - 1)
    return np.array([-0.5, -gamma + root, -gamma - root], np.complex128)


def eigenvalues_real_part_sign(gamma: float = 0.0) -> ComplexArray:
    """Give the pair the real part +gamma/2."""
    root = _root(gamma**2 - 1)
    return np.array([-0.5, (gamma + root) / 2, (gamma - root) / 2], np.complex128)


def eigenvalues_gamma_squared_minus_four(gamma: float = 0.0) -> ComplexArray:
    """Write gamma^2 - 4, the discriminant for off-diagonal entries of 1."""
    root = _root(gamma**2 - 4)
    return np.array([-0.5, (-gamma + root) / 2, (-gamma - root) / 2], np.complex128)


def eigenvalues_positive_half(gamma: float = 0.0) -> ComplexArray:
    """Write +1/2 for -1/2."""
    root = _root(gamma**2 - 1)
    return np.array([0.5, (-gamma + root) / 2, (-gamma - root) / 2], np.complex128)


def eigenvalues_real_part_only(gamma: float = 0.0) -> ComplexArray:
    """Drop the imaginary parts."""
    root = _root(gamma**2 - 1)
    return np.array([-0.5, (-gamma + root.real) / 2, (-gamma - root.real) / 2], np.complex128)


def eigenvalues_modulus_under_root(gamma: float = 0.0) -> ComplexArray:
    """Take the root of |gamma^2 - 1|, which makes the pair real for gamma < 1."""
    root = _root(abs(gamma**2 - 1))
    return np.array([-0.5, (-gamma + root) / 2, (-gamma - root) / 2], np.complex128)


def _follow(
    start: tuple[float, float, float], gamma: float, eta: float, steps: int, order: str, sign: float = 1.0
) -> Array:
    """Run the system: ``order`` is "alternate", "together" or "theta first"; ``sign`` that of theta's step."""
    path = np.empty((steps + 1, 3))
    path[0] = start
    for step in range(steps):
        old = path[step]
        point = old[2]
        if order == "theta first":
            point += sign * eta * _field(old, gamma)[2]
        psi = old[:2] + eta * _field(np.array([old[0], old[1], point]), gamma)[:2]
        if order == "together":
            point += sign * eta * _field(old, gamma)[2]
        elif order == "alternate":
            point += sign * eta * _field(np.array([psi[0], psi[1], point]), gamma)[2]
        path[step + 1] = psi[0], psi[1], point
    return path


def _field(state: Array, gamma: float) -> Array:
    part = _parts(state[0], state[1], state[2], gamma)
    return _stack(part["game"] - part["penalty"], part["real"] - part["fake"], part["descent"])


def simulate_simultaneous(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Step theta with the old psi."""
    return _follow((psi0, psi1, theta), gamma, eta, steps, "together")


def simulate_theta_first(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Step theta first, then psi with the new theta."""
    return _follow((psi0, psi1, theta), gamma, eta, steps, "theta first")


def simulate_without_start(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Leave out the starting point: shape (steps, 3)."""
    return _follow((psi0, psi1, theta), gamma, eta, steps, "alternate")[1:]


def simulate_theta_first_column(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Order the columns theta, psi0, psi1."""
    return _follow((psi0, psi1, theta), gamma, eta, steps, "alternate")[:, [2, 0, 1]]


def simulate_penalty_lost(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Ignore the penalty."""
    return _follow((psi0, psi1, theta), 0.0 * gamma, eta, steps, "alternate")


def simulate_theta_ascent(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Let theta ascend L."""
    return _follow((psi0, psi1, theta), gamma, eta, steps, "alternate", sign=-1.0)


def simulate_psi_in_turn(psi0: float, psi1: float, theta: float, gamma: float, eta: float, steps: int) -> Array:
    """Step psi1 from the new psi0 instead of the old one."""
    path = np.empty((steps + 1, 3))
    path[0] = psi0, psi1, theta
    for step in range(steps):
        slope, offset, point = path[step]
        slope += eta * _field(path[step], gamma)[0]
        offset += eta * _field(np.array([slope, offset, point]), gamma)[1]
        point += eta * _field(np.array([slope, offset, point]), gamma)[2]
        path[step + 1] = slope, offset, point
    return path


def _symbolic_parts() -> dict[str, Expr]:
    """Return the field's building blocks as expressions."""
    from sympy import Symbol, exp

    psi0, psi1, theta = (Symbol(name, real=True) for name in ("psi0", "psi1", "theta"))
    s = 1 / (1 + exp(-(psi0 * theta + psi1)))
    return {
        "game": -theta * s,
        "penalty": Symbol("gamma", real=True) * psi0,
        "offset": 1 / (1 + exp(psi1)) - s,
        "descent": psi0 * s,
    }


def velocity_expression_theta_ascent() -> Matrix:
    """Let theta ascend L as well."""
    from sympy import Matrix

    part = _symbolic_parts()
    return Matrix([part["game"] - part["penalty"], part["offset"], -part["descent"]])


def velocity_expression_penalty_doubled() -> Matrix:
    """Weigh the penalty by gamma instead of gamma/2."""
    from sympy import Matrix

    part = _symbolic_parts()
    return Matrix([part["game"] - 2 * part["penalty"], part["offset"], part["descent"]])


def velocity_expression_penalty_sign() -> Matrix:
    """Add the gradient of the penalty instead of subtracting it."""
    from sympy import Matrix

    part = _symbolic_parts()
    return Matrix([part["game"] + part["penalty"], part["offset"], part["descent"]])


def velocity_expression_penalty_lost() -> Matrix:
    """Ignore the penalty."""
    from sympy import Matrix

    part = _symbolic_parts()
    return Matrix([part["game"], part["offset"], part["descent"]])
