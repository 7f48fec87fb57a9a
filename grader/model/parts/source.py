r"""The written documents of a hand-in, line by line: LaTeX with its ``\input`` files in place, Markdown, notebooks."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.model.parts.written import SourceLine
from grader.model.submission import Artifact, ArtifactKind, Submission

_INPUT = re.compile(r"\\(?:input|include|subfile)\s*(?:\{\s*([^{}]+?)\s*\}|([^\s{}\\%]+))")
_IMPORT = re.compile(r"\\(?:sub)?import\s*\{\s*([^{}]*?)\s*\}\s*\{\s*([^{}]+?)\s*\}")
_PROSE_ENDINGS = (".txt", ".rst")
_DEFINING_ENDINGS = (".sty", ".cls", ".def", ".ltx")
_DEEPEST = 8
MOST_LINES = 60_000
"""Lines read of one hand-in; a loop of files that include each other ends here."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to look for answers in; ``begins`` are the indices of lines that begin a file or a cell."""

    path: str
    lines: tuple[SourceLine, ...]
    begins: frozenset[int]
    is_latex: bool


def documents_of(submission: Submission) -> tuple[Document, ...]:
    """Return a hand-in's written documents, in the order of its files; what another file includes is part of that."""
    latex = {each.path: each for each in submission.artifacts if each.kind is ArtifactKind.LATEX}
    included = {path for each in latex.values() for path in _included(each, latex)}
    found: list[Document] = []
    for artifact in submission.artifacts:
        if artifact.kind is ArtifactKind.LATEX:
            is_root = artifact.path not in included or _is_whole(artifact.text)
            if is_root:
                lines = tuple(_expanded(artifact, latex, 0, frozenset({artifact.path})))[:MOST_LINES]
                found.append(Document(artifact.path, lines, _file_begins(lines), is_latex=True))
        elif artifact.kind is ArtifactKind.NOTEBOOK:
            found.append(_notebook(artifact))
        elif artifact.kind is ArtifactKind.MARKDOWN or artifact.path.lower().endswith(_PROSE_ENDINGS):
            lines = tuple(_lines(artifact.path, artifact.text))[:MOST_LINES]
            found.append(Document(artifact.path, lines, frozenset({0}), is_latex=False))
    return tuple(found)


def definitions_of(submission: Submission) -> tuple[str, ...]:
    """Return every text of a hand-in in which a command may be defined, packages handed in beside it first."""
    packages = [each.text for each in submission.artifacts if each.path.lower().endswith(_DEFINING_ENDINGS)]
    texts = [each.text for each in submission.artifacts if each.kind in {ArtifactKind.LATEX, ArtifactKind.MARKDOWN}]
    cells = [
        "\n".join(cell.source for cell in each.cells if cell.kind != "code")
        for each in submission.artifacts
        if each.kind is ArtifactKind.NOTEBOOK
    ]
    return tuple(text for text in (*packages, *texts, *cells) if "\\" in text)


def _notebook(artifact: Artifact) -> Document:
    lines: list[SourceLine] = []
    begins: set[int] = set()
    for cell in artifact.cells:
        if cell.kind != "code":
            begins.add(len(lines))
            lines.extend(_lines(artifact.path, cell.source, cell.number))
    return Document(artifact.path, tuple(lines[:MOST_LINES]), frozenset(begins), is_latex=False)


def _lines(path: str, text: str, cell: int | None = None) -> Iterator[SourceLine]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        yield SourceLine(line, path, number, cell)


def _is_whole(text: str) -> bool:
    return "\\begin{document}" in text and "{subfiles}" not in text


def _included(artifact: Artifact, latex: dict[str, Artifact]) -> set[str]:
    found: set[str] = set()
    for line in artifact.text.split("\n"):
        target = _target(line, artifact.path, latex)
        if target is not None and target[0] != artifact.path:
            found.add(target[0])
    return found


def _target(line: str, path: str, latex: dict[str, Artifact]) -> tuple[str, int, int] | None:
    """Return the file that a line includes, and the bounds of the command."""
    code = re.sub(r"(?<!\\)%.*", "", line)
    match = _IMPORT.search(code)
    name = posixpath.join(match.group(1), match.group(2)) if match else ""
    if match is None:
        match = _INPUT.search(code)
        name = (match.group(1) or match.group(2)) if match else ""
    if match is None:
        return None
    # LaTeX looks from where it was started, people also from the file at hand; both without the ending.
    for folder in ("", posixpath.dirname(path), *_folders_above(path)):
        for candidate in (name, f"{name}.tex"):
            found = posixpath.normpath(posixpath.join(folder, candidate))
            if found in latex:
                return found, match.start(), match.end()
    return None


def _folders_above(path: str) -> Iterator[str]:
    names = path.split("/")[:-1]
    for count in range(len(names) - 1, 0, -1):
        yield "/".join(names[:count])


def _expanded(
    artifact: Artifact, latex: dict[str, Artifact], depth: int, above: frozenset[str]
) -> Iterator[SourceLine]:
    count = 0
    for line in _lines(artifact.path, artifact.text):
        count += 1
        if count > MOST_LINES:
            return
        target = _target(line.text, artifact.path, latex) if "\\" in line.text and depth < _DEEPEST else None
        if target is None or target[0] in above:
            yield line
            continue
        name, start, end = target
        yield SourceLine(line.text[:start], line.path, line.number)
        yield from _expanded(latex[name], latex, depth + 1, above | {name})
        yield SourceLine(line.text[end:], line.path, line.number)


def _file_begins(lines: tuple[SourceLine, ...]) -> frozenset[int]:
    return frozenset(at for at, line in enumerate(lines) if at == 0 or line.path != lines[at - 1].path)
