"""Typed mathematics to tokens; numbers and names are whole here."""

import re
import unicodedata
from typing import NamedTuple

from grader.maths.node import Span
from grader.maths.syntax.result import MAX_LENGTH, ParseTrouble, Stopped
from grader.maths.syntax.unicode import GREEK_LETTERS, SUBSCRIPTS, SUPERSCRIPTS

# Every alternative begins differently or is a fixed string, so matching never goes back over the text.
_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z](?:[A-Za-z0-9]|_(?=[A-Za-z0-9]))*)"
    r"|(?P<sign>\*\*|<=>|<->|<=|>=|==>|=>|->|!=|<>|==|:=|&&|\|\||\+-|!!|[-+*/^=<>()\[\]{},;:.!'|&~%])|(?P<other>.)",
    re.DOTALL,
)
_SIGNS = {
    "−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-",
    "∧": "&", "∨": "|", "¬": "~", "⇒": "=>", "⇔": "<=>", "→": "->", "′": "'", "≔": ":=", "∣": "|",
    "∪": "∪", "∩": "∩", "∈": "∈", "∖": "∖", "≈": "≈", "∉": "∉",
}  # fmt: skip
_NAMES = {"∞": "oo", "√": "sqrt", "∅": "EmptySet", "ℝ": "Reals", "ℕ": "Naturals", "ℤ": "Integers", "ℂ": "Complexes",
          "ϵ": "epsilon", "ε": "epsilon", "φ": "phi", "ϕ": "phi", "µ": "mu", "½": "½"}  # fmt: skip
_WORDS = {"and": "&", "or": "or", "not": "~", "in": "∈", "union": "∪", "intersect": "∩", "iff": "<=>", "et": "&",
          "ou": "or", "xor": "xor"}  # fmt: skip


class TypedToken(NamedTuple):
    """One token: ``number``, ``name``, ``eof`` or the sign itself as its kind."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool  # whether space stands before it


def typed_tokens(source: str) -> list[TypedToken]:
    """Split a typed formula into tokens, with an ``eof`` at the end.

    Raises:
        Stopped: if the text is too long or a character is not known.
    """
    if len(source) > MAX_LENGTH:
        raise Stopped(ParseTrouble("too_long", source, Span(MAX_LENGTH, len(source))))
    tokens: list[TypedToken] = []
    at, length, spaced = 0, len(source), False
    match = _PIECE.match
    while at < length:
        found = match(source, at)
        if found is None:  # cannot happen, as `other` takes any character; it satisfies the type
            break
        kind, text = str(found.lastgroup), found.group()
        start, at = at, found.end()
        if kind == "space":
            spaced = True
            continue
        if kind == "other":
            kind, text, at = _unicode(source, start)
            if kind == "script":
                tokens.append(TypedToken("^", "^", start, start, False))
                tokens.append(TypedToken("number", text, start, at, False))
                continue
            if kind == "sub" and tokens and tokens[-1].kind == "name":
                before = tokens.pop()
                tokens.append(TypedToken("name", f"{before.text}_{text}", before.start, at, before.spaced))
                continue
        if kind == "name" and text in _WORDS:
            kind = text = _WORDS[text]
        elif kind == "sign":
            kind = text
        if kind == "name" and tokens and tokens[-1].kind == "name" and not spaced and tokens[-1].text in GREEK_NAMES:
            spaced = True  # letters typed as αx are two names
        tokens.append(TypedToken(kind, text, start, at, spaced))
        spaced = False
    tokens.append(TypedToken("eof", "", length, length, spaced))
    return tokens


def _unicode(source: str, start: int) -> tuple[str, str, int]:
    """Read what is no ASCII: return kind, text and where it ends."""
    character, at = source[start], start + 1
    name = _NAMES.get(character)
    if name is not None and name not in GREEK_NAMES:
        return "name", name, at
    greek = GREEK_LETTERS.get(character) or name
    if greek is not None:
        digits = at
        while digits < len(source) and (source[digits].isascii() and source[digits].isdigit()):
            digits += 1
        behind = source[digits + 1 : digits + 2]
        if source[digits : digits + 1] == "_" and behind.isascii() and behind.isalnum():
            digits += 2
            while digits < len(source) and source[digits].isascii() and source[digits].isalnum():
                digits += 1
        return "name", greek + source[at:digits], digits
    for table, kind in ((SUPERSCRIPTS, "script"), (SUBSCRIPTS, "sub")):
        if character in table:
            while at < len(source) and source[at] in table:
                at += 1
            text = "".join(table[each] for each in source[start:at])
            if kind == "sub" or text.isdigit():
                return kind, text, at
    sign = _SIGNS.get(character)
    if sign is not None:
        return sign, sign, at
    if character.isspace() or unicodedata.category(character) == "Cf":
        return "space", "", at
    plain = unicodedata.normalize("NFKD", character)
    if len(plain) == 1 and plain.isascii() and plain.isalpha():
        return "name", plain, at
    raise Stopped(ParseTrouble("unknown_character", source, Span(start, at), character))


GREEK_NAMES = frozenset(GREEK_LETTERS.values()) | {"epsilon", "phi", "mu"}
