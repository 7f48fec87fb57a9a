"""`grader check`: a student's own file against the public checks, offline."""

import json
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
    language_here,
    open_all,
    run_checks,
    what_is_hidden,
    what_is_not_isolated,
    why_nothing_was_read,
)
from grader.apps.options import EXISTING, EXISTING_FILE, language_option
from grader.apps.watching import Stamp, changes, stamp_of
from grader.classroom import write_atomically
from grader.intake import load_submission
from grader.marking import Checks
from grader.model.errors import GraderError, SpokenError, UsageError
from grader.model.report import Report
from grader.model.text import Language
from grader.report import terminal_table, to_json
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
@click.option(
    "--json", "json_out", metavar="OUT", help="Write a report a line, for programs; `-`: to standard output, alone."
)
@language_option
def command(
    path: Path, checks_files: tuple[Path, ...], watch: bool, json_out: str | None, language: Language | None
) -> int:
    """Check your own work against the public checks of your course; nothing leaves your machine."""
    if watch and json_out:
        msg = "--watch is for people and --json for programs; give one of them"
        raise UsageError(msg)
    try:
        _run(path, checks_files, watch, json_out, language)
    except SpokenError as error:
        raise UsageError(error.in_language(language or language_here())) from error
    return 0


def _run(
    path: Path, checks_files: tuple[Path, ...], watch: bool, json_out: str | None, language: Language | None
) -> None:
    files = checks_files or checks_beside(path)
    submission = load_submission(path)
    # Starts while the checks are read; nothing of LaTeX runs, and needs none.
    with Sandbox(first=submission) if holds_code(submission) else nullcontext() as sandbox:
        opened = open_all(files)
        before = stamp_of(path)
        reports = _check(path, opened, sandbox)
        if json_out:
            _write_json(json_out, reports, language)
        if json_out != "-":
            _show(reports, language)
        if watch:
            with suppress(KeyboardInterrupt):  # how one stops watching
                _watch(path, before, opened, sandbox, language)


def _watch(
    path: Path, before: Stamp, opened: Sequence[OpenedChecks], sandbox: Sandbox | None, language: Language | None
) -> None:
    chosen = language or opened[0].checks.language
    _say_watching(path, chosen)
    for _ in changes(path, before):
        click.clear()
        try:
            _show(_check(path, opened, sandbox), language)
        except (GraderError, OSError) as error:  # an editor may be in the middle of saving
            said = error.in_language(chosen) if isinstance(error, SpokenError) else str(error)
            click.echo(f"grader: {said}", err=True)
        _say_watching(path, chosen)


def _say_watching(path: Path, language: Language) -> None:
    now = time.strftime("%H:%M:%S")
    said = {
        "en": f"Checked at {now}. Again at every save of {path.name}, until Ctrl-C.",
        "fr": f"Vérifié à {now}. De nouveau à chaque enregistrement de {path.name}, jusqu'à Ctrl-C.",
    }
    Console().print(said[language], style="dim", highlight=False, markup=False)
    sys.stdout.flush()  # whoever reads a pipe sees it now, too


def _check(path: Path, opened: Sequence[OpenedChecks], sandbox: Sandbox | None) -> list[tuple[Report, Checks]]:
    submission = load_submission(path)
    return [(run_checks(each, submission, sandbox), each.checks) for each in fitting(opened, submission, path)]


def _show(reports: Sequence[tuple[Report, Checks]], language: Language | None) -> None:
    console = Console()
    told: set[str] = set()
    for report, checks in reports:
        if why := why_nothing_was_read(report, language or checks.language):
            if why not in told:  # one file may be asked about by several files of checks
                console.print(why, style="magenta", highlight=False, markup=False)
            told.add(why)
            continue
        console.print(terminal_table(report, audience="student", language=language))
        console.print(what_is_hidden(checks, language), style="bold yellow", highlight=False)
        if said := what_is_not_isolated(report, language or checks.language):
            console.print(said, style="dim", highlight=False)


def _write_json(out: str, reports: Sequence[tuple[Report, Checks]], language: Language | None) -> None:
    plain = [to_json(report, audience="student", language=language) for report, _ in reports]
    text = "".join(json.dumps(each, ensure_ascii=False, allow_nan=False) + "\n" for each in plain)
    if out == "-":
        sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    else:
        write_atomically(Path(out), text)
