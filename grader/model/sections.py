r"""Finds the sections of a free text by their headings, in Markdown, LaTeX or plain text.

A heading is a line that is marked as one (``## Strengths``, an underlined line, ``**Forces**``,
``\section*{4.2 Strengths}``), or an unmarked line that says a wanted heading and nothing else, numbered or not
(``4.2 Points forts``), or that begins a paragraph with one and a colon (``Weaknesses: no baseline``). Letter case,
accents and punctuation do not count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from grader.model.submission import SourceSpan

WORDS_PER_PAGE = 500
"""Words on a page of running text at 11 points with single spacing."""

_BOLD_LEVEL, _BARE_LEVEL = 7, 8
_LATEX_LEVELS = {"chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5}
_LONGEST_HEADING = 120
_LONGEST_LINE = 400  # beyond it, looking for the end of a heading takes time that grows with the square
_FENCE = re.compile(r"(```|~~~)")
_ATX = re.compile(r"(#{1,6})[ \t]*(.+?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(=|-){3,}$")
_LATEX = re.compile(r"\\(chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]]*\]\s*)?\{(.*)$")
_BOLD = re.compile(r"(?:(?:\*\*|__)(.+?)(?:\*\*|__)|\\(?:textbf|textit|emph|underline)\{([^{}]*)\})(.*)$")
_LEAD = re.compile(r"(?:\\(?:item|noindent)\b\s*|[-*+>•]\s+)")
_RUN_IN = re.compile(r"([^:.!?]{2,60}?)\s*[:：]\s*(.*)$")
_NUMBERING = re.compile(r"\d+|[ivx]{1,4}|[a-h]|q\d*|question|section|partie|part|exercice|exercise|answer|reponse")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_NOT_PROSE = re.compile(
    r"\\(?:begin|end|label|ref|cite\w*|includegraphics)\b\*?(?:\[[^\]]{0,200}\])?(?:\{[^{}]{0,200}\})?|\\\w+\*?|https?://\S+"
    r"|<[^<>]{1,200}>"
)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section that is wanted: its headings in plain words, in any language: ``("strengths", "points forts")``."""

    id: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section that was found: the text under its heading, and where the heading stands.

    ``source.line`` is the heading's line, ``source.end_line`` the last line of the text; in a notebook both count
    from 1 within ``source.cell`` and the cell of the last line. ``pages`` is an estimate by ``WORDS_PER_PAGE``.
    ``shares_heading_with`` names other wanted sections under the same heading ("Strengths and weaknesses"), which
    then have the same text.
    """

    id: str
    heading: str
    text: str
    source: SourceSpan
    words: int
    pages: float
    shares_heading_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text. ``begins`` marks the first line of a block (a cell), where no fenced code goes on."""

    text: str
    number: int
    cell: int | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class _Heading:
    title: str
    level: int
    rest: str = ""
    """What follows the heading on its own line."""
    lines: int = 1


def split_sections(text: str, wanted: Sequence[SectionSpec], *, path: str = "") -> tuple[SectionText, ...]:
    """Return the wanted sections of a text, in the order in which they stand there.

    Args:
        text: Markdown, LaTeX or plain text.
        wanted: what to look for. A section that stands twice is returned twice.
        path: put in each source.

    Returns:
        The sections; a subheading that is not wanted belongs to the section around it, a heading of the same or a
        higher level ends it.
    """
    return split_lines(lines_of(text), wanted, path=path)


def lines_of(text: str, cell: int | None = None) -> Iterator[Line]:
    """Yield the lines of a text, numbered from 1."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        yield Line(line, number, cell, begins=number == 1)


def split_lines(lines: Iterable[Line], wanted: Sequence[SectionSpec], *, path: str = "") -> tuple[SectionText, ...]:
    """Return the wanted sections of some lines; see ``split_sections``."""
    specs = [(spec.id, tuple(plain_words(heading) for heading in spec.headings)) for spec in wanted]
    rows = list(lines)
    found: list[SectionText] = []
    ids: tuple[str, ...] = ()
    heading, start = _Heading("", _BARE_LEVEL), 0
    for index, candidate, named in _headings(rows, specs):
        is_inside = bool(ids) and candidate.level > heading.level
        if named and not (is_inside and not _is_exact(candidate.title, specs)):
            found.extend(_sections(rows, start, index, heading, ids, path))
            ids, heading, start = named, candidate, index
        elif ids and candidate.level <= heading.level and candidate.level < _BOLD_LEVEL:
            found.extend(_sections(rows, start, index, heading, ids, path))
            ids = ()
    found.extend(_sections(rows, start, len(rows), heading, ids, path))
    return tuple(found)


def plain_words(text: str) -> str:
    """Return the words of ``text`` alone: no case, accents, punctuation or markup, one space between them."""
    bare = re.sub(r"\\\w+|\$[^$]*\$", " ", text).casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", bare))


def count_words(text: str) -> int:
    """Return how many words of prose a text has; commands, addresses and lone signs are none."""
    return len(_WORD.findall(_NOT_PROSE.sub(" ", text)))


def estimated_pages(words: int) -> float:
    """Return how many pages so many words take, by ``WORDS_PER_PAGE``; not rounded."""
    return words / WORDS_PER_PAGE


def text_outside(text: str, sections: Sequence[SectionText]) -> str:
    """Return the lines of ``text`` that are in none of its ``sections``, without those that are empty."""
    covered: set[int] = set()
    for section in sections:
        covered.update(range(section.source.line or 1, (section.source.end_line or 0) + 1))
    return "\n".join(line.text for line in lines_of(text) if line.number not in covered and line.text.strip())


def _sections(
    rows: Sequence[Line], start: int, end: int, heading: _Heading, ids: tuple[str, ...], path: str
) -> Iterator[SectionText]:
    body = [heading.rest, *(row.text for row in rows[start + heading.lines : end])]
    text = "\n".join(body).strip("\n")
    words = count_words(text)
    for each in ids:
        last = rows[end - 1]
        yield SectionText(
            id=each,
            heading=heading.title.strip(),
            text=text,
            source=SourceSpan(path, rows[start].number, last.number, rows[start].cell),
            words=words,
            pages=estimated_pages(words),
            shares_heading_with=tuple(other for other in ids if other != each),
        )


_Specs = Sequence[tuple[str, tuple[str, ...]]]


def _headings(rows: Sequence[Line], specs: _Specs) -> list[tuple[int, _Heading, tuple[str, ...]]]:
    """Return every heading with its place and the wanted sections that it names.

    "Strengths: …" within a summary is no heading where "## Strengths" stands elsewhere: bold type and bare words
    count only for sections that no marked heading names alone. Likewise "Strengths and weaknesses of SimCLR" names
    nothing that has a heading of its own.
    """
    found: list[tuple[int, _Heading, tuple[str, ...]]] = []
    index, in_fence = 0, False
    while index < len(rows):
        in_fence = in_fence and not rows[index].begins
        if _FENCE.match(rows[index].text.strip()):
            in_fence = not in_fence
        heading = None if in_fence else _heading_at(rows, index, specs)
        if heading is not None:
            found.append((index, heading, _ids_for(heading, specs)))
        index += 1 if heading is None else heading.lines
    exact = [(heading.level, ids) for _, heading, ids in found if _is_exact(heading.title, specs)]
    said = {each for _, ids in exact for each in ids}
    marked = {each for level, ids in exact if level < _BOLD_LEVEL for each in ids}
    kept: list[tuple[int, _Heading, tuple[str, ...]]] = []
    for index, heading, ids in found:
        names = ids if _is_exact(heading.title, specs) else tuple(each for each in ids if each not in said)
        if heading.level < _BOLD_LEVEL or not set(names) & marked:
            kept.append((index, heading, names))
    return kept


def _heading_at(rows: Sequence[Line], index: int, specs: _Specs) -> _Heading | None:
    line = rows[index].text.strip()
    if not line or line.startswith("%"):
        return None
    if len(line) <= _LONGEST_LINE and (found := _ATX.fullmatch(line)):
        return _Heading(_unmarked(found.group(2)), len(found.group(1)))
    if found := _LATEX.match(line):
        title, rest = _braced(found.group(2))
        return _Heading(_unmarked(title), _LATEX_LEVELS[found.group(1)], rest.strip())
    following = rows[index + 1] if index + 1 < len(rows) else None
    if following is not None and not following.begins and len(line) <= _LONGEST_HEADING:
        underline = _UNDERLINE.fullmatch(following.text.strip())
        if underline:
            heading = _Heading(_unmarked(line), 1 if underline.group(1) == "=" else 2, lines=2)
            # A row of hyphens under a paragraph is as often meant as a rule.
            return heading if heading.level == 1 or _ids_for(heading, specs) else None
    return _unmarked_heading(line, specs)


def _unmarked_heading(line: str, specs: _Specs) -> _Heading | None:
    """Return a heading that bold type or its words alone make one; the latter only if they are wanted exactly."""
    lead = _LEAD.match(line)
    inner = line[lead.end() :] if lead else line
    bold = _BOLD.match(_after_numbering(inner))
    if bold:
        title, rest = (bold.group(1) or bold.group(2) or "").strip(), bold.group(3).strip()
        rest_text = rest.lstrip(":：.–— ")
        if _is_exact(title, specs) or (not rest_text and len(title) <= _LONGEST_HEADING):
            return _Heading(title.rstrip(" :："), _BOLD_LEVEL, rest_text)
        return None
    if len(inner) <= _LONGEST_HEADING and _is_exact(inner, specs):
        return _Heading(inner.rstrip(" :："), _BARE_LEVEL)
    run_in = _RUN_IN.match(inner)
    if run_in and _is_exact(run_in.group(1), specs):
        return _Heading(run_in.group(1), _BARE_LEVEL, run_in.group(2))
    return None


def _after_numbering(text: str) -> str:
    found = re.match(r"(?:\(?(?:\d+(?:\.\d+)*|[ivxIVX]{1,4}|[a-hA-H])[.):]*\s+)?", text)
    return text[found.end() :] if found else text


def _unmarked(title: str) -> str:
    return re.sub(r"\*\*|__|\\(?:textbf|textit|emph|underline)\b|[{}]", "", title).strip().rstrip(" :：")


def _braced(text: str) -> tuple[str, str]:
    """Return what stands before the brace that closes one opened just before ``text``, and what follows it."""
    depth = 1
    for index, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return text[:index], text[index + 1 :]
    return text, ""


@lru_cache(maxsize=2048)  # every heading that is wanted is compared with every line
def _core(title: str) -> str:
    """Return the plain words of a heading without its number; ``4.2 Strengths`` and ``Q5.b) strengths`` are one."""
    words = plain_words(title).split(" ")
    while len(words) > 1 and _NUMBERING.fullmatch(words[0]):
        words = words[1:]
    return " ".join(words)


def _is_exact(title: str, specs: _Specs) -> bool:
    core = _core(title)
    return any(core == _core(heading) for _, headings in specs for heading in headings)


def _ids_for(heading: _Heading, specs: _Specs) -> tuple[str, ...]:
    """Return the wanted sections that a heading names, in the order of their words in it."""
    core = _core(heading.title)
    exact = tuple(spec_id for spec_id, headings in specs if any(core == _core(each) for each in headings))
    if exact:
        return exact[:1]
    padded = f" {core} "
    places = [
        (min(at for each in headings if (at := padded.find(f" {each} ")) >= 0), spec_id)
        for spec_id, headings in specs
        if any(f" {each} " in padded for each in headings)
    ]
    return tuple(spec_id for _, spec_id in sorted(places, key=lambda place: place[0]))
