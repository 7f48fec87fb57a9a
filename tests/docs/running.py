"""Run the commands of a document as a reader would: every line of its ``sh`` blocks that calls the program."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_of(document: str) -> list[list[str]]:
    """Return the words of each command line of a document below ``docs/``, comments left out."""
    text = (DOCS / document).read_text(encoding="utf-8")
    lines = [line for block in _BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def run_command(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder; ``grader`` is the program under test."""
    program = [sys.executable, "-m", "grader"] if words[0] == "grader" else [words[0]]
    return subprocess.run([*program, *words[1:]], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
