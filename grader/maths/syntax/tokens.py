"""Characters to raw tokens, in one pass: what TeX's own first stage does, with positions."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from grader.maths.syntax.tables import TEXT
from grader.maths.syntax.unicode import CHARACTERS, COMBINING, GREEK_LETTERS, SUBSCRIPTS, SUPERSCRIPTS

STARRED = frozenset({"operatorname", "hspace", "vspace", "tag", "DeclareMathOperator", "newcommand", "renewcommand"})
# Every alternative begins with a different character, so matching never goes back.
_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<comment>%[^\n]*\n?)|(?P<letter>[A-Za-z])|(?P<digit>[0-9])"
    r"|(?P<cmd>\\(?:[A-Za-z]+|[^\x00-\x7F]|.)?)|(?P<char>[\x21-\x7E])|(?P<other>.)",
    re.DOTALL,
)


class Token(NamedTuple):
    r"""One token.

    Attributes:
        kind: ``letter`` (Latin, or a Greek name), ``digit``, ``cmd`` (text without backslash), ``text`` (words from
            ``\text{…}``), ``word`` (an upright name), ``left``, ``right``, ``begin``, ``end``, ``newline``, ``d``
            (the upright differential), ``accent``, ``eof``, or the character itself.
        text: what it says.
        start: offset of its first character in the source, for a macro's body that of the use.
        end: offset after its last character.
        gap: space before it: 0 none, 1 space, 2 a thin space command, 3 a quad.
    """

    kind: str
    text: str
    start: int
    end: int
    gap: int = 0


def raw_tokens(source: str, offset: int = 0) -> list[Token]:
    r"""Split a text into raw tokens; nothing is interpreted but comments, spaces, Unicode and ``\text`` groups."""
    tokens: list[Token] = []
    append = tokens.append
    at, length, gap = 0, len(source), 0
    match = _PIECE.match
    while at < length:
        found = match(source, at)
        if found is None:  # cannot happen, as `other` takes any character; it satisfies the type
            break
        kind = found.lastgroup
        text = found.group()
        start, at = at, found.end()
        if kind == "space":
            gap = gap or 1
            continue
        if kind == "comment":
            continue
        if kind == "cmd":
            text = text[1:]
            if text in TEXT:
                at = _text_group(source, start, at, offset, gap, tokens)
                gap = 0
                continue
            if text in STARRED and at < length and source[at] == "*":
                text, at = text + "*", at + 1
            if len(text) == 1 and text > "\x7f":
                # An author's \σ is as a rule the letter itself.
                tokens.extend(_unicode(text, offset + start, offset + at, gap))
            else:
                append(Token("cmd", text, offset + start, offset + at, gap))
        elif kind == "other":
            while at < length and (
                (text[-1] in SUPERSCRIPTS and source[at] in SUPERSCRIPTS)
                or (text[-1] in SUBSCRIPTS and source[at] in SUBSCRIPTS)
            ):
                text, at = text + source[at], at + 1
            tokens.extend(_unicode(text, offset + start, offset + at, gap))
        else:
            append(Token(text if kind == "char" else str(kind), text, offset + start, offset + at, gap))
        gap = 0
    return tokens


def _text_group(source: str, start: int, at: int, offset: int, gap: int, tokens: list[Token]) -> int:
    r"""Take the group behind ``\text`` as it stands; without a group, the one character behind it."""
    while at < len(source) and source[at] in " \n\t":
        at += 1
    if at >= len(source) or source[at] != "{":
        tokens.append(Token("text", source[at : at + 1], offset + start, offset + at + 1, gap))
        return at + 1
    depth, end = 0, at
    while end < len(source):
        character = source[end]
        if character == "\\":
            end += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                break
        end += 1
    # The span is that of the words, so that formulas between dollars inside can be placed.
    tokens.append(Token("text", source[at + 1 : end], offset + at + 1, offset + min(end, len(source)), gap or 1))
    return end + 1


def _unicode(text: str, start: int, end: int, gap: int) -> Iterator[Token]:
    """Translate what is no ASCII into tokens of the LaTeX that means it.

    Yields:
        The tokens, all with the span of the character.
    """
    first = text[0]
    for table, sign in ((SUPERSCRIPTS, "^"), (SUBSCRIPTS, "_")):
        if first in table:
            yield Token(sign, sign, start, end, gap)
            yield Token("{", "{", start, end)
            for token in raw_tokens("".join(table[character] for character in text)):
                yield Token(token.kind, token.text, start, end)
            yield Token("}", "}", start, end)
            return
    greek = GREEK_LETTERS.get(first)
    if greek is not None:
        yield Token("letter", greek, start, end, gap)
    elif first in CHARACTERS:
        for index, token in enumerate(raw_tokens(CHARACTERS[first])):
            yield Token(token.kind, token.text, start, end, gap if index == 0 else 0)
    elif first in COMBINING:
        yield Token("accent", COMBINING[first], start, end, gap)
    else:
        yield from _lettered(first, start, end, gap)


def _lettered(character: str, start: int, end: int, gap: int) -> Iterator[Token]:
    """Translate letters of mathematical alphabets and accented letters; the rest is for the parser to refuse.

    Yields:
        The tokens, all with the span of the character.
    """
    name = unicodedata.name(character, "")
    plain = unicodedata.normalize("NFKD", character)
    if name.startswith("MATHEMATICAL "):
        font = next(
            (command for word, command in _ALPHABETS if word in name),
            None,
        )
        inner = GREEK_LETTERS.get(plain, plain)
        kind = "digit" if inner.isdigit() else "letter"
        if font is None:
            yield Token(kind, inner, start, end, gap)
        else:
            yield Token("cmd", font, start, end, gap)
            yield Token("{", "{", start, end)
            yield Token(kind, inner, start, end)
            yield Token("}", "}", start, end)
    elif plain[0].isascii() and plain[0].isalpha() and len(plain) == 2 and plain[1] in COMBINING:
        yield Token("letter", plain[0], start, end, gap)
        yield Token("accent", COMBINING[plain[1]], start, end)
    elif character.isspace() or unicodedata.category(character) == "Cf":
        return  # spaces of all widths, joiners, direction marks
    else:
        yield Token("other", character, start, end, gap)


_ALPHABETS = (
    ("DOUBLE-STRUCK", "mathbb"),
    ("FRAKTUR", "mathfrak"),
    ("SCRIPT", "mathcal"),
    ("BOLD", "mathbf"),
)
