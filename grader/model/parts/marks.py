r"""What structures a written hand-in: headings, labels, statements, answers, lists, tags in comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from grader.model.parts.labels import Label, label_at, label_within, skip_wrappers
from grader.model.parts.masking import FORMULA

MarkKind = Literal[
    "heading",
    "label",
    "statement",
    "statement_end",
    "answer",
    "answer_end",
    "list",
    "list_end",
    "item",
    "tag",
    "marker",
]
STATEMENTS = frozenset({
    "exercise", "exercice", "exo", "question", "problem", "probleme", "problème", "task", "enonce", "énoncé",
    "statement", "homeworkproblem", "ex",
})  # fmt: skip
ANSWERS = frozenset({
    "answer", "answers", "solution", "solutions", "sol", "soln", "ans", "reponse", "réponse", "rep", "response",
    "corrige", "corrigé", "myanswer", "mysolution",
})  # fmt: skip
_LISTS = frozenset({
    "enumerate",
    "itemize",
    "description",
    "parts",
    "subparts",
    "questions",
    "enumerate*",
    "inparaenum",
})
_LEVELS = {
    "part": 0, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5,
}  # fmt: skip
TEXT_LEVEL, ITEM_LEVEL = 7, 8
_STRUCTURE = re.compile(
    r"\\(?P<side>begin|end)\s*\{(?P<name>[^{}\n]{1,40})\}(?P<options>(?:\s*\[[^\]\n]{0,200}\])?)"
    r"|\\(?P<item>item)(?![a-zA-Z])\s*(?P<bracket>\[)?"
    r"|\\(?P<heading>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)(?P<star>\*?)\s*(?:\[[^\]\n]*\]\s*)?\{"
    r"|^(?P<hashes>\#{1,6})[ \t]+(?P<title>.+)$"
    r"|\\setcounter\s*\{enum(?P<depth>i{1,3}v?)\}\s*\{(?P<count>\d+)\}",
    re.MULTILINE,
)
_TAG = re.compile(r"^[ \t]*%+[ \t]*<(/?)[A-Z_]*TAG[A-Z_]*>[ \t_:]*([\w.()]{1,12})[ \t]*$", re.MULTILINE)
_CODE_HERE = re.compile(r"^[ \t]*%+[ \t#]*(START|BEGIN|END) (?:CODE|ANSWER|YOUR ANSWER) HERE[ \t#]*$", re.MULTILINE)
_COMMENT_LABEL = re.compile(
    r"^[ \t]*%+[ \t=*-]*((?:Q|Question|Answer|R[ée]ponse|Exercice|Exercise)\b[ \t.]*[\w.() ]{1,14}?)[ \t:=*%-]*$",
    re.MULTILINE,
)
_MARKER = re.compile(
    r"(?:Solution|R[ée]ponse|Answer|Corrig[ée]|Sol\.|My answer|Ma r[ée]ponse)\s*\}?\s*[.:]", re.IGNORECASE
)
_BOLD = re.compile(
    r"[ \t]*(?:\\(?:textbf|underline|textit|emph|section|large|Large)\b|\{\\(?:bf|it|large|Large)|\*\*|__)"
)
_ROW_END = re.compile(r"\\\\\s*(?:\[[^\]\n]*\])?\s*$")
_ONLY_LAYOUT = re.compile(r"[ \t]*(?:\\[a-zA-Z]+\*?(?:\[[^\]\n]*\]|\{[^{}\n]*\})*[ \t{}]*)+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """One of these, with its place in the text.

    Attributes:
        kind: what it is.
        start: offset of its first character.
        end: offset behind it.
        label: what it says, if it names a part.
        level: of a heading, 0 to 6; ``TEXT_LEVEL`` of a label in the text, ``ITEM_LEVEL`` of an item.
        is_numbered: whether LaTeX numbers the heading.
        name: of an environment; the count of a counter that is set.
    """

    kind: MarkKind
    start: int
    end: int
    label: Label | None = None
    level: int = TEXT_LEVEL
    is_numbered: bool = False
    name: str = ""


def marks_of(text: str, shown: str, begins: frozenset[int]) -> tuple[Mark, ...]:
    """Return the marks of a text in order.

    Args:
        text: as it was handed in.
        shown: the same, formulas and comments blanked.
        begins: offsets at which a file or a cell begins.
    """
    structure = list(_structure(shown))
    taken = [(mark.start, mark.end) for mark in structure]
    found = [*structure, *_comments(text)]
    last = 0
    for at in sorted(_initial_places(shown, begins, structure)):
        if at < last or any(start < at < end for start, end in taken):
            continue
        mark = _words_at(shown, at)
        if mark is not None:
            found.append(mark)
            last = mark.end
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))


def _structure(shown: str) -> Iterator[Mark]:
    for match in _STRUCTURE.finditer(shown):
        if match.group("side"):
            mark = _environment(shown, match)
            if mark is not None:
                yield mark
        elif match.group("item"):
            yield _item(shown, match)
        elif match.group("count"):
            yield Mark("list", match.start(), match.end(), name=f"={match.group('count')}")
        elif match.group("hashes"):
            title = match.group("title")
            label = label_within(title.lstrip("*_ "))
            yield Mark("heading", match.start(), match.end(), label, len(match.group("hashes")))
        else:
            end = _closing(shown, match.end())
            label = label_within(shown[match.end() : end].strip())
            level = _LEVELS[match.group("heading")]
            yield Mark("heading", match.start(), end + 1, label, level, is_numbered=not match.group("star"))


def _environment(shown: str, match: re.Match[str]) -> Mark | None:
    name = match.group("name").strip().lower()
    plain = name.rstrip("*")
    is_begin = match.group("side") == "begin"
    options = match.group("options").strip("[] \t\n")
    if plain in STATEMENTS or plain in ANSWERS:
        kind: MarkKind = "statement" if plain in STATEMENTS else "answer"
        if not is_begin:
            return Mark(
                "statement_end" if kind == "statement" else "answer_end", match.start(), match.end(), name=plain
            )
        end = match.end()
        label = label_within(re.sub(r"\b(?:label|name|title)\s*=\s*", "", options).strip("{} ")) if options else None
        braced = re.compile(r"\s*\{([^{}\n]{1,40})\}").match(shown, end)
        if braced is not None:
            inside = label_within(re.sub(r"^(?:ex|exo|q|prob|ans)\w*[:_-]", "Q", braced.group(1).strip()))
            if inside is not None:
                label, end = label or inside, braced.end()
        return Mark(kind, match.start(), end, label, name=plain)
    if name in _LISTS:
        resumed = "resume" if "resume" in options else ""
        begun = re.search(r"start\s*=\s*(\d+)", options)
        return Mark(
            "list" if is_begin else "list_end",
            match.start(),
            match.end(),
            name=f"={int(begun.group(1)) - 1}+{plain}" if begun else f"{resumed}+{plain}",
        )
    return None


def _item(shown: str, match: re.Match[str]) -> Mark:
    end = match.end()
    label: Label | None = None
    if match.group("bracket"):
        close = shown.find("]", end)
        if 0 <= close <= end + 80:
            label = label_within(shown[end:close].strip())
            end = close + 1
    return Mark("item", match.start(), end, label, ITEM_LEVEL)


def _comments(text: str) -> Iterator[Mark]:
    for match in _TAG.finditer(text):
        label = label_at(match.group(2).replace("_", ".").lstrip("qQ."), 0, is_marked=True)
        yield Mark("tag", match.start(), match.end(), label, name="end" if match.group(1) else "")
    for match in _CODE_HERE.finditer(text):
        yield Mark("answer_end" if match.group(1) == "END" else "answer", match.start(), match.end(), name="comment")
    for match in _COMMENT_LABEL.finditer(text):
        label = label_at(match.group(1), 0, is_marked=True)
        if label is not None and label.end >= len(match.group(1)):
            yield Mark("label", match.start(), match.end(), label)


def _initial_places(shown: str, begins: frozenset[int], structure: list[Mark]) -> Iterator[int]:
    """Yield where a paragraph begins, or a line that may be a label all the same."""
    yield from begins
    yield from (mark.end for mark in structure)
    at = 0
    before = ""
    for line in shown.split("\n"):
        whole = label_at(line, 0) if len(line) < 60 else None
        is_alone = whole is not None and not line[whole.end :].strip(" }*_\\")
        if (
            not before.strip()
            or _ROW_END.search(before)
            or _ONLY_LAYOUT.fullmatch(before)
            or _BOLD.match(line)
            or (is_alone and bool(whole and (whole.word or len(whole.tokens) > 1)))
        ):
            yield at
        at += len(line) + 1
        before = line if line.strip(" \t") else ""


def _words_at(shown: str, at: int) -> Mark | None:
    start = skip_wrappers(shown, at)
    if start >= len(shown) or shown[start] == FORMULA:
        return None
    line_end = shown.find("\n", start)
    line = shown[start : line_end if line_end >= 0 else len(shown)]
    marker = _MARKER.match(line)
    if marker is not None:
        return Mark("marker", start, start + marker.end())
    label = label_at(line, 0)
    if label is None:
        return None
    is_bold = label.is_bold or shown[at:start].strip() != ""
    moved = replace(label, start=start + label.start, end=start + label.end, is_bold=is_bold)
    return Mark("label", at, _behind_title(shown, at, moved.end), moved)


def _behind_title(shown: str, at: int, end: int) -> int:
    r"""Return the offset behind a short title in the label's braces or asterisks: ``\textbf{4.1 Summary}``."""
    opening = shown[at:end]
    for opened, closing in (("{", "}"), ("**", "**"), ("__", "__")):
        if opening.count(opened) % 2 if opened == closing else opening.count(opened) > opening.count(closing):
            close = shown.find(closing, end, end + 80)
            inside = shown[end:close]
            if close >= 0 and "\n" not in inside and FORMULA not in inside:
                return close + len(closing)
    return end


def _closing(text: str, at: int) -> int:
    """Return the offset of the brace that closes one opened just before ``at``, at most 400 characters on."""
    depth = 1
    for index in range(at, min(len(text), at + 400)):
        depth += (text[index] == "{") - (text[index] == "}")
        if depth == 0:
            return index
    return min(len(text), at) - 1 if at >= len(text) else at
