"""Labels of parts as people write them: ``Q.2.3.I.``, ``2.4 (ii)``, ``Réponse 4.1``, ``Problem 3, part (b)``."""

import re
from dataclasses import dataclass, replace
from typing import Literal

Word = Literal["question", "answer", "part", ""]

_WORDS: tuple[tuple[str, Word], ...] = (
    (r"sous-questions?|sub-?questions?|parts?|parties?|points?", "part"),
    (r"questions?|exercices?|exercises?|problems?|probl[eè]mes?|exo|ex|task|tâche|qu?|qn", "question"),
    (r"answers?|r[ée]ponses?|solutions?|sol|ans|r[ée]p", "answer"),
)
_WORD = re.compile("|".join(f"(?P<{kind}>{words})" for words, kind in _WORDS), re.IGNORECASE)
_AFTER_WORD = re.compile(
    r"(?:[\s.:~°#]|\\[ ,;]|n[o°]\.?|num[ée]ro|to\s+|for\s+|[àa]\s+la\s+|de\s+la\s+|du\s+|\$)*", re.IGNORECASE
)
_FIRST = re.compile(
    r"\(?\s*(\d{1,2})(?!\d)|\(\s*([a-zA-Z]|[ivxIVX]{1,4})\s*\)|([a-h]|[ivx]{1,4}|[A-H]|[IVX]{1,4})(?=[.):])"
)
_NEXT = re.compile(
    r"[.](\d{1,2}|[a-hA-H]|[ivxIVX]{1,4})(?!\w)"
    r"|(?<=\d)([a-h]|[ivx]{2,4})(?!\w)"
    r"|\s*[.,]?\s*\(\s*(\d{1,2}|[a-hA-H]|[ivxIVX]{1,4})\s*\)"
    r"|[.\s]\s*([a-h]|[ivx]{1,4}|\d)\s*\)"
    r"|(?<=\d)\s*[-–]\s*([a-h])(?!\w)"
)
_TO = re.compile(r"\s*(?:--?|–|—|to\b|à\b|through\b|jusqu['’]à\b)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|/|&|\\&|\+|and\b|et\b|;)\s*(?:and\b\s*|et\b\s*)?", re.IGNORECASE)
_INSIDE = re.compile(r"\s*[,:;.\-–—]?\s*", re.IGNORECASE)
_END = re.compile(r"\s*[.:)\]]*[ \t]*")
_WRAPPERS = re.compile(
    r"(?:\\(?:textbf|textit|textsc|textsf|underline|uline|emph|fbox|boxed|large|Large|LARGE|huge|Huge|bf|bfseries|it|"
    r"itshape|normalsize|small|noindent|bigskip|medskip|smallskip|par|newpage|clearpage|pagebreak|centering|indent|"
    r"newline|quad|qquad|hfill|color\s*\{[^{}]*\}|textcolor\s*\{[^{}]*\}|[vh]space\*?\s*\{[^{}]*\}|hrule|null|left|\s|,)"
    r"(?![a-zA-Z])|[{\s]|\*\*|__|>)*"
)
_FONT = re.compile(r"\\(?:textbf|textit|underline|uline|emph|bf|bfseries|large|Large|LARGE|huge|Huge)|\*\*|__")
_CONTINUED = re.compile(r"[\s(,:–-]*(?:continued|cont\.|cont'd|suite)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says.

    Attributes:
        tokens: its numbers and letters, outermost first: ``("2", "4", "ii")``.
        word: what is said before them.
        others: further parts that it names: ``4.1 and 4.2``.
        is_range: whether the one other is the last of a range: ``c–e``.
        is_continued: whether it goes on with a part: ``Q2.1 (continued)``.
        is_bold: whether a font sets it apart.
        start: offset of its first character.
        end: offset behind it.
    """

    tokens: tuple[str, ...]
    word: Word
    start: int
    end: int
    others: tuple[tuple[str, ...], ...] = ()
    is_range: bool = False
    is_continued: bool = False
    is_bold: bool = False

    @property
    def first(self) -> str:
        """The outermost token."""
        return self.tokens[0]

    @property
    def second(self) -> str | None:
        """The token below it."""
        return next(iter(self.tokens[1:2]), None)


def skip_wrappers(text: str, at: int) -> int:
    """Return the offset behind fonts, spaces and opening braces."""
    match = _WRAPPERS.match(text, at)
    return at if match is None else match.end()


def label_at(text: str, at: int, *, is_marked: bool = False) -> Label | None:
    """Return the label that begins at an offset.

    Args:
        text: formulas and comments blanked.
        at: where to look; fonts and spaces before it are skipped.
        is_marked: whether it stands in a heading or an item's brackets, where a bare number is enough.
    """
    start = skip_wrappers(text, at)
    found = _read(text, start)
    if found is None:
        return None
    if not found.word and not is_marked and not _stands_alone(text, found):
        return None
    behind = _END.match(text, found.end)
    end = found.end if behind is None else behind.end()
    said = text[found.end : end].strip()
    following = text[end : end + 1]
    is_prose = not said and following and (following.islower() or following.isdigit())
    if is_prose and (found.word or len(found.tokens) > 1) and not is_marked:
        return None  # « Question 1 showed … »
    is_continued = _CONTINUED.match(text, end) is not None
    return replace(found, end=end, is_continued=is_continued, is_bold=_FONT.search(text, at, start) is not None)


def label_within(text: str) -> Label | None:
    """Return the first label with a word anywhere in a title: ``Homework 3 – Question 2``."""
    first = label_at(text, 0, is_marked=True)
    if first is not None:
        return first
    for match in re.finditer(r"(?<!\w)(?=[QqEePpRrSsAa])", text):
        found = _read(text, match.start())
        if found is not None and found.word:
            return found
    return None


def _stands_alone(text: str, label: Label) -> bool:
    """Whether a label without a word is one: ``2.4``, ``(a)``, ``a)``, ``1.`` at the beginning of a paragraph."""
    written = text[label.start : label.end]
    following = text[label.end : label.end + 1]
    if following == ")" or written.endswith(")"):
        return True
    if len(label.tokens) > 1:
        return not following or following in ".):]}\\*" or following.isspace()
    return following in {".", ":"} and not text[label.end + 1 : label.end + 2].isalnum()


def _read(text: str, at: int) -> Label | None:
    word, position = _word(text, at)
    chain = _chain(text, position, needs_digit=word == "question")
    if chain is None:
        return None
    tokens, position = chain
    while len(tokens) == 1 and word in {"question", "answer"}:  # « Exercise 2, question 3 », « Problem 3, part (b) »
        inside = _INSIDE.match(text, position)
        start = position if inside is None else inside.end()
        second, behind = _word(text, start)
        more = _chain(text, behind, needs_digit=False) if second in {"question", "part"} else None
        if more is None:
            break
        tokens, position = (*tokens, *more[0]), more[1]
    label = Label(tokens, word, at, position)
    return _with_others(text, label)


def _word(text: str, at: int) -> tuple[Word, int]:
    match = _WORD.match(text, at)
    if match is None:
        return "", at
    end = match.end()
    is_short = len(match.group()) <= 2
    if text[end : end + 1].isalpha() or (is_short and not re.match(r"[\s.~]{0,3}\d", text[end : end + 6])):
        return "", at
    after = _AFTER_WORD.match(text, end)
    end = end if after is None else after.end()
    kind: Word = "question" if match.group("question") else "answer" if match.group("answer") else "part"
    if kind == "answer":  # « Réponse à la question 4.1 »
        inner, behind = _word(text, end)
        if inner == "question":
            return "answer", behind
    return kind, end


def _chain(text: str, at: int, *, needs_digit: bool) -> tuple[tuple[str, ...], int] | None:
    first = _FIRST.match(text, at)
    if first is None or (needs_digit and first.group(1) is None and first.group(2) is None):
        return None
    tokens = [next(group for group in first.groups() if group is not None)]
    end = first.end()
    if text[at] == "(" and text[end : end + 1] == ")":
        end += 1
    while len(tokens) < 4:
        match = _NEXT.match(text, end)
        if match is None:
            break
        tokens.append(next(group for group in match.groups() if group is not None))
        end = match.end()
    return tuple(tokens), end


def _with_others(text: str, label: Label) -> Label:
    """Add the parts that are named behind the first."""
    position = label.end
    others: list[tuple[str, ...]] = []
    to = _TO.match(text, position)
    if to is not None and to.end() > position:
        other = _same_shape(text, to.end(), label.tokens)
        return label if other is None else replace(label, others=(other[0],), is_range=True, end=other[1])
    while len(others) < 8:
        joint = _AND.match(text, position)
        other = None if joint is None or joint.end() == position else _same_shape(text, joint.end(), label.tokens)
        if other is None:
            break
        others.append(other[0])
        position = other[1]
    return replace(label, others=tuple(others), end=position) if others else label


def _same_shape(text: str, at: int, tokens: tuple[str, ...]) -> tuple[tuple[str, ...], int] | None:
    """Read a further label that looks like the first, or is its last token alone: ``3.c–e``."""
    _, start = _word(text, at)
    chain = _chain(text, start, needs_digit=False)
    if chain is None and len(tokens) > 1:
        lone = re.compile(r"([a-h]|\d)(?!\w)").match(text, start)
        chain = None if lone is None else ((lone.group(1),), lone.end())
    if chain is None:
        return None
    found, end = chain
    shape, wanted = ([token.isdigit() for token in each] for each in (found, tokens))
    if len(shape) == len(wanted) and shape[:1] == wanted[:1]:
        return found, end
    if len(shape) == 1 and len(wanted) > 1 and shape == wanted[-1:]:
        return (*tokens[:-1], *found), end
    return None
