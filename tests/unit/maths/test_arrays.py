"""Formulas over arrays."""

import numpy as np
import pytest

from grader.maths.arrays import NotEvaluable, evaluate_array
from grader.maths.node import Node
from grader.maths.syntax.result import Parsed
from grader.maths.syntax.typed import parse_typed


def tree(text: str) -> Node:
    read = parse_typed(text)
    assert isinstance(read, Parsed)
    return read.node


X = np.linspace(0.5, 3.0, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*x**2 - 1/x", 2 * X**2 - 1 / X),
        ("x**(-1)", 1 / X),
        ("sqrt(x)*exp(-x)", np.sqrt(X) * np.exp(-X)),
        ("log(x, 10) + sin(pi*x)", np.log10(X) + np.sin(np.pi * X)),
        ("Max(x, 1) + Abs(x - 2)", np.maximum(X, 1) + np.abs(X - 2)),
        ("Piecewise((x, x < 1), (x**2, True))", np.where(X < 1, X, X**2)),
        ("Sum(x**k, (k, 0, 3))", 1 + X + X**2 + X**3),
        ("binomial(5, 2)*gamma(x)*0 + 10", np.full(7, 10.0)),
        ("cbrt(-x)", -np.cbrt(X)),
    ],
)
def test_a_formula_has_numpys_value(text: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(evaluate_array(tree(text), {"x": X}), expected, rtol=1e-13)


def test_indices_belong_to_the_name() -> None:
    value = evaluate_array(tree("sigma_1/sigma_2"), {"sigma_1": np.array([2.0, 3.0]), "sigma_2": np.array(4.0)})
    np.testing.assert_array_equal(value, [0.5, 0.75])


def test_the_root_of_a_negative_entry_is_nan() -> None:
    value = evaluate_array(tree("sqrt(x)"), {"x": np.array([-1.0, 4.0])})
    assert np.isnan(value[0])
    assert value[1] == 2


@pytest.mark.parametrize("text", ["x + y", "Derivative(x, x)", "Sum(x, (k, 1, 10**9))", "f(x)"])
def test_what_has_no_value_says_so(text: str) -> None:
    with pytest.raises(NotEvaluable):
        evaluate_array(tree(text), {"x": X})
