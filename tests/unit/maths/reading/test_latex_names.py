"""What belongs to a name: indices, accents, fonts, primes; which letters are constants."""

import pytest

from tests.unit.maths.reading.shape import latex

NAMES = [
    (r"\mu_1", "mu_1"),
    (r"\psi_0", "psi_0"),
    ("x_{t-1}", "x_{t-1}"),
    ("x_{1:T}", "x_{1:T}"),
    ("x_{ij}", "x_{i,j}"),
    ("x_{i,j}", "x_{i,j}"),
    (r"L_{\text{DDPM}}", "L_DDPM"),
    (r"x_{\max}", "x_max"),
    ("x_{max}", "x_max"),
    (r"\hat{\mathbf{x}}_{t-1}", "hat_bold_x_{t-1}"),
    (r"\hat\theta_{ML}", "hat_theta_ML"),
    (r"\tilde z", "tilde_z"),
    (r"\mathbf{x}^\top \mathbf{y}", "mul(transpose(bold_x), bold_y)"),
    (r"{\bf x}_t", "bold_x_t"),
    (r"\boldsymbol{\mu}", "bold_mu"),
    (r"\mathcal{L}_{DDPM}", "cal_L_DDPM"),
    ("x^{(i)}", "x^(i)"),
    ("x^{(i)}_j", "x_j^(i)"),
    ("x^{(1/3)}", "pow(x, div(1, 3))"),
    ("x^*", "x_star"),
    (r"\psi^*", "psi_star"),
    ("x'", "x_prime"),
    ("x'_1", "x_prime_1"),
    (r"\dot\psi", "dot_psi"),
    (r"\vec v", "vec_v"),
    (r"\overline{z}", "bar_z"),
    (r"\overline{z+1}", "conjugate(add(z, 1))"),
    ("ELBO", "ELBO"),
    (r"\operatorname{ELBO}", "ELBO"),
    (r"\text{ELBO}", "ELBO"),
    (r"\mathrm{x}", "x"),
    (r"\mathbb{R}", "#reals"),
    (r"\ell", "ell"),
    (r"N Z \Sigma", "mul(N, Z, Sigma)"),
    (r"n z \sigma", "mul(n, z, sigma)"),
]  # fmt: skip

FIXED_LETTERS = [
    ("e", "#e"),
    ("i", "#i"),
    (r"\pi", "#pi"),
    ("x_i", "x_i"),
    (r"\sum_{i=1}^n i", "sum(i; 1; n; -; i)"),
    (r"\sum_{i \ne j} e^{i}", "sum(i; -; -; (i ne j); pow(#e, i))"),
    ("e_1", "e_1"),
]  # fmt: skip

TRANSPOSES = [
    (r"\theta^T x", "mul(transpose(theta), x)"),
    (r"\theta^\top x", "mul(transpose(theta), x)"),
    (r"x^{\mathsf{T}}", "transpose(x)"),
    ("A^{-T}", "transpose(pow(A, neg(1)))"),
    ("2^T", "pow(2, T)"),
    ("(1+r)^{T}", "pow(add(1, r), T)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), FIXED_LETTERS)
def test_fixed_letters(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), TRANSPOSES)
def test_transposes(text: str, expected: str) -> None:
    assert latex(text) == expected
