"""`grader grade`: one hand-in by one rubric."""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click
from rich.console import Console

from grader.apps.options import EXISTING, EXISTING_FILE, language_option, reference_option, sandbox_options
from grader.checkers.installed import installed_checkers
from grader.classroom import write_atomically
from grader.intake import load_submission
from grader.marking import CODE_KINDS, Grader, Record
from grader.model.errors import UsageError
from grader.model.report import Report
from grader.model.rubric import Rubric
from grader.model.submission import Submission
from grader.model.text import Language
from grader.report import Audience, terminal_table, to_html, to_json
from grader.rubric import load_rubric
from grader.sandbox import Sandbox, Tier


@click.command("grade")
@click.argument("path", type=EXISTING)
@click.option("--rubric", "rubric_file", type=EXISTING_FILE, required=True, help="The rubric to grade by.")
@click.option("--json", "json_out", metavar="OUT", help="Write the report as JSON; `-`: to standard output, alone.")
@click.option("--html", "html_out", metavar="OUT", help="Write the report as a page; `-`: to standard output, alone.")
@click.option("--for", "audience", type=click.Choice(["staff", "student"]), default="staff", show_default=True)
@language_option
@reference_option
@sandbox_options
def command(
    path: Path,
    rubric_file: Path,
    json_out: str | None,
    html_out: str | None,
    audience: Audience,
    language: Language | None,
    reference: Path | None,
    require_tier: str | None,
    python: str | None,
) -> int:
    """Grade one hand-in: a .py, .ipynb or .tex file, a folder, or a zip.

    Exits 0 when everything could be judged, whatever the marks; 1 when something is ungraded; 2 when the rubric or
    the command is wrong, or the rubric does not grade such a file.
    """
    rubric = load_rubric(rubric_file, installed_checkers(), reference=reference)
    submission = load_submission(path)
    tier = Tier[require_tier] if require_tier else None
    # Starts while the right values are computed.
    with _sandbox_for(submission, rubric, tier, python) as sandbox:
        grader = Grader(rubric)
        if not grader.applies_to(submission):
            kinds = ", ".join(kind.value for kind in rubric.kinds)
            msg = f"{path} holds nothing that {rubric_file.name} grades (it grades: {kinds})"
            raise UsageError(msg)
        record = grader.observe(submission, sandbox) if sandbox is not None else Record(None, {})
    report = grader.report(submission, record)
    _write(report, json_out, html_out, audience, language)
    return 1 if report.has_ungraded else 0


def _sandbox_for(
    submission: Submission, rubric: Rubric, require_tier: Tier | None, python: str | None
) -> AbstractContextManager[Sandbox | None]:
    holds_code = any(each.kind in CODE_KINDS for each in submission.artifacts)
    if not holds_code or not any(each.checker.functions() for each in rubric.criteria()):
        return nullcontext()
    return Sandbox(python=python or rubric.python, require_tier=require_tier, first=submission)


def _write(
    report: Report, json_out: str | None, html_out: str | None, audience: Audience, language: Language | None
) -> None:
    outputs: list[tuple[str, str]] = []
    if json_out:
        plain = to_json(report, audience=audience, language=language)
        outputs.append((json_out, json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"))
    if html_out:
        outputs.append((html_out, to_html(report, audience=audience, language=language)))
    if not any(out == "-" for out, _ in outputs):
        Console().print(terminal_table(report, audience=audience, language=language))
    for out, text in outputs:
        if out == "-":
            sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
        else:
            write_atomically(Path(out), text)
