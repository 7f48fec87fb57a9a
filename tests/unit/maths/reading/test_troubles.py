"""What is not understood is said, with its place; nothing is dropped."""

import pytest

from grader.maths.node import Span
from grader.maths.notation import Notation
from grader.maths.syntax import NO_MACROS, Macros, ParseTrouble, parse_display, parse_latex, parse_typed

LATEX = [
    ("x + ", "expected_end", "x + \n    ^"),
    ("x + * y", "expected_operand", "x + * y\n    ^"),
    (r"\frac{1}{2", "unclosed", "\\frac{1}{2\n        ^"),
    (r"\begin{cases}\end{cases}", "expected_operand", "\\begin{cases}\\end{cases}\n             ^^^^^^^^^^^"),
    ("(x + 1", "unclosed", "(x + 1\n^"),
    ("x + 1)", "unopened", "x + 1)\n     ^"),
    (r"\left( x + 1", "unclosed", "\\left( x + 1\n^^^^^^"),
    (r"x + \foo{2}", "unknown_command", "x + \\foo{2}\n    ^^^^"),
    ("2 3", "numbers_side_by_side", "2 3\n  ^"),
    ("x2", "number_after_letter", "x2\n ^"),
    ("x^a^b", "double_script", "x^a^b\n   ^"),
    ("x_1_2", "double_script", "x_1_2\n   ^"),
    ("^2", "script_without_base", "^2\n^"),
    (r"x = 2 \text{ for all } t", "prose", "x = 2 \\text{ for all } t\n            ^^^^^^^^^"),
    ("x donc y", "prose", "x donc y\n  ^"),
    ("velocity", "long_word", "velocity\n^"),
    (r"\begin{foo} x \end{foo}", "unknown_environment", "\\begin{foo} x \\end{foo}\n^^^^^^^^^^^"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", "ragged_matrix", None),
    ("(0, 1, 2]", "bad_interval", None),
    (r"\log", "expected", "\\log\n    ^"),
    (r"\frac{d}{dx}", "expected_end", "\\frac{d}{dx}\n            ^"),
    (r"\mathcal{N}(x)", "arguments", None),
    ("x ☃ y", "unknown_character", "x ☃ y\n  ^"),
    ("KL(q)", "expected", "KL(q)\n    ^"),
    (r"\lim f(x)", "expected", None),
    ("", "empty", "\n^"),
    ("()", "expected_operand", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "caret"), LATEX)
def test_a_trouble_points_at_its_place(text: str, code: str, caret: str | None) -> None:
    result = parse_latex(text)
    assert isinstance(result, ParseTrouble)
    assert result.code == code
    assert caret is None or result.caret == caret


def test_a_trouble_speaks_both_languages_and_names_the_piece() -> None:
    result = parse_latex(r"\foo")
    assert isinstance(result, ParseTrouble)
    assert result.message.in_language("en") == "The command \\foo is not known. Is its definition in the file?"
    assert (
        result.message.in_language("fr") == "La commande \\foo est inconnue. Sa définition est-elle dans le fichier ?"
    )


def test_a_caret_shows_a_window_of_a_long_line_alone() -> None:
    result = parse_latex("a + b\n" + "x + " * 60 + "* 2" + " + y" * 60 + "\nc")
    assert isinstance(result, ParseTrouble)
    shown, caret = result.caret.split("\n")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[caret.index("^")] == "*"


def test_a_caret_in_a_macro_points_at_its_use() -> None:
    macros = Macros.from_document(r"\newcommand{\bad}{\unknownthing}")
    result = parse_latex(r"x + \bad", macros=macros)
    assert isinstance(result, ParseTrouble)
    assert result.caret == "x + \\bad\n    ^^^^"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "x",
        r"\frac{1}{" * 3000,
        "x" + "^{x" * 3000,
        "|" * 9000,
        r"\left(" * 3000,
        "x" + "/2" * 5000,
        "x" + "!" * 5000,
        "-" * 9000 + "x",
        r"\int " * 3000,
        "f(" * 6000,
        "9" * 15_000,
        "x " * 30_000,
        r"\begin{cases}" * 1500,
        "{" * 9000 + "}" * 9000,
        r"\mathrm{" * 2000,
        r"\text{$" * 2000,
    ],
)
def test_hostile_input_comes_back_as_a_trouble(text: str) -> None:
    assert isinstance(parse_latex(text), ParseTrouble)
    parse_display(text)
    parse_typed(text)


@pytest.mark.parametrize("definition", [r"\def\a{\a\a}", r"\def\a{\a}", r"\newcommand{\a}[1]{#1#1\a{#1#1}}"])
def test_macro_bombs_go_off_at_a_bound(definition: str) -> None:
    result = parse_latex(r"\a{x}", macros=Macros.from_document(definition))
    assert isinstance(result, ParseTrouble)
    assert result.code == "macro_too_big"


def test_spans_are_offsets_into_the_source() -> None:
    text = r"a + \frac{b}{c_1}"
    result = parse_latex(text)
    assert not isinstance(result, ParseTrouble)
    pieces = {node.span: text[node.span.start : node.span.end] for _, node in result.node.walk()}
    assert pieces[Span(4, 17)] == r"\frac{b}{c_1}"
    assert pieces[Span(13, 16)] == "c_1"


def test_the_decimal_comma_is_an_option() -> None:
    french = Notation(decimal_comma=True)
    assert str(parse_latex("0,5", french)).count("'0.5'") == 1
    assert str(parse_latex("0,5", macros=NO_MACROS)).count("sequence") == 1
    assert str(parse_typed("0,5", french)).count("'0.5'") == 1
