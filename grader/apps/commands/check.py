"""`grader check`: a student's own file against the public checks, offline."""

import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click
from rich.console import Console

from grader.apps.checking import (
    OpenedChecks,
    checks_beside,
    fitting,
    holds_code,
    open_all,
    run_checks,
    what_is_hidden,
    what_is_not_isolated,
)
from grader.apps.options import EXISTING, EXISTING_FILE, language_option
from grader.intake import load_submission
from grader.model.errors import GraderError
from grader.model.text import Language
from grader.report import terminal_table
from grader.sandbox import Sandbox

_LOOK_AGAIN_S = 0.5  # asking for one file's time costs nothing, and works on every system and network drive


@click.command("check")
@click.argument("path", type=EXISTING)
@click.option(
    "--checks",
    "checks_files",
    type=EXISTING_FILE,
    multiple=True,
    help="The checks; may be repeated (default: checks.json or checks-*.json beside the file).",
)
@click.option("--watch", is_flag=True, help="Check again whenever the file changes, until Ctrl-C.")
@language_option
def command(path: Path, checks_files: tuple[Path, ...], watch: bool, language: Language | None) -> int:
    """Check your own work against the public checks of your course; nothing leaves your machine."""
    files = checks_files or checks_beside(path)
    # Starts while the checks are read; nothing of LaTeX runs, and needs none.
    with Sandbox() if holds_code(load_submission(path)) else nullcontext() as sandbox:
        opened = open_all(files)
        stamp = _stamp(path)
        _check(path, opened, sandbox, language)
        while watch:
            stamp = _wait_for_a_change(path, stamp)
            click.clear()
            try:
                _check(path, opened, sandbox, language)
            except (GraderError, OSError) as error:  # an editor may be in the middle of saving
                click.echo(f"grader: {error}", err=True)
    return 0


def _check(path: Path, opened: Sequence[OpenedChecks], sandbox: Sandbox | None, language: Language | None) -> None:
    submission = load_submission(path)
    console = Console()
    for each in fitting(opened, submission, path):
        report = run_checks(each, submission, sandbox)
        console.print(terminal_table(report, audience="student", language=language))
        console.print(what_is_hidden(each.checks, language), style="bold yellow", highlight=False)
        if said := what_is_not_isolated(report, language or each.checks.language):
            console.print(said, style="dim", highlight=False)


def _wait_for_a_change(path: Path, before: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Wait until a file differs from what it was when it was last read; return what it is now."""
    while (now := _stamp(path)) == before or not now:
        time.sleep(_LOOK_AGAIN_S)
    return now


def _stamp(path: Path) -> tuple[tuple[str, int], ...]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    found: list[tuple[str, int]] = []
    for file in files:
        try:
            if file.is_file():
                found.append((str(file), file.stat().st_mtime_ns))
        except OSError:  # replaced while we looked
            continue
    return tuple(found)
