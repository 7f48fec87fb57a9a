"""Relations, logic, sums, integrals, limits and derivatives."""

import pytest

from tests.unit.maths.reading.shape import latex

RELATIONS_AND_LOGIC = [
    ("a = b = 0", "(a eq b eq 0)"),
    (r"a \leq b < c", "(a le b lt c)"),
    (r"x \neq 1", "(x ne 1)"),
    (r"x \not= 1", "(x ne 1)"),
    (r"x \approx 0.81", "(x approx 0.81)"),
    (r"p(x) \propto e^{-x}", "(p<<x>> proportional pow(#e, neg(x)))"),
    ("y := x + 1", "(y define add(x, 1))"),
    (r"y \triangleq x + 1", "(y define add(x, 1))"),
    (r"a \overset{\text{def}}{=} b", "(a define b)"),
    (r"a \stackrel{(1)}{=} b", "(a eq b)"),
    (r"x \sim \mathcal{N}(0, I)", "(x similar normal(0, I))"),
    (r"\theta \gets \theta + 1", "(theta assign add(theta, 1))"),
    (r"x = 1 \text{ or } x = 2", "or((x eq 1), (x eq 2))"),
    (r"x = 1 \text{ ou } x = 2", "or((x eq 1), (x eq 2))"),
    (r"A \wedge B = C", "and(A, (B eq C))"),
    (r"\neg A \wedge B", "and(not(A), B)"),
    (r"\neg (A \vee B)", "not(or(A, B))"),
    (r"A \Rightarrow B", "implies(A, B)"),
    (r"A \Leftrightarrow B", "iff(A, B)"),
    (r"A \veebar B", "xor(A, B)"),
    (r"\text{True}", "#true"),
    (r"\forall x \in \mathbb{R}, f(x) \geq 0", "forall(x; -; -; #reals; (f<x> ge 0))"),
    (r"x = \pm 2", "(x eq plus_minus(2))"),
    (r"-b \pm \sqrt{c}", "plus_minus(neg(b), sqrt(c))"),
]  # fmt: skip

SUMS_AND_INTEGRALS_AND_LIMITS_AND_DERIVATIVES = [
    (r"\sum_{i=1}^n x_i^2 + 1", "add(sum(i; 1; n; -; pow(x_i, 2)), 1)"),
    (r"\sum_{t=2}^T \log p(x_t) - 1", "add(sum(t; 2; T; -; log(p<<x_t>>)), neg(1))"),
    (r"\sum\nolimits_{i} x_i", "sum(i; -; -; -; x_i)"),
    (r"\sum_{i,j} a_{ij}", "sum(i, j; -; -; -; a_{i,j})"),
    (r"\prod_{\substack{i=1 \\ i \ne j}}^n x_i", "product(i; 1; n; (i ne j); x_i)"),
    (r"\prod_{t=1}^T q(x_t|x_{t-1})", "product(t; 1; T; -; q<<x_t | x_{t-1}>>)"),
    (r"\int_0^1 x dx", "integral(x; 0; 1; -; x)"),
    (r"\int_0^1 x^2 + 1 \, dx + 2", "add(integral(x; 0; 1; -; add(pow(x, 2), 1)), 2)"),
    (r"\int \frac{dx}{x}", "integral(x; -; -; -; div(1, x))"),
    (r"\int dx\, f(x)", "integral(x; -; -; -; f<x>)"),
    (r"\int_0^1\int_0^x y \, dy \, dx", "integral(x; 0; 1; -; integral(y; 0; x; -; y))"),
    (r"\int q(x) \log q(x) \mathrm{d}x", "integral(x; -; -; -; mul(q<<x>>, log(q<<x>>)))"),
    (r"\int p(x) \log q(x) = 1", "(integral(; -; -; -; mul(p<<x>>, log(q<<x>>))) eq 1)"),
    (r"\int_x p(x)", "integral(x; -; -; -; p<<x>>)"),
    (r"\lim_{x \to 0^+} \frac{1}{x}", "limit(x; from_above(0); -; -; div(1, x))"),
    (r"\frac{d}{dx} x^2 + 1", "add(derivative(pow(x, 2), x, 1), 1)"),
    (r"\frac{df}{dz} > -1", "(derivative(f, z, 1) gt neg(1))"),
    (r"\frac{\mathrm{d}^2 y}{\mathrm{d}x^2}", "derivative(y, x, 2)"),
    (r"\frac{\partial L}{\partial \theta}", "partial(L, theta, 1)"),
    (r"\frac{\partial^2 L}{\partial \psi_0 \partial \theta}", "partial(L, psi_0, 1, theta, 1)"),
    (r"\frac{\partial}{\partial \theta} \left(\theta x + 1\right)", "partial(add(mul(theta, x), 1), theta, 1)"),
    (r"\partial_x f", "partial(f, x, 1)"),
    ("dy/dx", "derivative(y, x, 1)"),
    (r"\partial f / \partial x", "partial(f, x, 1)"),
    (r"\frac{\partial (u, v)}{\partial (x, y)}", "jacobian(tuple(u, v), tuple(x, y))"),
    (r"\nabla_\psi L", "gradient(L, psi)"),
    (r"\nabla_x C_\psi(x)", "gradient(C_psi<x>, x)"),
    (r"\nabla \cdot v", "divergence(v)"),
    (r"\nabla^2 f", "laplacian(f)"),
    (r"\frac{d}{2}", "div(d, 2)"),
    ("d x", "mul(d, x)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RELATIONS_AND_LOGIC)
def test_relations_and_logic(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), SUMS_AND_INTEGRALS_AND_LIMITS_AND_DERIVATIVES)
def test_sums_and_integrals_and_limits_and_derivatives(text: str, expected: str) -> None:
    assert latex(text) == expected
