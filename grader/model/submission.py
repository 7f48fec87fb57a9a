"""What a student handed in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from grader.model.evidence import Evidence


class ArtifactKind(StrEnum):
    """What a file is to us."""

    SCRIPT = "script"
    NOTEBOOK = "notebook"
    LATEX = "latex"
    MARKDOWN = "markdown"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where something stands in a hand-in. Lines count from 1; ``cell`` (from 1) for notebooks only."""

    path: str
    line: int | None = None
    end_line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One notebook cell: ``kind`` is ``code``, ``markdown`` or ``raw``; numbers count from 1 over all cells."""

    number: int
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a hand-in, already decoded to text.

    ``path`` is relative to the hand-in, with forward slashes. ``text`` is the decoded source (a notebook's is
    empty: its ``cells`` hold everything). ``sha256`` is of the bytes handed in.
    """

    path: str
    kind: ArtifactKind
    text: str
    sha256: str
    cells: tuple[Cell, ...] = ()
    troubles: tuple[Evidence, ...] = ()
    """What was wrong with this file and how it was read all the same (or not)."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is handed in beside the answers (a table, a picture): kept as bytes for the student's code."""

    path: str
    content: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One hand-in: ``artifacts`` shallowest path first, then by the alphabet."""

    id: str
    artifacts: tuple[Artifact, ...]
    data_files: tuple[DataFile, ...] = ()
    troubles: tuple[Evidence, ...] = ()
    """What could not be taken in at all, with the place and the reason."""
    received_at: datetime | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A stretch of text that answers something, and where it was found."""

    text: str
    source: SourceSpan
