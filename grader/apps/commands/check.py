"""`grader check`: a student's own file against the public checks, offline."""

import time
from fractions import Fraction
from pathlib import Path

import click
from rich.console import Console

from grader.apps.options import EXISTING, EXISTING_FILE, language_option
from grader.checkers.installed import installed_checkers
from grader.intake import load_submission
from grader.marking import CHECKS_FILE, Checks, Grader, Record, open_checks
from grader.model.errors import UsageError
from grader.model.text import Language
from grader.report import terminal_table
from grader.sandbox import Sandbox

_LOOK_AGAIN_S = 0.5


@click.command("check")
@click.argument("path", type=EXISTING)
@click.option("--checks", "checks_file", type=EXISTING_FILE, help="The checks (default: checks.json beside the file).")
@click.option("--watch", is_flag=True, help="Check again whenever the file changes, until Ctrl-C.")
@language_option
def command(path: Path, checks_file: Path | None, watch: bool, language: Language | None) -> int:
    """Check your own work against the public checks of your course; nothing leaves your machine."""
    beside = (path if path.is_dir() else path.parent) / CHECKS_FILE
    file = checks_file or beside
    if not file.is_file():
        msg = f"there is no {beside}; name the file of checks that you got from your course with --checks"
        raise UsageError(msg)
    with Sandbox() as sandbox:  # starts while the checks are read
        grader, checks = open_checks(file, installed_checkers())
        _check(path, grader, checks, sandbox, language)
        while watch:
            _wait_for_a_change(path)
            click.clear()
            _check(path, grader, checks, sandbox, language)
    return 0


def _check(path: Path, grader: Grader, checks: Checks, sandbox: Sandbox, language: Language | None) -> None:
    submission = load_submission(path)
    if not grader.applies_to(submission):
        kinds = ", ".join(kind.value for kind in grader.rubric.kinds)
        msg = f"{path} holds nothing that these checks are about (they are about: {kinds})"
        raise UsageError(msg)
    record = grader.observe(submission, sandbox) if grader.needs_sandbox(submission) else Record(None, {})
    console = Console()
    console.print(terminal_table(grader.report(submission, record), audience="student", language=language))
    points = f"{float(Fraction(checks.others_points)):g}"
    if (language or checks.language) == "fr":
        words = f"{checks.others} autres critères, valant {points} points, ne sont jugés que par votre cours."
    else:
        words = f"{checks.others} other criteria, worth {points} points, are judged by your course alone."
    console.print(words, style="dim")


def _wait_for_a_change(path: Path) -> None:
    before = _stamp(path)
    while _stamp(path) == before:
        time.sleep(_LOOK_AGAIN_S)


def _stamp(path: Path) -> tuple[tuple[str, int], ...]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return tuple((str(file), file.stat().st_mtime_ns) for file in files if file.is_file())
