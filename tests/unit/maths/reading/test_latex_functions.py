"""What is a function applied, and how far a function without brackets reaches."""

import pytest

from tests.unit.maths.reading.shape import latex

FUNCTIONS = [
    (r"\sin x", "sin(x)"),
    (r"\sin 2x", "sin(mul(2, x))"),
    (r"\sin x \cos y", "mul(sin(x), cos(y))"),
    (r"\sin^2 x", "pow(sin(x), 2)"),
    (r"\sin^{-1} x", "asin(x)"),
    (r"\sin(x)^2", "pow(sin(x), 2)"),
    (r"\arctan z", "atan(z)"),
    (r"\operatorname{sign}(x)", "sgn(x)"),
    (r"\log x", "log(x)"),
    (r"\ln(x)", "log(x)"),
    (r"\log_2 x", "log(x, 2)"),
    (r"\log_{10}(x)", "log(x, 10)"),
    (r"\log(a) b", "mul(log(a), b)"),
    (r"\log 2\pi\sigma^2", "log(mul(2, #pi, pow(sigma, 2)))"),
    (r"\log p(x) q(x)", "log(mul(p<<x>>, q<<x>>))"),
    (r"\log q(x)/p(x)", "log(div(q<<x>>, p<<x>>))"),
    (r"\log x / \log 2", "div(log(x), log(2))"),
    (r"\log x + y", "add(log(x), y)"),
    (r"\log\frac{a}{b}", "log(div(a, b))"),
    (r"\log |x|", "log(abs(x))"),
    (r"\exp(-x)", "exp(neg(x))"),
    (r"\exp\{-x\}", "exp(neg(x))"),
    (r"\exp\left[-x\right]", "exp(neg(x))"),
    ("log(x) + exp(-x)", "add(log(x), exp(neg(x)))"),
    ("sin x", "sin(x)"),
    ("ln(x)", "log(x)"),
    (r"\max(0, bz+c)", "max(0, add(mul(b, z), c))"),
    (r"\max_{x \in S} f(x)", "max(x; -; -; S; f<x>)"),
    (r"\operatorname*{arg\,max}_\theta L(\theta)", "argmax(theta; -; -; -; L<theta>)"),
    (r"\arg\max_x f(x)", "argmax(x; -; -; -; f<x>)"),
    (r"\arg(z)", "arg(z)"),
    (r"\det(J - \lambda I)", "det(add(J, neg(mul(lambda, I))))"),
    (r"\operatorname{tr}(A)", "trace(A)"),
    (r"\Re(\lambda)", "re(lambda)"),
    (r"\Gamma(n+1)", "gamma(add(n, 1))"),
    ("f(x+1)", "f<add(x, 1)>"),
    ("f(D(x))", "f<D<x>>"),
    ("g'(z)", "prime(g, 1)<z>"),
    ("f''(x)", "prime(f, 2)<x>"),
    ("f^{(3)}(x)", "prime(f, 3)<x>"),
    ("f^{-1}(y)", "inverse_function(f)<y>"),
    (r"\sigma^{-1}(t)", "inverse_function(sigma)<t>"),
    ("(f^{-1})'(y)", "prime(inverse_function(f), 1)<y>"),
    (r"(f \circ g)(x)", "compose(f, g)<x>"),
    (r"y(\alpha/r+1)", "mul(y, add(div(alpha, r), 1))"),
    ("a(b+c)", "mul(a, add(b, c))"),
    ("y(t)", "y<t>"),
    (r"\mu_\phi(x_t, t)", "mu_phi<x_t, t>"),
    (r"F{\left(k - 3 \right)}", "F<add(k, neg(3))>"),
    (r"q{\left(s \right)}", "q<<s>>"),
    (r"u{\left(s + 1 \right)}", "u<add(s, 1)>"),
    (r"f(\cdot)", "f<#dot>"),
    (r"x \mapsto x^2", "map(x; -; -; -; pow(x, 2))"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FUNCTIONS)
def test_functions(text: str, expected: str) -> None:
    assert latex(text) == expected
