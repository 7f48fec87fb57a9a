"""What of a text cannot be read is shown where it stands; what can be read is not complained of."""

import pytest

from grader.maths.derivations.readable import readability
from grader.maths.notation import DEFAULT, Notation
from grader.maths.syntax.macros import NO_MACROS, Macros

NOTATION = Notation.from_mapping({"symbols": {"sigma": {"role": "function", "means": "logistic"}, "a": "real"}})


def places(text: str, macros: Macros = NO_MACROS) -> list[str]:
    """Return the pieces of a text that could not be read."""
    found = readability(text, NOTATION, macros)
    return [text[each.start : each.end] for each in found.remarks if not each.is_read]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"Then $a = \foo + 1$ and $b$.", [r"\foo"]),
        (r"An aside: $\frac{a}{\bar}$, and $a = 2$.", ["}"]),  # no relation stands in it
        ("$$a = (b + c$$", ["("]),
        (r"\begin{align*} a &= b \\ &= \foo \\ &= \bar \foo c \end{align*}", [r"\foo", r"\foo"]),
        ("We set $a = b.\n\nThe next paragraph.", ["$"]),
        (r"\begin{align} a = b", [r"\begin{align}"]),
        (r"$\sigma(a) = \sigma^{-1}(b)$ in $\mathbb{R}$, % and $\foo$", []),
        ("No formula at all costs \\$5.", []),
    ],
)
def test_every_place_that_cannot_be_read_is_shown_once(text: str, wanted: list[str]) -> None:
    assert places(text) == wanted


def test_the_authors_own_commands_are_known() -> None:
    text = r"$a = \foo$"
    assert places(text, Macros.from_document(r"\newcommand{\foo}{b + 1}")) == []


def test_a_missing_side_has_a_place() -> None:
    found = readability("$$a = $$", NOTATION, NO_MACROS)
    assert [each.is_read for each in found.remarks] == [False]
    assert "missing" in found.remarks[0].says.en


def test_choices_are_told_once_and_count_as_read() -> None:
    text = r"$u(x) = 1/2x$, so $u(x) = v(x)$ and $u(x) + 1/2x$."
    found = readability(text, DEFAULT, NO_MACROS)
    assert [(text[each.start : each.end], each.is_read) for each in found.remarks] == [
        ("u", True),
        ("1/2", True),
        ("v", True),
    ]
    assert found.formulas == 3
