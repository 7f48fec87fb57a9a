"""The nursery's environment variables: this table and nothing of ours."""

import os
from pathlib import Path
from typing import Final

FIXED: Final[tuple[tuple[str, str, str], ...]] = (
    ("PYTHONHASHSEED", "0", "sets and dicts of text come in one order on every run"),
    ("PYTHONDONTWRITEBYTECODE", "1", "nothing is written beside the course's libraries"),
    ("PYTHONNOUSERSITE", "1", "the user's own packages are not the course's"),
    ("PYTHONUTF8", "1", "files are read alike on every machine"),
    ("LC_ALL", "C.UTF-8", "numbers and dates are written alike on every machine"),
    ("TZ", "UTC", "times are alike on every machine"),
    ("PATH", "/usr/local/bin:/usr/bin:/bin", "for programs, where the rubric allows them"),
    ("MPLBACKEND", "Agg", "plots are drawn without a screen"),
    ("OPENBLAS_NUM_THREADS", "1", "sums are added in one order; threads do not crowd the machine"),
    ("OMP_NUM_THREADS", "1", "the same"),
    ("MKL_NUM_THREADS", "1", "the same"),
    ("VECLIB_MAXIMUM_THREADS", "1", "the same"),
    ("NUMEXPR_NUM_THREADS", "1", "the same"),
    ("MALLOC_ARENA_MAX", "2", "threads do not reserve address space that counts as theirs"),
)
"""Name, value and reason."""

PASSED: Final[tuple[tuple[str, str], ...]] = (
    ("SYSTEMROOT", "Windows does not start Python without it"),
    ("LD_LIBRARY_PATH", "a course's libraries may be found by it alone"),
    ("DYLD_LIBRARY_PATH", "the same on macOS"),
)
"""Names taken from our own environment, and the reason."""


def nursery_environment(home: Path) -> dict[str, str]:
    """Return the whole environment of the nursery.

    Args:
        home: the hand-in's folder, for whatever looks for a home or a temporary folder.
    """
    found = {name: value for name, value, _ in FIXED}
    found.update({name: os.environ[name] for name, _ in PASSED if name in os.environ})
    found.update(dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR", "IPYTHONDIR"), str(home)))
    return found
