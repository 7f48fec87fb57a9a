"""Signs stand below the place that is meant, whatever the room and whatever the line holds."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.model.evidence import ParseTroubleFact
from grader.model.text import LocalizedText
from grader.report.excerpts import excerpt_lines, has_excerpt
from grader.report.facts import Fact
from grader.report.feedback import feedback_block

SAID = LocalizedText("The command \\foo is not known.", "La commande \\foo est inconnue.")


def fact(line: str, at: int, width: int) -> Fact:
    return Fact(ParseTroubleFact(SAID, line, " " * at + "^" * width, "a.tex", 12))


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 6), st.integers(8, 140))
def test_the_place_is_in_sight_and_the_signs_are_below_it(before: int, behind: int, meant: int, room: int) -> None:
    line, signs = excerpt_lines(fact("a" * before + "Z" * meant + "b" * behind, before, meant), room)
    assert cell_len(line) <= room
    assert len(signs) <= max(room, len(line))
    assert {mark for mark, sign in zip(line, signs, strict=False) if sign == "^"} == {"Z"}
    assert signs.count("^") == min(meant, line.count("Z"))


def test_what_takes_more_room_or_none_does_not_move_the_signs() -> None:
    line, signs = excerpt_lines(fact("\x1b[31mé  中\u202e \t \\foo", 13, 4), 60)
    assert line[signs.index("^") - cell_len(line) + len(line) :] == "\\foo"
    assert "\x1b" not in line
    line, signs = excerpt_lines(fact("x = ", 4, 1), 60)
    assert (line, signs) == ("x = ", "    ^")


def test_a_test_item_shows_the_line_with_its_place() -> None:
    shown = feedback_block(fact("y = \\foo", 4, 4).evidence, "en")
    assert shown.splitlines() == [
        "`a.tex`, line\u00a012: this could not be read. The command \\foo is not known.",
        "    y = \\foo",
        "        ^^^^",
    ]
    assert has_excerpt(fact("y = \\foo", 4, 4))
