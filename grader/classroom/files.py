"""Files that are either the old one or the new one, never half of it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_UNFINISHED: Final = ".unfinished"


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader, or a power cut, finds all of it or none of it.

    Args:
        path: its folder is made if need be. What is there and is no regular file is written to as it is.
        content: a text is written as UTF-8; its lone surrogates become replacement characters.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        # A device or a pipe (`--json /dev/null`) is written to; to put a file in its place would take it away.
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def sweep_unfinished(folder: Path) -> None:
    """Remove what writers that were killed left of files in a folder and in the folders directly in it."""
    for pattern in (f".*{_UNFINISHED}", f"*/.*{_UNFINISHED}"):
        for path in folder.glob(pattern):
            with suppress(OSError):
                path.unlink()
