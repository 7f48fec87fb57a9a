"""What a verdict rests on, the record aside: this program, its libraries, the rubric, the reference."""

import hashlib
import platform
from dataclasses import fields, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import grader
from grader.marking import CriterionPlan
from grader.model.rubric import Criterion, Rubric

_LIBRARIES = ("numpy", "scipy", "sympy", "python-flint", "msgpack", "pydantic", "jinja2", "markupsafe", "latex2mathml")
_OURS = "grader."
_SHORTENED = "..."


def digest_of(*pieces: str | bytes) -> str:
    """Return a hash of a row of texts that tells apart where one ends and the next begins."""
    digest = hashlib.sha256()
    for piece in pieces:
        data = piece if isinstance(piece, bytes) else piece.encode(errors="surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """Return a hash of this program's files and of the versions that it computes with."""
    folder = Path(grader.__file__).parent
    return digest_of(folder_digest(folder), platform.python_version(), platform.machine(), *map(_version, _LIBRARIES))


def rubric_digest(rubric: Rubric) -> str:
    """Return a hash of a rubric's file, of its reference's and of this program."""
    return digest_of(program_digest(), rubric.id, rubric.sha256, folder_digest(rubric.reference))


def face_digest(rubric: Rubric) -> str:
    """Return a hash of what reports show of a rubric, and of this program: all but its checkers' parameters."""
    parts = [
        (part.id, part.title, part.points, part.notation, [_face(each) for each in part.criteria])
        for part in rubric.parts
    ]
    bare = replace(rubric, parts=(), path=Path(), reference=None, sha256="")
    return digest_of(program_digest(), repr(bare), repr(parts))


def _face(criterion: Criterion) -> tuple[object, ...]:
    shown = (each.name for each in fields(criterion) if each.name != "checker")
    return (criterion.is_for_a_person, *(getattr(criterion, name) for name in shown))


def criterion_digest(planned: CriterionPlan, grounds: str) -> str | None:
    """Return a hash of what a criterion's verdict depends on, the record aside; None: it cannot be told.

    Args:
        planned: the criterion, with its calls.
        grounds: a hash of what all criteria of a rubric depend on: the reference, the parts.
    """
    checker = planned.criterion.checker
    parameters = repr(checker)
    # Of a checker from another package we cannot say which files it is made of; and an array that prints its ends only
    # does not print what it holds.
    if not type(checker).__module__.startswith(_OURS) or _SHORTENED in parameters:
        return None
    calls = (f"{probe.id}\x1f{probe.key}\x1f{probe.seed}" for probe in planned.probes)
    return digest_of(program_digest(), grounds, planned.criterion.id, type(checker).__qualname__, parameters, *calls)


def folder_digest(folder: Path | None) -> str:
    """Return a hash of a folder's files, their names and what they hold; what Python compiled is left aside."""
    if folder is None:
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_of(*(piece for path in files for piece in (str(path.relative_to(folder)), path.read_bytes())))


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"{library} none"
