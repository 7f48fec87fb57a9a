"""Numbers, fractions, powers and brackets as students type them."""

import pytest

from tests.unit.maths.reading.shape import latex

NUMBERS = [
    ("x^23", "mul(pow(x, 2), 3)"),
    ("x^{23}", "pow(x, 23)"),
    (r"\frac12", "div(1, 2)"),
    (r"\frac1x", "div(1, x)"),
    (r"\frac12x", "mul(div(1, 2), x)"),
    (r"\frac{1}{2}", "div(1, 2)"),
    (r"\tfrac83", "div(8, 3)"),
    (r"\dfrac{\pi}{2}", "div(#pi, 2)"),
    (".185", "0.185"),
    ("0.50", "0.50"),
    ("1{,}000", "1000"),
    (r"1\,000", "1000"),
    ("12,345,678", "12345678"),
    ("(1,000)", "1000"),
    ("0{,}5", "0.5"),
    (r"3\frac12", "mixed(3, div(1, 2))"),
    (r"3\frac{1}{2}", "mixed(3, div(1, 2))"),
    (r"2\frac{3}{2}", "mul(2, div(3, 2))"),
    (r"3\frac{1}{x}", "mul(3, div(1, x))"),
    (r"0.\overline{3}", "div(1, 3)"),
    (r"0.1\overline{6}", "div(1, 6)"),
    (r"2.\overline{36}", "div(26, 11)"),
    (r"0.\bar9", "1"),
    ("1011_2", "11"),
    ("2516_{8}", "1358"),
    ("129_8", "! script_not_understood _"),
    (r"5\%", "percent(5)"),
    (r"90^\circ", "degrees(90)"),
    ("10^{-3}", "pow(10, neg(3))"),
    (r"2 \cdot 10^{-3}", "mul(2, pow(10, neg(3)))"),
]  # fmt: skip

FRACTIONS_AND_ROOTS_AND_POWERS_AND_FACTORIALS = [
    (r"\sqrt2", "sqrt(2)"),
    (r"\sqrt{x+1}", "sqrt(add(x, 1))"),
    (r"\sqrt[3]{x}", "root(x, 3)"),
    (r"\binom{n}{k}", "binomial(n, k)"),
    (r"\binom nk", "binomial(n, k)"),
    ("n!", "factorial(n)"),
    ("n!!", "double_factorial(n)"),
    ("(n+1)!", "factorial(add(n, 1))"),
    ("2^{n!}", "pow(2, factorial(n))"),
    ("x_1^2", "pow(x_1, 2)"),
    ("x^2_1", "pow(x_1, 2)"),
    ("e^{-x^2/2}", "pow(#e, neg(div(pow(x, 2), 2)))"),
    ("-x^2", "neg(pow(x, 2))"),
    ("2^{-1}", "pow(2, neg(1))"),
    ("a/b/c", "div(div(a, b), c)"),
    (r"a/b \cdot c", "mul(div(a, b), c)"),
    ("1/2x", "mul(div(1, 2), x)"),
]  # fmt: skip

BRACKETS = [
    ("2(3)", "mul(2, 3)"),
    ("2[x+1]", "mul(2, add(x, 1))"),
    (r"\left(x + 1\right)\left(x - 1\right)", "mul(add(x, 1), add(x, neg(1)))"),
    (r"\bigl(x+1\bigr)^2", "pow(add(x, 1), 2)"),
    (r"\left\{ x + 1 \right\}", "set(add(x, 1))"),
    ("(a, b)", "tuple(a, b)"),
    ("[a, b]", "list(a, b)"),
    ("(0, 1]", "interval(0, 1, #false, #true)"),
    ("]0, 1]", "interval(0, 1, #false, #true)"),
    ("[0, 1[", "interval(0, 1, #true, #false)"),
    (r"]0,1] \cup [2,3[", "union(interval(0, 1, #false, #true), interval(2, 3, #true, #false))"),
    (r"(1, 3) \cup \{5\}", "union(interval(1, 3, #false, #false), set(5))"),
    (r"x \in [0,1]", "(x in interval(0, 1, #true, #true))"),
    (r"\{1, 2, 3\}", "set(1, 2, 3)"),
    (r"\{\}", "set()"),
    (r"\emptyset", "#empty_set"),
    (r"\mathbb{R} \setminus \{0\}", "difference(#reals, set(0))"),
    (r"\{x \in \mathbb{R} \mid x > 0\}", "set_of(x; -; -; #reals; (x gt 0))"),
    (r"\{x : x > 0\}", "set_of(x; -; -; -; (x gt 0))"),
    ("1, 2, 3", "sequence(1, 2, 3)"),
    (r"x_1, \dots, x_n", "sequence(x_1, #dots, x_n)"),
    ("|x|", "abs(x)"),
    ("|x| + |y|", "add(abs(x), abs(y))"),
    ("|a||b|", "mul(abs(a), abs(b))"),
    ("2|x|", "mul(2, abs(x))"),
    ("||x|-|y||", "abs(add(abs(x), neg(abs(y))))"),
    (r"\{x+1\}^2", "pow(add(x, 1), 2)"),
    (r"2\{x+1\}", "mul(2, add(x, 1))"),
    ("||x|-1|", "abs(add(abs(x), neg(1)))"),
    (r"\left|{x}\right|", "abs(x)"),
    (r"\lvert x \rvert", "abs(x)"),
    (r"\|z - z_0\|_2", "norm(add(z, neg(z_0)), 2)"),
    (r"\|z-z_0\|^2", "pow(norm(add(z, neg(z_0))), 2)"),
    ("||z||", "norm(z)"),
    (r"\lVert x \rVert_1", "norm(x, 1)"),
    (r"\lfloor x \rfloor + \lceil y \rceil", "add(floor(x), ceil(y))"),
    (r"\langle x, y \rangle", "inner(x, y)"),
    ("[F]_a^b", "between(F, a, b)"),
    (r"\left[\frac{x^2}{2}\right]_0^1", "between(div(pow(x, 2), 2), 0, 1)"),
    (r"\left. \frac{\partial L}{\partial\psi_0}\right|_{\psi=0}", "at(partial(L, psi_0, 1), (psi eq 0))"),
    (r"\frac{a}{b}\bigg|_{x=0}", "at(div(a, b), (x eq 0))"),
    (r"f(x) \Big|_{x=0, y=1}", "at(f<x>, and((x eq 0), (y eq 1)))"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), FRACTIONS_AND_ROOTS_AND_POWERS_AND_FACTORIALS)
def test_fractions_and_roots_and_powers_and_factorials(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(("text", "expected"), BRACKETS)
def test_brackets(text: str, expected: str) -> None:
    assert latex(text) == expected
