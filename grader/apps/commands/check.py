"""`grader check`: a student's own file against the public checks, offline."""

import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
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
from grader.apps.watching import Stamp, changes, stamp_of
from grader.intake import load_submission
from grader.model.errors import GraderError
from grader.model.text import Language
from grader.report import terminal_table
from grader.sandbox import Sandbox


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
        before = stamp_of(path)
        _check(path, opened, sandbox, language)
        if watch:
            with suppress(KeyboardInterrupt):  # how one stops watching
                _watch(path, before, opened, sandbox, language)
    return 0


def _watch(
    path: Path, before: Stamp, opened: Sequence[OpenedChecks], sandbox: Sandbox | None, language: Language | None
) -> None:
    chosen = language or opened[0].checks.language
    _say_watching(path, chosen)
    for _ in changes(path, before):
        click.clear()
        try:
            _check(path, opened, sandbox, language)
        except (GraderError, OSError) as error:  # an editor may be in the middle of saving
            click.echo(f"grader: {error}", err=True)
        _say_watching(path, chosen)


def _say_watching(path: Path, language: Language) -> None:
    now = time.strftime("%H:%M:%S")
    said = {
        "en": f"Checked at {now}. Again at every save of {path.name}, until Ctrl-C.",
        "fr": f"Vérifié à {now}. De nouveau à chaque enregistrement de {path.name}, jusqu'à Ctrl-C.",
    }
    Console().print(said[language], style="dim", highlight=False, markup=False)
    sys.stdout.flush()  # whoever reads a pipe sees it now, too


def _check(path: Path, opened: Sequence[OpenedChecks], sandbox: Sandbox | None, language: Language | None) -> None:
    submission = load_submission(path)
    console = Console()
    for each in fitting(opened, submission, path):
        report = run_checks(each, submission, sandbox)
        console.print(terminal_table(report, audience="student", language=language))
        console.print(what_is_hidden(each.checks, language), style="bold yellow", highlight=False)
        if said := what_is_not_isolated(report, language or each.checks.language):
            console.print(said, style="dim", highlight=False)
