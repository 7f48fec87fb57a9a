"""Matrices, cases, expectations, divergences, densities."""

import pytest

from tests.unit.maths.reading.shape import latex

MATRICES_AND_CASES = [
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "[a, b; c, d]"),
    (r"\left[\begin{matrix}1 & 2\\2 & 3\end{matrix}\right]", "[1, 2; 2, 3]"),
    (r"\left(\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right)", "[1, 2; 3, 4]"),
    (r"\begin{bmatrix} -\theta s \\ 1 \end{bmatrix}", "[neg(mul(theta, s)); 1]"),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", "det([a, b; c, d])"),
    (r"\begin{pmatrix} 0 & 1 \\ -1 & 0 \end{pmatrix}^{-1}", "pow([0, 1; neg(1), 0], neg(1))"),
    (r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "piecewise(x, (x gt 0), 0, #true)"),
    (r"\begin{cases} x, & x > 0, \\ 0, & \text{sinon.} \end{cases}", "piecewise(x, (x gt 0), 0, #true)"),
    (
        r"\left\{\begin{array}{ll} x & \text{si } x>0\\ 0 & \text{sinon}\end{array}\right.",
        "piecewise(x, (x gt 0), 0, #true)",
    ),
    (r"\begin{cases} x + y = 1 \\ x - y = 0 \end{cases}", "and((add(x, y) eq 1), (add(x, neg(y)) eq 0))"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "(a eq b eq c)"),
    ("(A)_{ij}", "entry(A, i, j)"),
]  # fmt: skip

PROBABILITY = [
    (r"\mathbb{E}[X]", "E[X]"),
    (r"\mathbb{E}_{q}\left[\log p(x)\right]", "E_q[log(p<<x>>)]"),
    (r"\mathbb{E}_{q_\psi(z|c,x_0)}[z]", "E_q_psi<<z | c, x_0>>[z]"),
    (r"\mathbb{E}_{x \sim p_D}[x]", "E_(x similar p_D)[x]"),
    (r"\mathbb{E}_{p_D} \log C", "E_p_D[log(C)]"),
    (r"\underset{x \sim q}{\mathbb{E}}[x]", "E_(x similar q)[x]"),
    (r"\mathbb{E}[X|Y]^2", "pow(E[X | Y], 2)"),
    (r"\mathbb{E}[|X| \mid Y]", "E[abs(X) | Y]"),
    (r"\mathbb{E}\left[2|X|\right]", "E[mul(2, abs(X))]"),
    ("E[X]", "E[X]"),
    (r"E_q[\log p]", "E_q[log(p)]"),
    (r"\mathbb{V}_q[X]", "V_q[X]"),
    (r"\mathbb{V}ar[X]", "V[X]"),
    (r"\operatorname{Var}(X)", "V[X]"),
    (r"\operatorname{Cov}(X, Y)", "Cov[X, Y]"),
    (r"KL[q\|p]", "kl(q, p)"),
    ("KL(q || p)", "kl(q, p)"),
    (r"\mathrm{KL}\left[ q \,\middle\|\, p \right]", "kl(q, p)"),
    (r"D_{KL}(q(z|x) \| p(z))", "kl(q<<z | x>>, p<<z>>)"),
    (r"D_{\mathrm{KL}}\left(q(x) \parallel p(x)\right)", "kl(q<<x>>, p<<x>>)"),
    (r"\KL{q}{p}", "kl(q, p)"),
    (r"p_\phi(x_{t-1} | x_t, x_0)", "p_phi<<x_{t-1} | x_t, x_0>>"),
    (r"p(x \mid z)", "p<<x | z>>"),
    (r"p\left(x \middle| z\right)", "p<<x | z>>"),
    ("p(x, z) = p(x|z)p(z)", "(p<<x, z>> eq mul(p<<x | z>>, p<<z>>))"),
    ("p(1-p)", "mul(p, add(1, neg(p)))"),
    ("P(X = 1 | Y = 0)", "P<<(X eq 1) | (Y eq 0)>>"),
    (r"\Pr(A \cap B)", "Pr<<intersection(A, B)>>"),
    (r"\mathbb{P}(X > 1)", "bb_P<<(X gt 1)>>"),
    (r"\mathcal{N}(x; \mu, \sigma^2 I)", "normal(x, mu, mul(pow(sigma, 2), I))"),
    (r"\mathcal{N}(x \mid \mu, \Sigma)", "normal(x, mu, Sigma)"),
    (r"\mathcal{N}(\mu, \sigma^2)", "normal(mu, pow(sigma, 2))"),
    (r"N(\mu_1, \sigma_1^2)", "normal(mu_1, pow(sigma_1, 2))"),
    (r"\mathbb{1}_{x > 0}", "indicator((x gt 0))"),
    (r"\mathbb{1}\{x > 0\}", "indicator((x gt 0))"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MATRICES_AND_CASES)
def test_matrices_and_cases(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), PROBABILITY)
def test_probability(text: str, expected: str) -> None:
    assert latex(text) == expected
