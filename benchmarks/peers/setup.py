"""Make an environment for each peer below ``build/peers``: ``python -m benchmarks.peers.setup [NAME...]``.

The versions are pinned in ``requirements/NAME.txt``; NumPy, SciPy and SymPy are those that we run with. Done again,
only what is missing or has changed is made.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "peers"
NAMES = ("nbgrader", "otter", "gradescope-utils", "pytest-gradescope")


def environment(name: str) -> Path:
    """Return the folder of a peer's programs."""
    return BUILD / name / "bin"


def set_up(name: str) -> None:
    """Make a peer's environment, unless it is there with these very versions."""
    requirements = HERE / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    ready = BUILD / name / "ready"
    if ready.is_file() and ready.read_text() == digest:
        return
    if not (environment(name) / "python").exists():
        venv.create(BUILD / name, with_pip=True, symlinks=True)
    pip = [str(environment(name) / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(requirements)], check=True)
    ready.write_text(digest)


if __name__ == "__main__":
    for wanted in sys.argv[1:] or NAMES:
        print(f"{wanted} ...", flush=True)
        set_up(wanted)
