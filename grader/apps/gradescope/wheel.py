"""This program as a wheel, and the exact versions that it runs with: made from what is installed, without network.

A wheel of pure Python is a zip of the package with four small files beside it (PEP 427),
so neither a build tool nor the checkout is needed, and an editable installation serves as well as any other.
"""

import base64
import hashlib
import io
import re
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import grader
from grader.model.errors import UsageError

NAME = "chalkmark"
_EPOCH = (2020, 1, 1, 0, 0, 0)
"""The time of every entry: the same content gives the same zip."""
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def build_wheel() -> tuple[str, bytes]:
    """Return the wheel's file name and its bytes.

    Raises:
        UsageError: when the program runs from files that were never installed.
    """
    made = _installed(NAME)
    entries = {f"grader/{path}": content for path, content in files_below(Path(grader.__file__).parent)}
    info = f"{NAME}-{grader.__version__}.dist-info"
    metadata = made.read_text("METADATA") or ""
    metadata = re.sub(r"(?m)^Version: .*$", f"Version: {grader.__version__}", metadata, count=1)
    entries[f"{info}/METADATA"] = metadata.encode("utf-8")
    entries[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {NAME} {grader.__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    ).encode()
    entries[f"{info}/entry_points.txt"] = (made.read_text("entry_points.txt") or "").encode("utf-8")
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in entries.items()]
    entries[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode("utf-8")
    return f"{NAME}-{grader.__version__}-py3-none-any.whl", zipped(entries)


def pinned_versions() -> str:
    """Return the program's dependencies, and theirs, with the versions installed here, as lines for pip's ``-c``."""
    found: dict[str, str] = {}
    waiting = _requirements(_installed(NAME))
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            made = distribution(name)
        except PackageNotFoundError:
            continue  # asked for on other systems only
        found[key] = f"{made.name}=={made.version}"
        waiting += _requirements(made)
    return "\n".join(found[key] for key in sorted(found)) + "\n"


def zipped(entries: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """Return a zip of files by name, the same for the same content; ``executable`` names those that are run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = (0o100755 if name in executable else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def files_below(folder: Path) -> list[tuple[str, bytes]]:
    """Return the files below a folder by their names in it, without what Python compiled and without hidden ones."""
    return [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        msg = f"{name} is not installed here, so that its metadata are not known; run `pip install -e .` once"
        raise UsageError(msg) from error


def _requirements(made: Distribution) -> list[str]:
    wanted = [each for each in made.requires or [] if not re.search(r"\bextra\s*==", each)]
    return [found[1] for each in wanted if (found := _REQUIREMENT.match(each))]


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode("ascii")
