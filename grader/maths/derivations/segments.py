"""A part's text cut into words, inline formulas and displays, every piece with its place."""

import re
from dataclasses import dataclass
from typing import Literal

from grader.maths.syntax.macros import Macros

DISPLAYS = frozenset({
    "equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "displaymath", "math", "dmath",
    "IEEEeqnarray", "xalignat", "darray", "dgroup",
})  # fmt: skip
_OPENING = re.compile(
    r"(?P<escaped>\\\\|\\[$%&#_{}])|(?P<dollars>\$\$?)|(?P<bracket>\\[\[(])"
    r"|\\begin\s*\{(?P<name>[A-Za-z]+)\*?\}(?:\{[^{}]*\})?|\\(?P<macro>[A-Za-z]+)"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_BREAK = re.compile(
    r"\n[ \t]*\n|\\item\b|\\par\b|\\(?:sub)*section\b|\\paragraph\b"
    r"|\\(?:begin|end)\s*\{(?:enumerate|itemize|proof|answer|solution)"
)
_ENDS_SENTENCE = re.compile(r"\.(?:\s|\\(?:end\s*\{[A-Za-z*]+\}|\\|quad|,|;))*$")  # the full stop of a display
_SENTENCE = re.compile(r"[.;:!?](?=\s|$)")
MAX_PIECES = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; ``start`` and ``end`` bound its content, without the delimiters of a formula.

    Attributes:
        kind: words, an inline formula or a display.
        text: the content, comments blanked out, so that offsets stay.
        start: offset of the content.
        end: offset behind it.
        paragraph: counted over blank lines, items and headings.
        sentence: counted over full stops in words.
    """

    kind: Literal["words", "inline", "display"]
    text: str
    start: int
    end: int
    paragraph: int
    sentence: int


def without_comments(text: str) -> str:
    """Return the text with comments replaced by blanks of the same length."""
    return _COMMENT.sub(lambda match: match.group(1) + " " * (len(match.group()) - len(match.group(1))), text)


def pieces(source: str, macros: Macros) -> tuple[Piece, ...]:
    """Cut a text into pieces; a formula that is never closed ends at the next blank line or with the text."""
    text = without_comments(source)
    found: list[Piece] = []
    paragraph = sentence = 0
    at = words_from = 0

    def add_words(end: int) -> None:
        nonlocal paragraph, sentence
        start = words_from
        words = text[start:end]
        cuts = [match.start() for match in _BREAK.finditer(words)]
        for first, last in zip([0, *cuts], [*cuts, len(words)], strict=True):
            if first or (cuts and cuts[0] == 0 and last == 0):
                paragraph += 1
                sentence += 1
            part = words[first:last]
            if part.strip():
                found.append(Piece("words", part, start + first, start + last, paragraph, sentence))
                sentence += len(_SENTENCE.findall(part))

    while len(found) < MAX_PIECES:
        match = _OPENING.search(text, at)
        if match is None:
            break
        closing = _closing(match, macros)
        if closing is None:
            at = match.end()
            continue
        kind, pattern, opened = closing
        end = pattern.search(text, match.end())
        if end is None:
            at = match.end()
            continue
        add_words(match.start())
        content = text[match.end() : end.start()]
        start = match.end()
        if kind == "inline" and "\n\n" in content:  # a stray dollar: what follows is prose
            at = match.end()
            words_from = match.start()
            continue
        found.append(
            Piece("display" if kind == "display" else "inline", content, start, end.start(), paragraph, sentence)
        )
        at = words_from = end.end()
        if kind == "display" and _ENDS_SENTENCE.search(content):
            sentence += 1
        _ = opened
    add_words(len(text))
    return tuple(found)


def unclosed(source: str, macros: Macros) -> tuple[tuple[int, int], ...]:
    """Return where formulas are opened that are never closed; ``pieces`` takes them for words."""
    return tuple(
        (piece.start + match.start(), piece.start + match.end())
        for piece in pieces(source, macros)
        if piece.kind == "words"
        for match in _OPENING.finditer(piece.text)
        if _closing(match, macros) is not None
    )


def _closing(match: re.Match[str], macros: Macros) -> tuple[str, re.Pattern[str], str] | None:
    """Return what kind of formula opens here and how it ends."""
    dollars = match.group("dollars")
    if dollars:
        kind = "display" if dollars == "$$" else "inline"
        return kind, re.compile(r"(?<!\\)" + re.escape(dollars)), dollars
    bracket = match.group("bracket")
    if bracket:
        closing = r"\\\]" if bracket == "\\[" else r"\\\)"
        return ("display" if bracket == "\\[" else "inline"), re.compile(closing), bracket
    name = match.group("name")
    if name in DISPLAYS:
        return ("inline" if name == "math" else "display"), re.compile(r"\\end\s*\{" + name + r"\*?\}"), name
    macro = macros.table.get(match.group("macro") or "")
    if macro is not None and macro.parameters == 0:
        opened = re.fullmatch(r"\s*\\begin\s*\{([A-Za-z]+)\*?\}\s*", macro.body)
        if opened and opened.group(1) in DISPLAYS:
            names = [
                re.escape(other.name)
                for other in macros.table.values()
                if re.fullmatch(r"\s*\\end\s*\{" + opened.group(1) + r"\*?\}\s*", other.body)
            ]
            alternatives = "|".join([r"\\end\s*\{" + opened.group(1) + r"\*?\}", *(rf"\\{each}\b" for each in names)])
            return "display", re.compile(alternatives), opened.group(1)
    return None


def line_of(source: str, offset: int) -> int:
    """Return the line, counted from 1, of an offset."""
    return source.count("\n", 0, max(offset, 0)) + 1
