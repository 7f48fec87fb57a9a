"""One hand-in, whatever its form, to a ``Submission``."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from grader.intake.archive import open_archive
from grader.intake.decoding import decode_python, decode_text
from grader.intake.files import (
    ARCHIVES,
    DATA,
    FOREIGN_ARCHIVES,
    Gathering,
    RawFile,
    ending_of,
    kind_of,
    reading_order,
    safe_path,
)
from grader.intake.folder import STAFF_FILE, gather_file, gather_folder
from grader.intake.limits import DEFAULT_LIMITS, Account, IntakeLimits
from grader.intake.notebook import looks_like_notebook, read_notebook
from grader.intake.text_entry import TEXT_ENTRY, text_of_html
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote
from grader.model.submission import Artifact, ArtifactKind, DataFile, Submission

_ZIP_MARK = b"PK\x03\x04"


def load_submission(path: Path, *, limits: IntakeLimits = DEFAULT_LIMITS) -> Submission:
    """Read one hand-in: a file, a folder or an archive.

    Nothing is executed and nothing raises on account of what a student handed in: what cannot be read is an
    ``Unreadable`` in ``troubles`` (of the file, or of the hand-in when the file could not be taken in at all), what
    was left out or read in spite of a flaw is an ``IntakeNote``.

    Args:
        path: the hand-in. A link here is followed, one inside the hand-in never is.
        limits: caps on what is read.

    Returns:
        The submission, named after the file without its last ending or after the folder.
    """
    name = path.name or path.resolve().name
    identity = name if path.is_dir() else (path.stem or name)
    return load_files(identity, (path,), (None,), limits=limits)


def load_files(
    identity: str,
    paths: Sequence[Path],
    names: Sequence[str | None],
    *,
    limits: IntakeLimits = DEFAULT_LIMITS,
    received_at: datetime | None = None,
    authors: tuple[str, ...] = (),
    troubles: tuple[Evidence, ...] = (),
    left_out: tuple[str, ...] = (),
) -> Submission:
    """Read one hand-in that stands in several places.

    Args:
        identity: the submission's id.
        paths: its files and folders.
        names: for each of them what a file is called in the hand-in (None: as on disk), or the folder that its
            content belongs in (None: the top).
        limits: caps on what is read.
        received_at: when it came in.
        authors: who wrote it.
        troubles: facts that are known already.
        left_out: names of files at the top of a folder that are no part of it.

    Returns:
        The submission; see ``load_submission``.
    """
    gathering = Gathering(Account(limits))
    for path, name in zip(paths, names, strict=True):
        if path.is_dir():
            prefix = f"{name}/" if name else ""
            gather_folder(path, gathering, lambda inner: _size_limit(inner, limits), prefix, (STAFF_FILE, *left_out))
        else:
            shown = safe_path(name or path.name) or "unnamed"
            gather_file(path, shown, gathering, _size_limit(shown, limits))
    files = _unpacked(gathering)
    artifacts: list[Artifact] = []
    data_files: list[DataFile] = []
    for file in sorted(files, key=lambda each: reading_order(each.path)):
        artifact = _artifact(file, gathering)
        if artifact is not None:
            artifacts.append(artifact)
        if artifact is None or file.path.lower().endswith(".txt"):  # prose to read, or a table to load: both stay
            data_files.append(DataFile(file.path, file.content, hashlib.sha256(file.content).hexdigest()))
    if not (artifacts or data_files or gathering.troubles or troubles):
        gathering.note(".", "empty")
    return Submission(
        id=identity,
        artifacts=tuple(artifacts),
        data_files=tuple(data_files),
        troubles=(*troubles, *gathering.all_troubles()),
        received_at=received_at,
        authors=authors,
    )


def _size_limit(path: str, limits: IntakeLimits) -> int:
    kind, _ = kind_of(path)
    if kind is ArtifactKind.NOTEBOOK:
        return limits.notebook_bytes
    if kind is not None and not path.lower().endswith(".txt"):
        return limits.source_bytes
    return limits.archive_bytes if ending_of(path) in ARCHIVES else limits.data_bytes


def _unpacked(gathering: Gathering) -> list[RawFile]:
    """Open the archives among the files, and those in them, as deep as the limits say."""
    plain: list[RawFile] = []
    pending = [(file, 0) for file in gathering.files]
    while pending:
        file, depth = pending.pop()
        ending = ending_of(file.path)
        if ending in FOREIGN_ARCHIVES:
            gathering.refuse(file.path, "unsupported_archive", ending)
        elif ending not in ARCHIVES and not _is_disguised_archive(file):
            plain.append(file)
        elif depth >= gathering.limits.archive_depth:
            gathering.refuse(file.path, "archive_too_deep", f"limit {gathering.limits.archive_depth}")
        else:
            # A hand-in that is one archive is that archive: its name says nothing inside.
            is_whole = depth == 0 and len(gathering.files) == 1 and "/" not in file.path
            prefix = "" if is_whole else file.path + "/"
            inner = open_archive(file, gathering, lambda path: _size_limit(path, gathering.limits), prefix)
            pending += [(each, depth + 1) for each in inner]
    return plain


def _is_disguised_archive(file: RawFile) -> bool:
    return file.content.startswith(_ZIP_MARK) and kind_of(file.path)[0] is not None


def _artifact(file: RawFile, gathering: Gathering) -> Artifact | None:
    """Return the file as something to grade; None if it is data beside the answers."""
    kind, was_renamed = kind_of(file.path)
    notes: list[Evidence] = [IntakeNote(file.path, "extra_ending")] if was_renamed else []
    if file.path.rsplit("/", 1)[-1] == TEXT_ENTRY:
        decoded = decode_text(file.path, file.content)
        return _made(file, ArtifactKind.MARKDOWN, text_of_html(decoded.text), (*notes, *decoded.notes))
    if kind is None:
        kind = _kind_by_content(file)
        if kind is None:
            if ending_of(file.path) not in DATA:
                gathering.note(file.path, "not_graded", ending_of(file.path))
            return None
        notes.append(IntakeNote(file.path, "kind_by_content", kind.value))
    if kind is ArtifactKind.NOTEBOOK:
        return _notebook(file, notes)
    decoded = (decode_python if kind is ArtifactKind.SCRIPT else decode_text)(file.path, file.content)
    if kind is ArtifactKind.SCRIPT and looks_like_notebook(decoded.text):
        return _notebook(file, [*notes, IntakeNote(file.path, "kind_by_content", ArtifactKind.NOTEBOOK.value)])
    if not decoded.text.strip():
        notes.append(IntakeNote(file.path, "empty"))
    return _made(file, kind, decoded.text, (*notes, *decoded.notes))


def _notebook(file: RawFile, notes: list[Evidence]) -> Artifact:
    reading = read_notebook(file.path, file.content)
    return Artifact(
        path=file.path,
        kind=ArtifactKind.NOTEBOOK,
        text="",
        sha256=hashlib.sha256(file.content).hexdigest(),
        cells=reading.cells,
        troubles=(*notes, *reading.troubles),
    )


def _made(file: RawFile, kind: ArtifactKind, text: str, troubles: tuple[Evidence, ...]) -> Artifact:
    return Artifact(file.path, kind, text, hashlib.sha256(file.content).hexdigest(), (), troubles)


def _kind_by_content(file: RawFile) -> ArtifactKind | None:
    """Recognise a notebook or a script that lost its ending."""
    name = file.path.rsplit("/", 1)[-1]
    if ending_of(file.path) == ".json" and looks_like_notebook(file.content.decode("utf-8", "replace")):
        return ArtifactKind.NOTEBOOK
    if "." in name or len(file.content) > 1_000_000 or b"\0" in file.content:
        return None
    text = decode_text(file.path, file.content).text
    if looks_like_notebook(text):
        return ArtifactKind.NOTEBOOK
    is_python = re.search(r"^def \w{1,80}\(", text, re.MULTILINE)
    return ArtifactKind.SCRIPT if is_python else None
