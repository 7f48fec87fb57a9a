"""Run the commands that a page of the documents shows, in order, and compare what it says they print.

A block fenced by three backticks and ``console`` is run: a line that begins with ``$ `` is a command for the shell,
the lines below it are among what it prints. ``…`` stands for anything; a command that ends with something other than 0
is followed by a line ``(exit status N)``. Blocks of other kinds are not run.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"\(exit status (\d+)\)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as a page shows it."""

    command: str
    prints: tuple[str, ...]
    status: int = 0

    def problem(self, status: int, printed: str) -> str:
        """Return how a run differs from what the page says; empty where it does not."""
        if status != self.status:
            return f"`{self.command}` ended with {status}, not {self.status}:\n{printed}"
        lines = [" ".join(line.split()) for line in printed.splitlines()]
        for wanted in self.prints:
            pattern = ".*".join(re.escape(" ".join(piece.split())) for piece in wanted.split("…"))
            if not any(re.fullmatch(pattern.replace(r"\ ", r"\s*"), line) for line in lines):
                return f"`{self.command}` does not print `{wanted}`, but:\n{printed}"
        return ""


def commands_of(page: Path) -> tuple[Shown, ...]:
    """Return the commands that a page shows, in order."""
    found: list[Shown] = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        for piece in re.split(r"(?m)^\$ ", block)[1:]:
            command, *prints = piece.rstrip().replace("\\\n", " ").splitlines()
            told = [match for line in prints if (match := _STATUS.fullmatch(line.strip()))]
            lines = tuple(line.strip() for line in prints if line.strip() and not _STATUS.fullmatch(line.strip()))
            found.append(Shown(" ".join(command.split()), lines, int(told[0][1]) if told else 0))
    return tuple(found)


def run_page(page: Path, folder: Path, *, longest_s: float = 120) -> tuple[str, ...]:
    """Run a page's commands in a folder that holds what the repository's root does, and return every problem.

    Args:
        page: the document.
        folder: empty; gets copies of the rubrics, the references and the examples.
        longest_s: for each command.
    """
    for name in ("rubrics", "reference", "submissions_example"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    own = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200", "NO_COLOR": "1"}
    problems: list[str] = []
    for shown in commands_of(page):
        ended = subprocess.run(
            ["bash", "-c", shown.command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=longest_s,
            check=False,
        )
        problems.append(shown.problem(ended.returncode, ended.stdout.decode("utf-8", "replace")))
    return tuple(each for each in problems if each)
