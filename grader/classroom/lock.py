"""One batch at a time in a folder."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from grader.classroom.files import sweep_unfinished
from grader.model.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows: two batches in one folder are the user's to avoid
    fcntl = None


@contextmanager
def grading(out: Path) -> Generator[None]:
    """Hold a class's folder while it is worked on; the system lets go of it when the process ends, however it ends.

    What killed writers left of files is removed first.

    Args:
        out: made if need be.

    Yields:
        Nothing.

    Raises:
        UsageError: when another process holds it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(out / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    except OSError as error:
        msg = f"cannot write into {out}: {error.strerror}"
        raise UsageError(msg) from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                msg = f"another `grader` is working in {out}; wait for it, or choose another --out"
                raise UsageError(msg) from error
        sweep_unfinished(out)
        yield
    finally:
        os.close(descriptor)
