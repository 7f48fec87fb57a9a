"""The sections of a review, wherever in a hand-in they stand."""

from collections.abc import Iterator, Sequence

from grader.model.sections import Line, SectionSpec, SectionText, lines_of, split_lines
from grader.model.submission import Artifact, ArtifactKind, Submission

_PROSE = frozenset({ArtifactKind.NOTEBOOK, ArtifactKind.LATEX, ArtifactKind.MARKDOWN})


def find_sections(submission: Submission, wanted: Sequence[SectionSpec]) -> tuple[SectionText, ...]:
    """Return the wanted sections of a hand-in's prose, file after file, in the order of each.

    Read are the Markdown and raw cells of notebooks, in which a section goes on from cell to cell, and Markdown,
    LaTeX and ``.txt`` files. Code is not: what a function returns is for ``split_sections``.

    Args:
        submission: the hand-in.
        wanted: the sections to look for.

    Returns:
        Each section with its path and line, in a notebook also the cell. A section that stands in two files is
        returned twice.
    """
    found: list[SectionText] = []
    for artifact in submission.artifacts:
        if artifact.kind in _PROSE or artifact.path.lower().endswith(".txt"):
            found += split_lines(_prose(artifact), wanted, path=artifact.path)
    return tuple(found)


def prose_of(submission: Submission) -> str:
    """Return all that ``find_sections`` reads, as one text."""
    texts = [
        "\n".join(line.text for line in _prose(artifact))
        for artifact in submission.artifacts
        if artifact.kind in _PROSE or artifact.path.lower().endswith(".txt")
    ]
    return "\n\n".join(text for text in texts if text.strip())


def _prose(artifact: Artifact) -> Iterator[Line]:
    if artifact.kind is not ArtifactKind.NOTEBOOK:
        yield from lines_of(artifact.text)
        return
    for cell in artifact.cells:
        if cell.kind != "code":
            yield from lines_of(cell.source, cell.number)
