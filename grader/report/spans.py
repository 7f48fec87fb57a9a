"""Sentences with code and formulas in them, written once and shown in several ways.

A template marks what it quotes with characters that are no characters (U+FDD0 …), which ``clean`` lets through from
nowhere else; so a student's text can neither end its quotation nor begin another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from grader.model.text import Language
from grader.report.clean import clean_line
from grader.report.mathml import formula_html
from grader.report.typesetting import typeset

_CODE, _FORMULA, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"([{_CODE}{_FORMULA}])([^{_END}]*){_END}")
_MARKED_WHOLE = re.compile(f"([{_CODE}{_FORMULA}][^{_END}]*{_END})")
_IN_PROSE = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$|`([^`\n]+)`")
_SPACES = re.compile(r"[ \t\n]+")  # not the no-break spaces of French
# Of ASCII punctuation only what begins something inside a line, and what begins a list or a heading at its start.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$&])|^(\s*)([-+=])|^(\s*\d+)([.)])")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence."""

    kind: Literal["text", "code", "formula"]
    text: str


def mark_code(text: object) -> Markup:
    """Mark a text, a student's mostly, as code."""
    return Markup(f"{_CODE}{clean_line(str(text))}{_END}")  # noqa: S704  # escaped where the spans are shown


def mark_text(text: object) -> Markup:
    """Mark nothing, but make a text fit to stand in a sentence."""
    return Markup(clean_line(str(text)))  # noqa: S704  # escaped where the spans are shown


def mark_formula(latex: str) -> Markup:
    """Mark LaTeX as a formula."""
    return Markup(f"{_FORMULA}{clean_line(latex, longest=2000)}{_END}")  # noqa: S704  # escaped where shown


def mark_prose(sentence: str) -> Markup:
    """Mark the formulas (between dollar signs) and the code (between backticks) of a rubric's sentence."""
    line = clean_line(sentence, longest=4000)

    def marked(found: re.Match[str]) -> str:
        return f"{_FORMULA}{found[1]}{_END}" if found[1] is not None else f"{_CODE}{found[2]}{_END}"

    return Markup(_IN_PROSE.sub(marked, line))  # noqa: S704  # escaped where the spans are shown


def tidy(marked: str, language: Language) -> str:
    """Return what a template wrote without the spaces and line ends of its layout, its signs set as they should be."""
    marked = _SPACES.sub(" ", marked).strip(" ")
    if _CODE not in marked and _FORMULA not in marked:
        return typeset(marked, language)
    pieces = _MARKED_WHOLE.split(marked)
    pieces[::2] = [typeset(piece, language) for piece in pieces[::2]]
    return "".join(pieces)


def spans_of(marked: str) -> Iterator[Span]:
    """Yield the stretches of a marked sentence, in order."""
    at = 0
    for found in _MARKED.finditer(marked):
        if found.start() > at:
            yield Span("text", marked[at : found.start()])
        yield Span("code" if found[1] == _CODE else "formula", found[2])
        at = found.end()
    if at < len(marked):
        yield Span("text", marked[at:])


def to_plain(marked: str) -> str:
    """Return a marked sentence as plain text: code between backticks, formulas between dollar signs."""
    signs = {"text": "", "code": "`", "formula": "$"}
    return "".join(f"{signs[span.kind]}{span.text}{signs[span.kind]}" for span in spans_of(marked))


@lru_cache(maxsize=2048)
def to_markup(marked: str) -> Markup:
    """Return a marked sentence as HTML, everything in it escaped."""
    if _CODE not in marked and _FORMULA not in marked:
        return Markup.escape(marked)
    return Markup("").join(_span_html(span) for span in spans_of(marked))


def to_markdown(marked: str) -> str:
    """Return a marked sentence as Markdown, everything in it escaped."""
    return "".join(_span_markdown(span) for span in spans_of(marked))


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is, at the start of a line and inside it."""
    return _MARKDOWN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return f"\\{found[1]}"
    return f"{found[2]}\\{found[3]}" if found[3] else f"{found[4]}\\{found[5]}"


def code_markdown(code: str) -> str:
    """Return one line of code as Markdown, fenced by more backticks than it holds in a row."""
    fence = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    pad = " " if code[:1] in {"`", " ", ""} or code[-1:] in {"`", " "} else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _span_html(span: Span) -> Markup:
    if span.kind == "code":
        return Markup("<code>{}</code>").format(span.text)
    return formula_html(span.text) if span.kind == "formula" else Markup.escape(span.text)


def _span_markdown(span: Span) -> str:
    if span.kind == "code":
        return code_markdown(span.text)
    if span.kind == "formula":
        return f"${span.text}$" if "$" not in span.text else code_markdown(span.text)
    return escape_markdown(span.text)
