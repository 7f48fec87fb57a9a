"""`grader gallery`: a page with single parts of several hand-ins, their derivations line by line."""

from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, language_option
from grader.checkers.installed import installed_checkers
from grader.classroom import write_atomically
from grader.intake import load_submission
from grader.marking import Grader, Record
from grader.model.errors import UsageError
from grader.model.report import Report
from grader.model.text import Language
from grader.report import gallery_html
from grader.rubric import load_rubric


@click.command("gallery")
@click.argument("exhibits", nargs=-1, required=True, metavar="HAND_IN:PART...")
@click.option("--rubric", "rubric_file", type=EXISTING_FILE, required=True, help="The rubric to grade by.")
@click.option(
    "--html", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The page to write."
)
@language_option
def command(exhibits: tuple[str, ...], rubric_file: Path, out: Path, language: Language | None) -> None:
    """Write a page with one part of each hand-in: its derivation, line by line. Runs no student's code."""
    rubric = load_rubric(rubric_file, installed_checkers())
    grader = Grader(rubric)
    shown: list[tuple[Report, str]] = []
    for exhibit in exhibits:
        name, _, part = exhibit.rpartition(":")
        if not name or not Path(name).exists() or part not in {each.id for each in rubric.parts}:
            msg = f"{exhibit}: name a hand-in and a part of it, such as answers.tex:{rubric.parts[0].id}"
            raise UsageError(msg)
        shown.append((grader.report(load_submission(Path(name)), Record(None, {})), part))
    write_atomically(out, gallery_html(shown, language=language))
    click.echo(f"open {out}")
