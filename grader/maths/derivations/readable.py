"""What of a text cannot be read, and what could be read otherwise: every formula of it, relations or not."""

from dataclasses import dataclass

from grader.maths.derivations.segments import pieces, unclosed
from grader.maths.derivations.statements import Expression, lone_sides, read_side, statements
from grader.maths.notation import Notation
from grader.maths.syntax.macros import Macros
from grader.maths.syntax.messages import MESSAGES, NOTES
from grader.model.text import LocalizedText

AMBIGUOUS = frozenset({
    "call_assumed", "product_assumed", "mixed_number", "slash_scope", "slash_tight", "function_scope", "function_stops",
    "loose_exponent", "power_after_call", "no_differential", "thousands", "decimal_comma", "letters", "dot_product",
    "macro_guessed", "expectation_scope", "bracket_mismatch", "scientific",
})  # fmt: skip
"""Notes that an author wants to know of: two readers could disagree on the value. Others only name what is usual."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A place in a text: what stands there could not be read, or was read in one of several ways.

    Attributes:
        start: offset of the place.
        end: offset behind it.
        says: what is the matter, or what was chosen.
        is_read: whether it could be read.
    """

    start: int
    end: int
    says: LocalizedText
    is_read: bool


@dataclass(frozen=True, slots=True)
class Readability:
    """How many formulas a text has, and what is to be said of them, in the order of the text."""

    formulas: int
    remarks: tuple[Remark, ...]


def readability(text: str, notation: Notation, macros: Macros) -> Readability:
    """Read every formula of a text, and judge none.

    Args:
        text: prose, displays and inline formulas, as they were handed in.
        notation: what its symbols are.
        macros: the document's own definitions.
    """
    sides: dict[tuple[int, int], Expression] = {}
    for statement in statements(text, notation, macros):
        for each in (statement.left, statement.right):
            sides.setdefault((each.start, each.end), each)
    for side in lone_sides(text, macros):
        sides.setdefault((side.start, side.end), read_side(side, notation, macros))
    found = [remark for side in sides.values() for remark in _remarks(side)]
    found += [
        Remark(start, end, _filled(MESSAGES["unclosed"], text[start:end]), is_read=False)
        for start, end in unclosed(text, macros)
    ]
    formulas = len([each for each in pieces(text, macros) if each.kind != "words"])
    found.sort(key=lambda each: (each.start, each.end))
    once: dict[object, Remark] = {}
    for each in found:  # a choice is told where it is made first: l(r) is read the same way throughout
        once.setdefault((each.says, text[each.start : each.end]) if each.is_read else each, each)
    return Readability(formulas, tuple(once.values()))


def _remarks(side: Expression) -> list[Remark]:
    base = side.start + side.indent
    if side.problem is not None:
        start, end = side.fault or (side.start, max(side.end, side.start + 1))
        return [Remark(start, end, side.problem, is_read=False)]
    return [
        Remark(base + note.span.start, base + note.span.end, NOTES[note.code], is_read=True)
        for note in side.notes
        if note.code in AMBIGUOUS
    ]


def _filled(sentence: LocalizedText, detail: str) -> LocalizedText:
    return LocalizedText(sentence.en.replace("{detail}", detail), sentence.fr.replace("{detail}", detail))
