r"""The author's own commands, found in the document and expanded in the formula."""

import pytest

from grader.maths.syntax import Macros
from tests.unit.maths.reading.shape import latex

PREAMBLE = r"""
\documentclass{article}
% \newcommand{\commented}{x}
\newcommand{\E}{\mathbb{E}}
\newcommand\R{\mathbb{R}}
\newcommand{\Ex}[2]{\mathbb{E}_{#1}\left[ #2 \right]}
\newcommand{\KLd}[2]{\mathrm{KL}\!\left[#1 \,\|\, #2\right]}
\renewcommand{\vec}[1]{\mathbf{#1}}
\newcommand{\power}[2][2]{#2^{#1}}
\providecommand*{\given}{\,|\,}
\def\bx{\mathbf{x}}
\def\half#1{\frac{#1}{2}}
\let\eps\varepsilon
\let\to=\rightarrow
\DeclareMathOperator{\sgm}{sgn}
\DeclareMathOperator*{\argmax}{arg\,max}
\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\note}[1]{\text{by #1}}
\newcommand{\nested}{\half{\bx}}
\newcommand{\broken
"""
MACROS = Macros.from_document(PREAMBLE)

CASES = [
    (r"\E[X]", "E[X]"),
    (r"x \in \R", "(x in #reals)"),
    (r"\Ex{q}{\log p(x)}", "E_q[log(p<<x>>)]"),
    (r"\KLd{q(z \given x)}{p(z)}", "kl(q<<z | x>>, p<<z>>)"),
    (r"\vec{x} + \vec y", "add(bold_x, bold_y)"),
    (r"\power{x} + \power[3]{y}", "add(pow(x, 2), pow(y, 3))"),
    (r"\half{x + 1} + \half 3", "add(div(add(x, 1), 2), div(3, 2))"),
    (r"\eps", "varepsilon"),
    (r"\sgm(x)", "sgn(x)"),
    (r"\argmax_x f(x)", "argmax(x; -; -; -; f<x>)"),
    (r"\norm{x}^2 + \norm*{y}", "add(pow(norm(x), 2), norm(y))"),
    (r"\pd{L}{\theta}", "partial(L, theta, 1)"),
    (r"\nested", "div(bold_x, 2)"),
    (r"\commented", "! unknown_command \\commented"),
    (r"\half", "! macro_argument \\half"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_macros_of_the_document(text: str, expected: str) -> None:
    assert latex(text, macros=MACROS) == expected


def test_usual_macros_are_guessed_only_without_a_definition() -> None:
    assert latex(r"\E[X] + \norm{x} + \pd{L}{x}") == "add(E[X], norm(x), partial(L, x, 1))"
    assert latex(r"\E", macros=Macros.from_document(r"\newcommand{\E}{\epsilon}")) == "epsilon"


def test_later_documents_win_and_tables_join() -> None:
    first, second = Macros.from_document(r"\def\a{x}\def\b{y}"), Macros.from_document(r"\def\a{z}")
    assert latex(r"\a\b", macros=first | second) == "mul(z, y)"
    assert latex(r"\a\b", macros=Macros.from_document(r"\def\a{x}\def\b{y}", r"\def\a{z}")) == "mul(z, y)"
