"""Run the attacks of a case in a process of its own, with an environment of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.escapes.outcome import Session, read_session

_ROOT = Path(__file__).resolve().parents[2]
_LONGEST_S = 600
_LAST_WORDS = 3000


def run_case(name: str, attacks: tuple[str, ...] = ()) -> Session:
    """Run attacks in the surroundings of a case.

    Args:
        name: the case.
        attacks: their names; none for all.

    Raises:
        RuntimeError: when the process that ran them did not come to its end: an attack reached it.
    """
    with tempfile.TemporaryDirectory(prefix="escape-outcomes-") as folder:
        out = Path(folder) / "outcomes.json"
        # What attackers can read of this process on the lowest tier is made for them.
        environment = {
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            "TMPDIR": tempfile.gettempdir(),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        ended = subprocess.run(
            [sys.executable, "-m", "tests.escapes.run", name, str(out), *attacks],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST_S,
            start_new_session=True,
            check=False,
        )
        if ended.returncode != 0:
            words = ended.stderr[-_LAST_WORDS:].decode("utf-8", "replace")
            msg = f"the grader of {name} ended with {ended.returncode}: {words}"
            raise RuntimeError(msg)
        return read_session(out)
