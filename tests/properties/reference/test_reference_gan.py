import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from reference.hw3 import q4_gan

PINNED = settings(derandomize=True, deadline=None, max_examples=100)
COORDINATE = st.floats(-3, 3)
Array = NDArray[np.float64]


def log_sigmoid(u: float) -> float:
    return min(u, 0.0) - math.log1p(math.exp(-abs(u)))


def objective(psi0: float, psi1: float, theta: float) -> float:
    """L, from its definition: the critic at the datum 0 and at the generated point theta."""
    return log_sigmoid(psi0 * 0 + psi1) + log_sigmoid(-(psi0 * theta + psi1))


def penalised(psi0: float, psi1: float, theta: float, gamma: float) -> float:
    """L minus gamma/2 times the squared slope of the critic."""
    return objective(psi0, psi1, theta) - gamma / 2 * psi0**2


@PINNED
@given(COORDINATE, COORDINATE, COORDINATE, st.floats(0, 4))
def test_the_velocity_is_the_gradient_of_the_game(psi0: float, psi1: float, theta: float, gamma: float) -> None:
    h = 1e-5
    slopes = [
        (penalised(psi0 + h, psi1, theta, gamma) - penalised(psi0 - h, psi1, theta, gamma)) / (2 * h),
        (penalised(psi0, psi1 + h, theta, gamma) - penalised(psi0, psi1 - h, theta, gamma)) / (2 * h),
        -(objective(psi0, psi1, theta + h) - objective(psi0, psi1, theta - h)) / (2 * h),
    ]
    assert_allclose(q4_gan.velocity(psi0, psi1, theta, gamma), slopes, atol=1e-8)
    if gamma == 0:
        assert_allclose(q4_gan.velocity(psi0, psi1, theta), slopes, atol=1e-8)


def test_the_velocity_broadcasts() -> None:
    psi0, gamma = np.linspace(-1, 1, 4)[:, None], np.array([0.0, 0.5, 2.0])
    field = q4_gan.velocity(psi0, 0.2, -0.3, gamma)
    assert field.shape == (4, 3, 3)
    assert_allclose(field[1, 2], q4_gan.velocity(psi0[1, 0], 0.2, -0.3, 2.0))
    assert q4_gan.velocity(1, 2, 3).shape == (3,)


def test_the_velocity_saturates_without_overflow() -> None:
    with np.errstate(all="raise", under="ignore"):
        assert_allclose(q4_gan.velocity(1e3, -1e3, 1e3), [-1e3, 0.0, 1e3])
        assert_allclose(q4_gan.velocity(-1e3, 1e3, 1e3, 1.0), [1e3, 0.0, 0.0])
        # Far out 1 - sigma(psi1) is exp(-psi1), not 0.
        assert_allclose(q4_gan.velocity(-10.0, 50.0, 20.0)[1], math.exp(-50), rtol=1e-13)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_the_origin_alone_is_stationary(gamma: float) -> None:
    assert_allclose(q4_gan.velocity(0.0, 0.0, 0.0, gamma), 0.0, atol=0)
    elsewhere = np.random.default_rng(0).normal(size=(500, 3))
    assert np.all(
        np.linalg.norm(q4_gan.velocity(elsewhere[:, 0], elsewhere[:, 1], elsewhere[:, 2], gamma), axis=-1) > 1e-4
    )


@pytest.mark.parametrize("gamma", [0.0, 0.3, 1.0, 2.5])
def test_the_jacobian_is_that_of_the_velocity_at_the_origin(gamma: float) -> None:
    h = 1e-5
    here, there = h * np.eye(3), -h * np.eye(3)  # row j moves variable j alone
    rows = [q4_gan.velocity(at[:, 0], at[:, 1], at[:, 2], gamma) for at in (here, there)]
    assert_allclose(q4_gan.jacobian(gamma), (rows[0] - rows[1]).T / (2 * h), atol=1e-9)
    assert_allclose(q4_gan.jacobian(), q4_gan.jacobian(0.0))


def distance(left: NDArray[np.complex128], right: NDArray[np.complex128]) -> float:
    """The largest gap under the best pairing."""
    return min(float(np.abs(left - right[list(order)]).max()) for order in itertools.permutations(range(3)))


def test_the_eigenvalues_are_those_of_the_jacobian_for_every_gamma_up_to_3() -> None:
    around_one = 1 + np.array([-1e-3, -1e-6, -1e-12, 0.0, 1e-12, 1e-6, 1e-3])
    for gamma in [*np.linspace(0, 3, 601).tolist(), *around_one.tolist()]:
        actual = q4_gan.eigenvalues(gamma)
        assert actual.dtype == np.complex128
        assert actual.shape == (3,)
        # At gamma = 1 the pair joins in a Jordan block, where a solver keeps half the digits.
        tolerance = 1e-4 if abs(gamma - 1) <= 1e-3 else 1e-11
        assert distance(actual, np.linalg.eigvals(q4_gan.jacobian(gamma)).astype(np.complex128)) <= tolerance
        if gamma > 0:
            assert np.all(actual.real < 0)
        assert np.all(actual.imag == 0) == (gamma >= 1)
    assert distance(q4_gan.eigenvalues(), np.array([-0.5, 0.5j, -0.5j])) == 0


@pytest.mark.parametrize("gamma", [-2.0, 1 - 2**-53, 1.0, 1 + 2**-52, 1.5, 1e4, 1e8, 1e200])
def test_sum_and_product_of_the_pair_are_exact_to_rounding_at_any_gamma(gamma: float) -> None:
    pair = q4_gan.eigenvalues(gamma)[1:]
    weight = Fraction(gamma)
    if abs(gamma) < 1:
        real, imaginary = Fraction(pair[0].real), Fraction(pair[0].imag)
        total, product = 2 * real, real**2 + imaginary**2
    else:
        total, product = (
            Fraction(pair[0].real) + Fraction(pair[1].real),
            Fraction(pair[0].real) * Fraction(pair[1].real),
        )
    assert abs(total + weight) <= Fraction(1, 2**51) * abs(weight)
    assert abs(product - Fraction(1, 4)) <= Fraction(1, 2**52)


def test_the_expression_is_the_function() -> None:
    column: Any = q4_gan.velocity_expression()  # SymPy is untyped
    assert column.shape == (3, 1)
    names: dict[str, Any] = {symbol.name: symbol for symbol in column.free_symbols}
    assert set(names) == {"psi0", "psi1", "theta", "gamma"}
    for psi0, psi1, theta, gamma in np.random.default_rng(1).normal(size=(10, 4)).tolist():
        at = {names["psi0"]: psi0, names["psi1"]: psi1, names["theta"]: theta, names["gamma"]: gamma}
        values = [float(entry) for entry in column.subs(at)]
        assert_allclose(values, q4_gan.velocity(psi0, psi1, theta, gamma), rtol=1e-12, atol=1e-14)


def test_the_simulation_steps_psi_from_the_old_point_and_theta_from_the_new_psi() -> None:
    psi0, psi1, theta, gamma, eta = 0.7, -0.4, 1.1, 0.6, 0.3
    path = q4_gan.simulate(psi0, psi1, theta, gamma, eta, 5)
    assert path.shape == (6, 3)
    for row in path:
        assert_allclose(row, [psi0, psi1, theta], rtol=1e-13)
        s = 1 / (1 + math.exp(-(psi0 * theta + psi1)))
        d_psi0, d_psi1 = -theta * s - gamma * psi0, 1 - 1 / (1 + math.exp(-psi1)) - s
        psi0, psi1 = psi0 + eta * d_psi0, psi1 + eta * d_psi1
        theta += eta * psi0 / (1 + math.exp(-(psi0 * theta + psi1)))
    assert_allclose(q4_gan.simulate(1, 2, 3, 0, 0.1, 0), [[1.0, 2.0, 3.0]])


@pytest.mark.parametrize("gamma", [0.1, 0.3, 0.6, 0.9, 1.2, 1.7, 2.5, 3.0])
def test_with_the_penalty_the_game_decays_at_the_rate_of_the_slowest_eigenvalue(gamma: float) -> None:
    eta, steps = 0.01, 8000
    path = q4_gan.simulate(0.2, 0.1, 0.2, gamma, eta, steps)
    size = np.linalg.norm(path, axis=-1)
    rate = np.log(size[steps] / size[steps // 4]) / (eta * (steps - steps // 4))
    expected = -gamma / 2 if gamma < 1 else (-gamma + math.sqrt(gamma**2 - 1)) / 2
    # The norm of a spiral breathes by a factor of at most ((1 + gamma)/(1 - gamma))^(1/2) in 60 units of time.
    assert rate == pytest.approx(expected, rel=0.02, abs=0.03 if gamma < 1 else 0.0)


@pytest.mark.parametrize("gamma", [0.0, 0.1, 0.3, 0.6, 0.9, 1.1, 1.5, 3.0])
def test_it_spirals_only_for_gamma_below_1(gamma: float) -> None:
    theta = q4_gan.simulate(0.2, 0.0, 0.2, gamma, 0.01, 10_000)[:, 2]
    turns = int((np.diff(np.sign(theta)) != 0).sum())
    if gamma < 1:
        # theta oscillates with the angular frequency sqrt(1 - gamma^2)/2 for 100 units of time.
        assert turns == pytest.approx(100 * math.sqrt(1 - gamma**2) / 2 / math.pi, abs=1.5)
        assert turns >= 5
    else:
        assert turns <= 1


@pytest.mark.parametrize("start", [(0.01, 0.0, 0.01), (0.5, 0.0, -0.5), (1.0, 0.0, 1.0), (0.0, 0.0, 2.0)])
def test_without_the_penalty_it_loses_under_1_percent_in_1000_steps(start: tuple[float, float, float]) -> None:
    path = q4_gan.simulate(*start, 0.0, 0.01, 1000)
    radius = np.hypot(path[:, 0], path[:, 2])
    assert radius.min() > 0.99 * radius[0]
    assert radius.max() < 1.01 * radius[0]
