import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from reference.hw3 import q1_kl

PINNED = settings(derandomize=True, deadline=None, max_examples=100)
MEANS = st.floats(-5, 5)
SCALES = st.floats(0.1, 5)


def log_density(x: np.ndarray, mean: float, scale: float) -> np.ndarray:
    return -(((x - mean) / scale) ** 2) / 2 - math.log(scale) - math.log(2 * math.pi) / 2


def exact_kl(mu1: float, sigma1: float, mu2: float, sigma2: float) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        m1, s1, m2, s2 = Decimal(mu1), Decimal(sigma1), Decimal(mu2), Decimal(sigma2)
        return (s1 / s2).ln() + (s2**2 + (m2 - m1) ** 2) / (2 * s1**2) - Decimal("0.5")


@PINNED
@given(MEANS, SCALES, MEANS, SCALES)
def test_it_is_the_integral_of_q_log_q_over_p(mu1: float, sigma1: float, mu2: float, sigma2: float) -> None:
    # The trapezoidal rule converges faster than any power of the step for such an integrand.
    x = np.linspace(mu2 - 12 * sigma2, mu2 + 12 * sigma2, 401)
    log_q = log_density(x, mu2, sigma2)
    integrand = np.exp(log_q) * (log_q - log_density(x, mu1, sigma1))
    integral = integrand.sum() * (x[1] - x[0])
    size = np.abs(integrand).sum() * (x[1] - x[0])
    assert_allclose(q1_kl.kl_gaussians(mu1, sigma1, mu2, sigma2), integral, rtol=0, atol=1e-12 * (1 + size))


@PINNED
@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-6, 1e6),
    st.floats(-1, 1),
    st.floats(-0.99, 3),
    st.integers(0, 15),
)
def test_it_keeps_its_digits_for_nearly_equal_gaussians(
    mu1: float, sigma1: float, shift: float, stretch: float, closeness: int
) -> None:
    mu2 = mu1 + shift * sigma1 * 10.0**-closeness
    sigma2 = sigma1 * (1 + stretch * 10.0**-closeness)
    expected = float(exact_kl(mu1, sigma1, mu2, sigma2))
    actual = float(q1_kl.kl_gaussians(mu1, sigma1, mu2, sigma2))
    assert actual >= 0
    assert actual == pytest.approx(expected, rel=1e-13, abs=1e-60)


def test_it_is_zero_for_equal_gaussians_and_for_no_others() -> None:
    rng = np.random.default_rng(1)
    mu1, mu2 = rng.normal(size=(2, 200))
    sigma1, sigma2 = rng.uniform(0.1, 4, size=(2, 200))
    assert_array_equal(q1_kl.kl_gaussians(mu1, sigma1, mu1, sigma1), np.zeros(200))
    assert np.all(q1_kl.kl_gaussians(mu1, sigma1, mu2, sigma2) > 0)


def test_it_broadcasts_and_gives_scalars_for_scalars() -> None:
    mu1 = np.linspace(-1, 1, 4)[:, None]
    sigma2 = np.linspace(0.5, 2, 3)
    table = np.asarray(q1_kl.kl_gaussians(mu1, 1.5, 0, sigma2))
    assert table.shape == (4, 3)
    assert table[2, 1] == q1_kl.kl_gaussians(mu1[2, 0], 1.5, 0, sigma2[1])
    assert np.ndim(q1_kl.kl_gaussians(0, 1, 0, 2)) == 0
    assert_array_equal(q1_kl.kl_gaussians([0], [1], [0], [2]), [q1_kl.kl_gaussians(0, 1, 0, 2)])


@pytest.mark.parametrize(
    ("sigma1", "sigma2", "expected"),
    [
        (1.0, 1e-300, 300 * math.log(10) - 0.5),
        (1e300, 1e-300, 600 * math.log(10) - 0.5),
        (1e-300, 1e300, math.inf),
        (1e-10, 1e150, math.inf),
        (1e-310, 1e-310, 0.0),
    ],
)
def test_extreme_scales_give_a_number_or_infinity(sigma1: float, sigma2: float, expected: float) -> None:
    assert q1_kl.kl_gaussians(0.0, sigma1, 0.0, sigma2) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan])
def test_a_standard_deviation_that_is_not_positive_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        q1_kl.kl_gaussians(0.0, 1.0, 0.0, [1.0, bad])


def test_the_expression_is_the_function() -> None:
    expression: Any = q1_kl.kl_expression()  # SymPy is untyped
    names: dict[str, Any] = {symbol.name: symbol for symbol in expression.free_symbols}
    assert set(names) == {"mu1", "sigma1", "mu2", "sigma2"}
    rng = np.random.default_rng(2)
    for mu1, mu2, sigma1, sigma2 in np.column_stack([rng.normal(size=(20, 2)), rng.uniform(0.2, 3, (20, 2))]):
        point = {"mu1": mu1, "sigma1": sigma1, "mu2": mu2, "sigma2": sigma2}
        value = float(expression.subs({names[name]: float(at) for name, at in point.items()}))
        assert value == pytest.approx(float(exact_kl(mu1, sigma1, mu2, sigma2)), rel=1e-12)


def test_the_witness_shows_the_asymmetry() -> None:
    mu1, sigma1, mu2, sigma2 = q1_kl.kl_asymmetry_witness()
    assert sigma1 > 0
    assert sigma2 > 0
    assert abs(exact_kl(mu1, sigma1, mu2, sigma2) - exact_kl(mu2, sigma2, mu1, sigma1)) > Decimal("1e-9")
