"""Trees as LaTeX and MathML, with the fewest brackets that read back."""

from xml.etree import ElementTree

import pytest

from grader.maths.syntax import Parsed, parse_latex, parse_typed
from grader.maths.tree import Node, Op, Symbol, Text
from grader.maths.writing import to_latex, to_mathml


def read(text: str) -> Node:
    result = parse_latex(text)
    assert isinstance(result, Parsed)
    return result.node


AS_WRITTEN = [
    "2 x + 1",
    "-x^{2}",
    "a - b - \\left(c - d\\right)",
    r"\frac{1}{2} x",
    r"\left(\frac{1}{2}\right)^{n}",
    r"\left(x + 1\right)\left(x - 1\right)",
    r"x \cdot \left(y + 1\right)",
    r"2 \cdot 3",
    r"\sin^{2}\left(x\right)",
    r"\log_{2}\left(x\right)",
    r"\sqrt[3]{x}",
    r"f'\left(x\right)",
    r"\sigma{\left(x + 1\right)}",
    r"p_{\phi}\left(x_{t - 1} \mid x_{t}, x_{0}\right)",
    r"\mathbb{E}_{q}\left[\log\left(x\right)\right]",
    r"\operatorname{KL}\left[q \| p\right]",
    r"\mathcal{N}\left(x; \mu, \sigma^{2}\right)",
    r"\sum_{t = 2}^{T} x_{t}",
    r"\int_{0}^{1} x \, \mathrm{d} x",
    r"\frac{\partial^{2} L}{\partial \psi_{0} \partial \theta}",
    r"\left.x^{2}\right|_{x = 0}",
    r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
    r"\begin{cases}x & x > 0 \\ 0 & \text{otherwise}\end{cases}",
    r"\left(0, 1\right]",
    r"\left]0, 1\right[",
    r"x = 1 \vee x = 2",
    r"\hat{\mathbf{x}}_{t - 1}",
    r"\left\|z - z_{0}\right\|_{2}",
    r"x^{\top} y",
    r"\forall x \in \mathbb{R}, x^{2} \ge 0",
]


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_canonical_latex_is_written_as_it_was_read(text: str) -> None:
    assert to_latex(read(text)) == text


def test_a_marked_node_is_boxed() -> None:
    tree = read(r"a + \frac{b}{c}")
    assert to_latex(tree, marked=(1, 1)) == r"a + \frac{b}{\boxed{c}}"
    assert to_latex(tree, marked=()) == r"\boxed{a + \frac{b}{c}}"
    assert to_latex(read("a - b"), marked=(1,)) == r"a + \left(\boxed{-b}\right)"
    assert 'class="marked"' in to_mathml(tree, marked=(1, 1))


def test_a_box_reads_back_as_its_content() -> None:
    tree = read("a - b x")
    for path, _ in tree.walk():
        assert read(to_latex(tree, marked=path)) == tree


def test_mathml_says_the_formula() -> None:
    assert to_mathml(read(r"\frac{x_1}{2}")) == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mfrac><mrow><msub><mrow><mi>x</mi></mrow><mrow>'
        "<mn>1</mn></mrow></msub></mrow><mrow><mn>2</mn></mrow></mfrac></mrow></math>"
    )


def test_words_of_a_student_cannot_become_markup() -> None:
    hostile = Op("underbrace", (Symbol("x"), Text('</math><script>alert("x")</script>')))
    written = to_mathml(hostile)
    assert "<script" not in written
    ElementTree.fromstring(written)
    assert to_latex(Op("underbrace", (Symbol("x"), Text(r"a} \input{secret} $")))) == (
        r"\underbrace{x}_{\text{a inputsecret }}"
    )


def test_typed_formulas_are_written_as_latex_that_reads_back() -> None:
    for text in ("Sum(1/i**2, (i, 1, n))", "Integral(exp(-x**2), (x, -oo, oo))", "Piecewise((x, x > 0), (0, True))"):
        result = parse_typed(text)
        assert isinstance(result, Parsed)
        assert read(to_latex(result.node)) == result.node


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="no way to draw the operator 'nonsense'"):
        to_latex(Op("nonsense", (Symbol("x"),)))
