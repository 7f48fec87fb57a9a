import pytest

from grader.report.mathml import formula_html


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        ("\\sigma_1^2", "<msubsup><mi>σ</mi><mn>1</mn><mn>2</mn></msubsup>"),
        ("\\frac{1}{2}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        ("KL[q\\|p]", "‖"),
        ("a < b", "<mo>&lt;</mo>"),
        ("\\mathcal{N}(x; \\mu, \\sigma^2)", "𝒩"),
        ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr>"),
        ("\\mathbb{E}_q[\\log p]", "𝔼"),
    ],
)
def test_formulas_become_elements(latex: str, inside: str) -> None:
    html = formula_html(latex)
    assert html.startswith("<math")
    assert inside in html


@pytest.mark.parametrize(
    "latex",
    ["\\left(", "}{", "^", "", "\\frac{1}", "x" * 3000, "{" * 500, "{" * 70 + "}" * 70, "\\begin{matrix}", "a_b_c"],
)
def test_what_cannot_be_converted_is_shown_as_it_is(latex: str) -> None:
    assert formula_html(latex) == f"<code>{latex}</code>"


@pytest.mark.parametrize(
    "latex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\style{position:fixed}{x}",
        "\\class{card}{x}",
        "\\newcommand{\\a}{\\a\\a}\\a",
        "\\def\\a{\\a\\a}\\a",
        "\\color{red}{x}",
    ],
)
def test_commands_that_reach_beyond_the_formula_are_refused(latex: str) -> None:
    html = formula_html(latex)
    assert html.startswith("<code>")
    assert "href=" not in html


@pytest.mark.parametrize(
    "latex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{&lt;script&gt;}",
        "<b>",
        "\\mathrm{</math><img src=x>}",
        "\"' onload=x",
    ],
)
def test_text_in_formulas_stays_text(latex: str) -> None:
    html = formula_html(latex)
    for markup in ("<script", "<b>", "<img", "</math><"):
        assert markup not in html


def test_entities_in_formulas_do_not_bring_back_invisible_characters() -> None:
    assert "\u202e" not in formula_html("\\text{&#x202e;abc}")
