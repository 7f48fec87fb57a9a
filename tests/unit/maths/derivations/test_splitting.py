"""Displays and inline formulas are cut into relations the way a person numbers them."""

import pytest

from grader.maths.derivations.segments import pieces
from grader.maths.derivations.split import split_formula
from grader.maths.derivations.statements import statements
from grader.maths.notation import DEFAULT
from grader.maths.syntax.macros import NO_MACROS, Macros


def relations(text: str, macros: Macros = NO_MACROS) -> list[tuple[str, str, str]]:
    return [(each.left.latex, each.relation, each.right.latex) for each in statements(text, DEFAULT, macros)]


def test_a_row_that_begins_with_a_relation_goes_on_from_the_row_before() -> None:
    text = "\\begin{align*} A &= B \\\\ &\\le C \\nonumber \\\\ &= D \\end{align*}"
    assert relations(text) == [("A", "eq", "B"), ("B", "le", "C"), ("C", "eq", "D")]


def test_a_row_that_begins_with_a_sign_goes_on_with_the_same_side() -> None:
    (found,) = relations("\\begin{align*} A &= B \\\\ &\\qquad + C \\end{align*}")
    assert found[2].split() == ["B", "+", "C"]


def test_a_condition_in_a_row_does_not_break_the_chain() -> None:
    text = "\\begin{align*} A &= B \\quad \\text{si } x > 0 \\\\ &= C \\end{align*}"
    assert relations(text) == [("A", "eq", "B"), ("x", "gt", "0"), ("B", "eq", "C")]


def test_brackets_and_environments_keep_their_relations_to_themselves() -> None:
    text = "$f(x) = \\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases} = \\sum_{i=1}^n (a = b)$"
    assert [relation for _, relation, _ in relations(text)] == ["eq", "eq"]


def test_a_system_lists_equations() -> None:
    text = "\\[ \\begin{cases} a = 0 \\\\ b = 0 \\end{cases} \\iff c = 0 \\]"
    found = statements(text, DEFAULT, NO_MACROS)
    assert [each.relation for each in found] == ["eq", "eq", "iff", "eq"]
    assert (found[2].before, found[2].after) == ((1, 2), (4,))


def test_implications_have_an_index_between_the_equations() -> None:
    found = statements("$a = b \\Rightarrow c = d \\Leftrightarrow e = f$", DEFAULT, NO_MACROS)
    assert [each.relation for each in found] == ["eq", "implies", "eq", "iff", "eq"]
    assert [each.index for each in found] == [1, 2, 3, 4, 5]
    assert (found[1].before, found[1].after) == ((1,), (3,))


def test_commas_and_wide_spaces_part_statements() -> None:
    assert relations("$a = 1, b = 2$") == [("a", "eq", "1"), ("b", "eq", "2")]
    assert relations("$a = 1 \\quad b = 2$") == [("a", "eq", "1"), ("b", "eq", "2")]
    assert relations("$(a, b) = (1, 2)$") == [("(a, b)", "eq", "(1, 2)")]


@pytest.mark.parametrize(("sign", "relation"), [
    (":=", "define"), ("\\stackrel{\\text{def}}{=}", "define"), ("\\overset{(a)}{\\geq}", "ge"), ("\\not=", "ne"),
    ("\\leqslant", "le"), ("\\coloneqq", "define"), ("\\triangleq", "define"), ("\\approx", "approx"),
    ("\\iff", "iff"), ("\\sim", "similar"), ("\\propto", "proportional"), ("=:", "defined_by"), ("≥", "ge"),
])  # fmt: skip
def test_relations_are_known_in_all_their_spellings(sign: str, relation: str) -> None:
    (chain,) = split_formula(f"a {sign} b", 0, NO_MACROS)
    assert [name for name, _ in chain.links] == [relation]


def test_a_macro_that_stands_for_a_relation_is_one() -> None:
    macros = Macros.from_document("\\newcommand{\\eqd}{:=}")
    assert relations("$a \\eqd b$", macros) == [("a", "define", "b")]


def test_comments_hold_no_formulas_and_places_stay_right() -> None:
    text = "% $x = 1$ \\% \n Then $a = b$ % and $c = d$\n"
    (found,) = statements(text, DEFAULT, NO_MACROS)
    assert text[found.left.start : found.left.end] == "a"
    assert text[found.right.start : found.right.end] == "b"


@pytest.mark.parametrize("environment", [
    "equation", "equation*", "align", "align*", "gather*", "multline", "eqnarray*", "flalign*", "displaymath",
])  # fmt: skip
def test_every_display_environment_is_found(environment: str) -> None:
    assert relations(f"\\begin{{{environment}}} a = b \\end{{{environment}}}") == [("a", "eq", "b")]


@pytest.mark.parametrize("text", ["$$a = b$$", "\\[a = b\\]", "$a = b$", "\\(a = b\\)"])
def test_every_delimiter_is_found(text: str) -> None:
    assert relations(text) == [("a", "eq", "b")]


@pytest.mark.parametrize("text", [
    "", "$", "$$", "$a = ", "\\begin{align} a = b", "\\[ a = b", "{{{{", "\\end{align}", "$\\left( a = b$",
    "costs 5\\$ = x",
])  # fmt: skip
def test_broken_text_yields_no_exception(text: str) -> None:
    pieces(text, NO_MACROS)
    statements(text, DEFAULT, NO_MACROS)


def test_an_unreadable_side_costs_its_own_two_steps() -> None:
    found = statements("$a = \\unknowncommand{b} = c = d$", DEFAULT, NO_MACROS)
    assert [each.left.node is not None and each.right.node is not None for each in found] == [False, False, True]
