"""Raw files of a hand-in: what they are called, what they are, which of them nobody wants to see."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath

from grader.intake.limits import Account, IntakeLimits
from grader.model.errors import IntakeError
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote, Unreadable
from grader.model.submission import ArtifactKind

KINDS = {
    ".py": ArtifactKind.SCRIPT,
    ".pyw": ArtifactKind.SCRIPT,
    ".ipynb": ArtifactKind.NOTEBOOK,
    ".tex": ArtifactKind.LATEX,
    ".ltx": ArtifactKind.LATEX,
    ".latex": ArtifactKind.LATEX,
    ".md": ArtifactKind.MARKDOWN,
    ".markdown": ArtifactKind.MARKDOWN,
    ".txt": ArtifactKind.OTHER,
    ".sty": ArtifactKind.OTHER,
    ".cls": ArtifactKind.OTHER,
}
MOST_TROUBLES = 200
"""Facts of one hand-in, or of one notebook, that are told one by one."""

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
FOREIGN_ARCHIVES = (".rar", ".7z", ".zipx", ".tar.zst", ".tar.lz", ".cab")
DATA = frozenset(
    {".csv", ".tsv", ".json", ".jsonl", ".xml", ".npy", ".npz", ".dat", ".mat", ".h5", ".hdf5", ".pkl", ".pickle"}
    | {".pt", ".pth", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".bib", ".log"}
)
"""Files that belong beside answers; anything else that is no answer either is worth a note."""
_EXTRA_ENDINGS = (".txt", ".json", ".download")
_CLUTTER_FOLDERS = frozenset({"__macosx", "__pycache__", "node_modules", "venv", "site-packages"})
_CLUTTER_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_CLUTTER_ENDINGS = (".pyc", ".pyo", "~", ".swp", ".tmp", ".aux", ".synctex.gz")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as bytes; ``path`` is relative to the hand-in, with forward slashes, and safe to write."""

    path: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Gathering:
    """The files of one hand-in while they are gathered, with the facts about those that were not taken."""

    account: Account
    files: list[RawFile] = field(default_factory=list[RawFile])
    troubles: list[Evidence] = field(default_factory=list[Evidence])
    ignored: dict[str, int] = field(default_factory=dict[str, int])
    _taken: set[str] = field(default_factory=set[str])

    @property
    def limits(self) -> IntakeLimits:
        """The caps that hold for this hand-in."""
        return self.account.limits

    def refuse(self, path: str, reason: str, detail: str = "") -> None:
        """Say that ``path`` could not be opened at all, so that a person looks."""
        self.troubles.append(Unreadable(path=path, reason=reason, detail=detail, is_ours=True))

    def refuse_by(self, error: IntakeError, path: str, limit: int) -> None:
        """Refuse ``path`` for the reason of ``error``; what would fit ``limit`` is too much only with all the rest."""
        reason, detail = error.args
        if reason == "too_large" and self.account.room() < limit:
            reason, detail = "too_much_in_all", f"limit {self.limits.total_bytes} bytes"
        self.refuse(path, reason, detail)

    def note(self, path: str, note: str, detail: str = "") -> None:
        """Say something about ``path`` that costs nobody anything."""
        self.troubles.append(IntakeNote(path=path, note=note, detail=detail))

    def ignore(self, root: str) -> None:
        """Count one file or folder under ``root`` that nobody handed in on purpose."""
        self.ignored[root] = self.ignored.get(root, 0) + 1

    def take(self, path: str, content: bytes) -> None:
        """Keep one file, or say why not."""
        if not self.account.has_room_for_a_file():
            self.refuse(path, "too_many_files", f"limit {self.limits.files}")
            return
        free = self._free(path)
        if free != path:
            self.note(free, "renamed", path)
        self.account.add_file(len(content))
        self.files.append(RawFile(free, content))
        self._taken.add(free)

    def _free(self, path: str) -> str:
        """Return ``path``, or with a number when a hand-in that stands in several places has two of that name."""
        pure = PurePosixPath(path)
        candidates = (str(pure.with_name(f"{pure.stem}-{number}{pure.suffix}")) for number in count(2))
        return path if path not in self._taken else next(each for each in candidates if each not in self._taken)

    def all_troubles(self) -> tuple[Evidence, ...]:
        """Return every fact: one note for each ignored file or folder, then the others in order."""
        notes = [
            IntakeNote(path=root, note="ignored", detail=f"{entries} entries" if entries > 1 else "")
            for root, entries in sorted(self.ignored.items())
        ]
        return few((*notes, *self.troubles), ".")


def few(troubles: Sequence[Evidence], path: str) -> tuple[Evidence, ...]:
    """Return the facts if a person can read them all, else the first and one that says how many more there are.

    Args:
        troubles: what was found; an archive of fifty thousand links makes as many.
        path: what the last fact is about.

    Returns:
        At most ``MOST_TROUBLES`` and one. If any that is left out needs a person, so does the last.
    """
    rest = troubles[MOST_TROUBLES:]
    if not rest:
        return tuple(troubles)
    serious = [trouble for trouble in rest if isinstance(trouble, Unreadable)]
    is_ours = any(trouble.is_ours for trouble in serious)
    more = (
        Unreadable(path, "more_troubles", str(len(rest)), is_ours=is_ours)
        if serious
        else IntakeNote(path, "more_troubles", str(len(rest)))
    )
    return (*troubles[:MOST_TROUBLES], more)


def clutter_root(path: str) -> str | None:
    """Return the shortest part of ``path`` that the system or a tool left behind; None for a file of the student's.

    Hidden files and folders, caches, ``__MACOSX`` twins, editors' backups.
    """
    parts = PurePosixPath(path).parts
    for index, part in enumerate(parts):
        lowered = part.lower()
        is_last = index == len(parts) - 1
        is_clutter = (
            part.startswith(".")
            or lowered in _CLUTTER_FOLDERS
            or (is_last and (lowered in _CLUTTER_FILES or part.startswith("~$") or lowered.endswith(_CLUTTER_ENDINGS)))
        )
        if is_clutter:
            return "/".join(parts[: index + 1])
    return None


def safe_path(name: str) -> str | None:
    r"""Return ``name`` as a relative path with forward slashes; None if it points outside or says nothing.

    ``\`` separates (Windows tools write it), control characters and lone surrogates become ``_``, the rest is put in
    Unicode's composed form, so that the same name written on two systems is the same.
    """
    slashed = name.replace("\\", "/")
    if slashed.startswith("/") or re.match(r"[A-Za-z]:", slashed):
        return None
    parts = [part for part in slashed.split("/") if part not in {"", "."}]
    if not parts or ".." in parts:
        return None
    cleaned = "".join("_" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in "/".join(parts))
    return unicodedata.normalize("NFC", cleaned)


def shown_name(name: str) -> str:
    """Return a name that is no usable path, short and without control characters, for a person to read."""
    return "".join("_" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in name[:120])


def ending_of(path: str) -> str:
    """Return the lower-cased ending that says what a file is; ``.tar.gz`` counts as one."""
    name = PurePosixPath(path).name.lower()
    for double in (*ARCHIVES, *FOREIGN_ARCHIVES):
        if name.endswith(double):
            return double
    return PurePosixPath(name).suffix


def kind_of(path: str) -> tuple[ArtifactKind | None, bool]:
    """Return what a file is by its name, and whether an ending was overlooked for it.

    Mail programs and browsers make ``solution.py.txt`` and ``work.ipynb.json`` of what was sent.
    """
    name = PurePosixPath(path).name.lower()
    for extra in _EXTRA_ENDINGS:
        inner = PurePosixPath(name.removesuffix(extra)).suffix
        if name.endswith(extra) and inner in {".py", ".ipynb", ".tex", ".md"}:
            return KINDS[inner], True
    return KINDS.get(PurePosixPath(name).suffix), False


def reading_order(path: str) -> tuple[int, str]:
    """Return the sort key of DESIGN: the shallowest path, then the alphabet."""
    return path.count("/"), path
