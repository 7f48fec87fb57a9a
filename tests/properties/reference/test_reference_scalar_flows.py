import math
from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from reference.hw3 import q2_flows

PINNED = settings(derandomize=True, deadline=None, max_examples=60)
EPSILON = float(np.finfo(float).eps)
Array = NDArray[np.float64]

# Weights that are exact in binary: their sum is 1 without rounding, so decimals can check every digit.
WEIGHTS = np.array([0.25, 0.125, 0.625])
SLOPES = np.array([0.5, 1.25, 2.0])
OFFSETS = np.array([3.0, -1.5, 0.25])


def exact_flow(z: Decimal) -> Decimal:
    """The definition word by word, in decimals; the caller sets the precision."""
    h = sum(
        (Decimal(w) / (1 + (-(Decimal(a) * z + Decimal(b))).exp())
         for w, a, b in zip(WEIGHTS.tolist(), SLOPES.tolist(), OFFSETS.tolist(), strict=True)),
        Decimal(0),
    )  # fmt: skip
    return (h / (1 - h)).ln()


@pytest.mark.parametrize("z", [-700.0, -350.5, -40.0, -3.0, -0.1, 0.0, 0.7, 5.0, 37.0, 120.0, 700.0])
def test_the_sigmoid_flow_and_its_derivative_match_the_definition_in_700_digits(z: float) -> None:
    with localcontext() as context:
        context.prec = 700  # 1 - h is as small as exp(-1400)
        value = float(exact_flow(Decimal(z)))
        step = Decimal("1e-25")
        slope = float((exact_flow(Decimal(z) + step) - exact_flow(Decimal(z) - step)) / (2 * step))
    assert float(q2_flows.sigmoid_flow(z, WEIGHTS, SLOPES, OFFSETS)) == pytest.approx(value, rel=1e-13, abs=1e-15)
    assert float(q2_flows.sigmoid_flow_derivative(z, WEIGHTS, SLOPES, OFFSETS)) == pytest.approx(slope, rel=1e-12)


def test_far_out_the_sigmoid_flow_follows_the_flattest_line() -> None:
    z = np.array([1e3, 1e5, 1e12])
    with np.errstate(all="raise", under="ignore"):
        right = q2_flows.sigmoid_flow(z, WEIGHTS, SLOPES, OFFSETS)
        left = q2_flows.sigmoid_flow(-z, WEIGHTS, SLOPES, OFFSETS)
        slopes = q2_flows.sigmoid_flow_derivative(np.concatenate([-z, z]), WEIGHTS, SLOPES, OFFSETS)
    assert_allclose(right, 0.5 * z + 3.0 - math.log(0.25), rtol=1e-14)
    assert_allclose(left, -0.5 * z + 3.0 + math.log(0.25), rtol=1e-14)
    assert_allclose(slopes, 0.5, rtol=1e-14)


def random_flow(seed: int) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    k = int(rng.integers(1, 7))
    return rng.dirichlet(np.full(k, 2.0)), rng.uniform(0.05, 4, k), rng.normal(0, 3, k)


@PINNED
@given(st.integers(0, 10_000))
def test_the_sigmoid_flow_increases_and_its_inverse_turns_it_back(seed: int) -> None:
    w, a, b = random_flow(seed)
    z = np.linspace(-700, 700, 141) + 0.1
    y = np.asarray(q2_flows.sigmoid_flow(z, w, a, b))
    slope = np.asarray(q2_flows.sigmoid_flow_derivative(z, w, a, b))
    assert np.all(np.diff(y) > 0)
    assert np.all(slope > 0)
    back = np.asarray(q2_flows.sigmoid_flow_inverse(y, w, a, b))
    noise = 8 * EPSILON * (1 + np.abs(y) + np.abs(z) * a.max() + np.abs(b).max())
    assert np.all(np.abs(back - z) <= noise / slope + 4 * EPSILON * np.abs(z))
    forth = np.asarray(q2_flows.sigmoid_flow(back, w, a, b))
    assert np.all(np.abs(forth - y) <= noise)


@pytest.mark.parametrize("y", [0.0, 1e-300, -1e-8, 1e4, -1e15, 1e300])
def test_the_sigmoid_inverse_reaches_every_value(y: float) -> None:
    z = q2_flows.sigmoid_flow_inverse(np.array([y]), WEIGHTS, SLOPES, OFFSETS)
    assert_allclose(q2_flows.sigmoid_flow(z, WEIGHTS, SLOPES, OFFSETS), [y], rtol=1e-14, atol=1e-15)


def test_one_component_is_a_line_and_a_plateau_is_crossed() -> None:
    y = np.array([-1e3, -1.0, 0.0, 2.5])
    assert_allclose(q2_flows.sigmoid_flow([-3.0, 2.0], [1.0], [2.0], [1.0]), [-5.0, 5.0], rtol=1e-14)
    assert_allclose(q2_flows.sigmoid_flow_derivative([-3.0, 900.0], [1.0], [2.0], [1.0]), [2.0, 2.0], rtol=1e-14)
    assert_allclose(q2_flows.sigmoid_flow_inverse(y, [1.0], [2.0], [1.0]), (y - 1) / 2, rtol=1e-14)
    w, a, b = np.array([0.4, 0.6]), np.array([1.0, 1.0]), np.array([-60.0, 60.0])
    steep = np.array([-70.0, -60.0, 60.0, 70.0])
    y = np.asarray(q2_flows.sigmoid_flow(steep, w, a, b))
    assert_allclose(q2_flows.sigmoid_flow_inverse(y, w, a, b), steep, rtol=1e-11)


def test_shapes_of_the_sigmoid_flow() -> None:
    for function in (q2_flows.sigmoid_flow, q2_flows.sigmoid_flow_derivative, q2_flows.sigmoid_flow_inverse):
        assert np.shape(function(np.zeros(5), WEIGHTS, SLOPES, OFFSETS)) == (5,)
        assert np.shape(function(np.zeros(0), WEIGHTS, SLOPES, OFFSETS)) == (0,)
        assert np.shape(function(0.3, WEIGHTS, SLOPES, OFFSETS)) == ()


def test_the_relu_flow_broadcasts() -> None:
    z = np.array([-2.0, 0.0, 3.0])
    assert_array_equal(q2_flows.relu_flow(z, -2.0, 1.0, 1.0), [0.0, -2.0, -8.0])
    assert q2_flows.relu_flow(2, 3, -1, 1) == 0
    assert q2_flows.relu_flow(2, 3, 1, 1) == 9
    assert np.shape(q2_flows.relu_flow(2, 3, 1, 1)) == ()
    assert np.shape(q2_flows.relu_flow(np.ones((4, 1, 2)), np.ones((3, 1)), 1, 0)) == (4, 3, 2)


WIDE = st.one_of(
    st.sampled_from([0.0, -0.0, 1e-320, -1e-300, 1e300, -1e300, 1.0]),
    st.floats(-1e3, 1e3),
)


@PINNED
@given(WIDE, WIDE, WIDE)
def test_the_relu_flow_collides_at_the_witness(a: float, b: float, c: float) -> None:
    first, second = q2_flows.relu_collision(a, b, c)
    assert math.isfinite(first)
    assert math.isfinite(second)
    assert abs(first - second) > 1e-6 * max(abs(first), abs(second))
    with np.errstate(over="ignore"):
        assert q2_flows.relu_flow(first, a, b, c) == q2_flows.relu_flow(second, a, b, c)


Function = Callable[[Array], Array]
# name: (f, f', points)
RESIDUALS: dict[str, tuple[Function, Function, Array]] = {
    "zero": (lambda z: 0 * z, lambda z: 0 * z, np.linspace(-9, 9, 7)),
    "contraction": (lambda z: 0.9 * np.sin(z), lambda z: 0.9 * np.cos(z), np.linspace(-30, 30, 41)),
    "steep line": (lambda z: 50 * z - 3, lambda z: 50 + 0 * z, np.linspace(-1e6, 1e6, 11)),
    "cube": (lambda z: z**3, lambda z: 3 * z**2, np.linspace(-1e3, 1e3, 21)),
    "exponential": (np.exp, np.exp, np.linspace(-700, 700, 29)),
    "hyperbolic sine": (np.sinh, np.cosh, np.linspace(-300, 300, 31)),
    "bounded by arctan": (lambda z: np.arctan(z) - z, lambda z: 1 / (1 + z**2) - 1, np.linspace(-90, 90, 31)),
    "bounded by tanh": (lambda z: np.tanh(z) - z, lambda z: np.cosh(z) ** -2 - 1, np.linspace(-9, 9, 31)),
    "bounded above": (lambda z: -np.exp(-z) - z, lambda z: np.exp(-z) - 1, np.linspace(-20, 9, 31)),
    "steep step": (lambda z: 40 * np.tanh(20 * z), lambda z: 800 / np.cosh(20 * z) ** 2, np.linspace(-3, 3, 41)),
}


@pytest.mark.parametrize("name", RESIDUALS)
def test_the_residual_flow_is_inverted(name: str) -> None:
    f, slope, z = RESIDUALS[name]
    y = z + f(z)
    back = np.asarray(q2_flows.residual_flow_inverse(y, f))
    assert back.shape == z.shape
    noise = 8 * EPSILON * (np.abs(z) + np.abs(f(z)) + 1e-300)
    assert np.all(np.abs(back - z) <= noise / (1 + slope(z)) + 4 * EPSILON * np.abs(z))


def test_the_residual_inverse_takes_scalars_and_empty_arrays_and_calls_f_with_the_shape_of_y() -> None:
    shapes: set[tuple[int, ...]] = set()

    def f(z: Array) -> Array:
        shapes.add(np.shape(z))
        return 3 * z

    assert_allclose(q2_flows.residual_flow_inverse(8.0, f), 2.0)
    assert_allclose(q2_flows.residual_flow_inverse(np.array([8.0, -4.0]), f), [2.0, -1.0])
    assert np.shape(q2_flows.residual_flow_inverse(np.zeros(0), f)) == (0,)
    assert shapes == {(), (2,), (0,)}


def test_a_value_outside_the_image_has_no_inverse_and_spoils_no_other() -> None:
    back = np.asarray(q2_flows.residual_flow_inverse(np.array([math.atan(0.5), 1000.0]), lambda z: np.arctan(z) - z))
    assert back[0] == pytest.approx(0.5, rel=1e-14)
    assert math.isnan(back[1])
