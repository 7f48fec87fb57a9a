"""Ink without meaning, decorations, Unicode."""

import pytest

from tests.unit.maths.reading.shape import latex

LAYOUT_AND_DECORATIONS = [
    (r"x \nonumber", "x"),
    (r"x = 1 \tag{3} \label{eq:a}", "(x eq 1)"),
    (r"\displaystyle\sum\limits_{i} x", "sum(i; -; -; -; x)"),
    (r"\cancel{x} + y", "add(x, y)"),
    (r"\boxed{x = 2}", "(x eq 2)"),
    (r"{\color{red} x + 1}", "add(x, 1)"),
    (r"\textcolor{red}{x} + 1", "add(x, 1)"),
    (r"\underbrace{a + b}_{\text{the sum}}", "underbrace(add(a, b), 'the sum')"),
    (r"\underbrace{a + b}_{=0}", "underbrace(add(a, b), 0)"),
    (r"\underbrace{a + b}_{A}", "underbrace(add(a, b), A)"),
    (r"\overset{!}{x}", "above(x, '!')"),
    (r"\overset{\text{here}}{x}", "above(x, 'here')"),
    (r"a\, b\; c\quad d", "mul(a, b, c, d)"),
    ("$x + 1$", "add(x, 1)"),
    (r"\[ x + 1 \]", "add(x, 1)"),
    (r"\(x\)", "x"),
    ("x + % a comment", "! expected_end"),
]  # fmt: skip

UNICODE = [
    ("σ(x) ≤ μ₁² + ∑_{i=1}^n x_i", "(sigma<x> le add(pow(mu_1, 2), sum(i; 1; n; -; x_i)))"),
    (r"\σ^2", "pow(sigma, 2)"),
    ("x̂ + ŷ", "add(hat_x, hat_y)"),
    ("√(x+1) · 2", "mul(sqrt(add(x, 1)), 2)"),
    ("∫₀¹ x dx", "integral(x; 0; 1; -; x)"),
    ("𝔼[X] ∈ ℝ", "(E[X] in #reals)"),
    ("∂f/∂x − ½", "add(partial(f, x, 1), neg(div(1, 2)))"),
    ("𝐱^⊤𝐲", "mul(transpose(bold_x), bold_y)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LAYOUT_AND_DECORATIONS)
def test_layout_and_decorations(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), UNICODE)
def test_unicode(text: str, expected: str) -> None:
    assert latex(text) == expected
