import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from reference.hw3 import q2_flows

Array = NDArray[np.float64]

DIMENSIONS = (1, 2, 3, 7)
# alpha, beta: beta = -alpha included; 0 leaves the points alone.
SHAPES = ((1.0, -1.0), (0.7, -0.69), (2.0, -1.0), (1.5, 0.0), (1.0, 4.0), (1e-3, 5.0), (300.0, -300.0))


def cloud(dimension: int, seed: int = 0) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(30, dimension)) * 3, rng.normal(size=dimension)


def plain_flow(z: Array, z0: Array, alpha: float, beta: float) -> Array:
    """The definition, point by point."""
    images: list[Array] = []
    for point in z:
        r = math.dist(point.tolist(), z0.tolist())
        images.append(point + beta * (point - z0) / (alpha + r))
    return np.array(images)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize(("alpha", "beta"), [*SHAPES, (1.0, -3.0)])
def test_the_flow_is_its_definition(dimension: int, alpha: float, beta: float) -> None:
    z, z0 = cloud(dimension)
    image = q2_flows.radial_flow(z, z0, alpha, beta)
    assert image.shape == z.shape
    assert_allclose(image, plain_flow(z, z0, alpha, beta), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize(("alpha", "beta"), SHAPES)
def test_the_inverse_turns_the_flow_back_and_the_other_way_round(dimension: int, alpha: float, beta: float) -> None:
    z, z0 = cloud(dimension)
    image = plain_flow(z, z0, alpha, beta)
    # dr/ds = 1/l'(r) magnifies the rounding of the image where beta is near -alpha.
    r = np.linalg.norm(z - z0, axis=-1, keepdims=True)
    weakest = np.minimum(1 + beta / (alpha + r), 1 + alpha * beta / (alpha + r) ** 2)
    gap = np.abs(q2_flows.radial_flow_inverse(image, z0, alpha, beta) - z)
    assert np.all(gap <= 1e-14 * (1 + np.abs(z).max()) / weakest)
    there = q2_flows.radial_flow(q2_flows.radial_flow_inverse(z, z0, alpha, beta), z0, alpha, beta)
    assert_allclose(there, z, rtol=0, atol=1e-13 * (1 + np.abs(z).max()))


@pytest.mark.parametrize("size", [1e-150, 1e-30, 1e-9, 1e-3, 1e3, 1e9, 1e150])
@pytest.mark.parametrize(("alpha", "beta"), [(1.0, -1.0), (2.0, -1.9999), (1.0, 4.0)])
def test_around_the_origin_the_inverse_keeps_its_relative_precision_at_every_size(
    size: float, alpha: float, beta: float
) -> None:
    directions = cloud(3, seed=5)[0]
    z, z0 = directions / np.linalg.norm(directions, axis=-1, keepdims=True) * size, np.zeros(3)
    back = q2_flows.radial_flow_inverse(q2_flows.radial_flow(z, z0, alpha, beta), z0, alpha, beta)
    assert_allclose(back, z, rtol=1e-12)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize(("alpha", "beta"), [*SHAPES, (1.0, -3.0), (0.5, -1.25)])
def test_the_log_determinant_is_that_of_a_numerical_jacobian(dimension: int, alpha: float, beta: float) -> None:
    z, z0 = cloud(dimension, seed=2)
    z = z[np.linalg.norm(z - z0, axis=-1) > 0.05]
    step = 1e-4
    columns = [
        # Fourth order: the error is about step^4, the noise about 1e-15 / step.
        (8 * (plain_flow(z + e, z0, alpha, beta) - plain_flow(z - e, z0, alpha, beta))
         - (plain_flow(z + 2 * e, z0, alpha, beta) - plain_flow(z - 2 * e, z0, alpha, beta))) / (12 * step)
        for e in step * np.eye(dimension)
    ]  # fmt: skip
    jacobians = np.stack(columns, axis=-1)
    log_det = q2_flows.radial_flow_log_det(z, z0, alpha, beta)
    assert log_det.shape == (len(z),)
    numerical = np.linalg.slogdet(jacobians).logabsdet
    # An error d of an entry moves the logarithm by about d / (smallest singular value).
    smallest = np.linalg.svd(jacobians, compute_uv=False)[:, -1]
    assert np.all(np.abs(log_det - numerical) <= 1e-9 * dimension * (1 + 1 / smallest))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_at_the_centre(dimension: int) -> None:
    z0 = np.arange(dimension, dtype=float)
    z = np.stack([z0, z0 + 1.0])
    for alpha, beta in SHAPES:
        assert_array_equal(q2_flows.radial_flow(z, z0, alpha, beta)[0], z0)
        assert_array_equal(q2_flows.radial_flow_inverse(z, z0, alpha, beta)[0], z0)
        log_det = q2_flows.radial_flow_log_det(z, z0, alpha, beta)
        assert math.isfinite(log_det[1])
        if beta == -alpha:
            assert log_det[0] == -math.inf
        else:
            assert log_det[0] == pytest.approx(dimension * math.log1p(beta / alpha), rel=1e-13)


def test_a_vanishing_beta_gives_a_vanishing_log_determinant() -> None:
    z = np.array([[3.0, 4.0, 0.0]])
    # l(r)/r - 1 = beta/6 twice and l'(r) - 1 = beta/36, to first order in beta.
    log_det = q2_flows.radial_flow_log_det(z, np.zeros(3), 1.0, 1e-20)
    assert_allclose(log_det, [1e-20 * (2 / 6 + 1 / 36)], rtol=1e-13)


def test_no_size_overflows() -> None:
    z = np.array([[1e200, -1e200], [1e-200, 1e-200], [1e300, 0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        image = q2_flows.radial_flow(z, np.zeros(2), 1.0, 2.0)
        log_det = q2_flows.radial_flow_log_det(z, np.zeros(2), 1.0, 2.0)
        back = q2_flows.radial_flow_inverse(image, np.zeros(2), 1.0, 2.0)
    assert_allclose(back, z, rtol=1e-14)
    assert_allclose(log_det, [0.0, 2 * math.log(3), 0.0], atol=1e-14)


def test_without_a_unique_radius_the_inverse_is_refused() -> None:
    with pytest.raises(ValueError, match="beta >= -alpha"):
        q2_flows.radial_flow_inverse(np.ones((1, 2)), np.zeros(2), 1.0, -1.1)
