"""Where writing is ambiguous the notation decides."""

import pytest

from grader.maths.notation import Declaration, Notation
from grader.maths.tree import Symbol
from tests.unit.maths.reading.shape import latex, notes, typed

HOMEWORK = Notation.from_mapping({
    "symbols": {
        "sigma": {"role": "function", "means": "logistic"},
        "C": {"role": "function", "arity": 1},
        "q": "density",
        "p": {"role": "density"},
        "N": {"role": "density", "means": "normal"},
        "z": {"shape": "vector"},
        "beta": "real",
        "alpha": "positive",
        "y": "real",
        "e": "positive",
        "i": "index",
        "T": "index",
        "I": {"shape": "matrix", "means": "identity"},
        "E": {"role": "operator", "means": "expectation"},
        "D": {"role": "operator", "means": "kl"},
    },
    "ignore_marks": ["bold"],
    "aliases": {"varepsilon": "epsilon"},
})

CASES = [
    (r"\sigma(\psi_0\theta + \psi_1)", "logistic(add(mul(psi_0, theta), psi_1))"),
    (r"\sigma^{-1}(y)", "logit(y)"),
    (r"\sigma^2(y)", "pow(logistic(y), 2)"),
    (r"\log \sigma(C_\psi(x))", "log(logistic(C_psi<x>))"),
    (r"q(1 - x)", "q<<add(1, neg(x))>>"),
    (r"N(x; \mu, I)", "normal(x, mu, #identity)"),
    (r"|z|", "norm(z)"),
    (r"\mathbf{z}^T z", "mul(transpose(z), z)"),
    (r"y(t)", "mul(y, t)"),
    (r"\beta(\alpha)", "mul(beta, alpha)"),
    (r"e^i", "pow(e, i)"),
    (r"E(x)", "E[x]"),
    (r"D(q \| p)", "kl(q, p)"),
    (r"\varepsilon + \epsilon", "add(epsilon, epsilon)"),
    (r"x^T", "pow(x, T)"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_declared_symbols_are_read_as_declared(text: str, expected: str) -> None:
    assert latex(text, HOMEWORK) == expected


def test_options_of_reading() -> None:
    assert latex(r"\log x", Notation(log_base="10")) == "log(x, 10)"
    assert latex("1/2x", Notation(slash="tight")) == "div(1, mul(2, x))"
    assert typed("1/2x", Notation(slash="tight")) == "div(1, mul(2, x))"
    assert latex("1,5; 2", Notation(decimal_comma=True)) == "sequence(1.5, 2)"


def test_typed_names_are_decided_by_it_too() -> None:
    assert typed("sigma(x + 1)", HOMEWORK) == "logistic(add(x, 1))"
    assert typed("y(x)", HOMEWORK) == "mul(y, x)"


def test_choices_are_noted() -> None:
    assert notes("1/2x") == ["slash_scope"]
    assert notes(r"3\frac12") == ["mixed_number"]
    assert notes("y(t)") == ["call_assumed"]
    assert notes("a(b + c)") == ["product_assumed"]
    assert notes(r"\theta^T x") == ["transpose"]
    assert notes("x^{(i)}") == ["upper_index"]
    assert notes(r"\int p(x)") == ["no_differential"]
    assert notes(r"f(x) + p(x | z) + \Gamma(x)") == []


def test_a_full_name_is_found_before_its_stem() -> None:
    notation = Notation.of(Declaration("sigma", role="function"), Declaration("sigma_1", domain="positive"))
    assert latex(r"\sigma_1 (x) + \sigma(x + 1) + \sigma_t(y + 1)", notation) == (
        "add(mul(sigma_1, x), sigma<add(x, 1)>, sigma_t<add(y, 1)>)"
    )
    assert notation.domain_of(Symbol("sigma", (), (Symbol("t"),))) == "real"


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"symbol": {}}, "no option 'symbol'"),
        ({"symbols": {"x": "positiv"}}, "notation.symbols.x: 'positiv' is none of real"),
        ({"symbols": {"x": {"rule": 1}}}, "notation.symbols.x: no field 'rule'"),
        ({"symbols": {"x": {"arity": "two"}}}, "notation.symbols.x.arity"),
        ({"symbols": []}, "notation.symbols: a mapping is needed"),
        ({"decimal_comma": 1}, "notation.decimal_comma: true or false"),
        ({"ignore_marks": 3}, "notation.ignore_marks: a list is needed"),
        ({"slash": "right"}, "notation.slash: 'right' is none of left, tight"),
    ],
)
def test_bad_notations_name_the_place(mapping: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Notation.from_mapping(mapping)
