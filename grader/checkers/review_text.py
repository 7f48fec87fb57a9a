"""Where a written answer stands in a hand-in, and which of its sentences touch a point."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.model.memo import IdentityMemo
from grader.model.probe import Ended, Observation
from grader.model.sections import (
    Line,
    SectionSpec,
    SectionText,
    count_words,
    lines_of,
    plain_words,
    split_lines,
)
from grader.model.submission import ArtifactKind, Submission
from grader.model.values import SequenceValue, Value

LONGEST_TEXT = 200_000
_LONGEST_QUOTE = 240
_MOST_QUOTES = 3
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)")
_PROSE_FILES = (".md", ".markdown", ".txt", ".rst")


@dataclass(frozen=True, slots=True)
class FoundText:
    """One text that may hold the answer: its wanted sections in the order in which they stand, and its length."""

    path: str
    sections: tuple[SectionText, ...]
    words: int


def texts_of(submission: Submission, returned: str, wanted: Sequence[SectionSpec]) -> tuple[FoundText, ...]:
    """Return every text of a hand-in that might be the answer: what the function returned comes first.

    Args:
        submission: its notebooks' Markdown cells, Markdown, LaTeX and text files are read.
        returned: what the student's function returned, empty if there is none.
        wanted: the sections to look for.
    """
    return _TEXTS.get((submission,), (returned, tuple(wanted)), lambda: _texts_of(submission, returned, wanted))


_TEXTS = IdentityMemo[tuple[FoundText, ...]](most=4)  # one criterion a section asks for the same


def _texts_of(submission: Submission, returned: str, wanted: Sequence[SectionSpec]) -> tuple[FoundText, ...]:
    found = [_found("", list(lines_of(returned[:LONGEST_TEXT])), wanted)] if returned.strip() else []
    for artifact in submission.artifacts:
        rows: list[Line] = []
        if artifact.kind is ArtifactKind.NOTEBOOK:
            for cell in artifact.cells:
                if cell.kind != "code":
                    rows.extend(lines_of(cell.source[:LONGEST_TEXT], cell.number))
        elif artifact.kind in {ArtifactKind.MARKDOWN, ArtifactKind.LATEX} or artifact.path.endswith(_PROSE_FILES):
            rows.extend(lines_of(artifact.text[:LONGEST_TEXT]))
        if any(row.text.strip() for row in rows):
            found.append(_found(artifact.path, rows, wanted))
    return tuple(found)


def returned_text(observation: Observation | None) -> str:
    """Return the text that a function gave: a string, strings in a sequence, texts under headings in a dict.

    A function that prints its text and returns nothing has written it as well: a person marks it.
    """
    if observation is None or observation.ended is not Ended.RETURNED:
        return ""
    if observation.value is None:
        return observation.printed[:LONGEST_TEXT]
    return _text_of(observation.value)[:LONGEST_TEXT]


def quotes_on(text: str, phrases: Sequence[str]) -> tuple[str, ...]:
    """Return the first sentences that hold one of some phrases, at the beginning of a word.

    Args:
        text: the section.
        phrases: beginnings of words, in any language; case and accents do not count.
    """
    wanted = [f" {plain_words(phrase)}" for phrase in phrases]
    quotes: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        bare = f" {plain_words(sentence)} "
        if any(phrase in bare for phrase in wanted):
            plain = " ".join(sentence.split())
            quotes.append(plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1]}…")
            if len(quotes) == _MOST_QUOTES:
                break
    return tuple(quotes)


def is_in_order(found: FoundText, wanted: Sequence[SectionSpec]) -> bool:
    """Return whether the sections that were found stand in the order in which they are wanted."""
    ranks = {spec.id: at for at, spec in enumerate(wanted)}
    places = [ranks[section.id] for section in found.sections]
    return places == sorted(places)


def _found(path: str, rows: Sequence[Line], wanted: Sequence[SectionSpec]) -> FoundText:
    sections = split_lines(rows, wanted, path=path)
    # Headings alone, as in a template, are no attempt.
    return FoundText(path, sections, count_words("\n".join(row.text for row in rows if not row.text.startswith("#"))))


def _text_of(value: Value) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, SequenceValue):
        return ""
    if value.kind != "dict":
        return "\n\n".join(item for item in value.items if isinstance(item, str))
    pieces: list[str] = []
    for pair in value.items:
        if isinstance(pair, SequenceValue) and len(pair.items) == 2:
            heading, text = pair.items
            if isinstance(heading, str) and isinstance(text, str):
                pieces.append(f"## {' '.join(heading.split())}\n\n{text}")
    return "\n\n".join(pieces)
