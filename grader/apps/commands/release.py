"""`grader release`: what students get."""

from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, FOLDER, reference_option
from grader.checkers.installed import installed_checkers
from grader.classroom import write_atomically
from grader.marking import CHECKS_FILE, checks_text, make_checks
from grader.rubric import load_rubric


@click.command("release")
@click.option("--rubric", "rubric_file", type=EXISTING_FILE, required=True, help="The rubric.")
@click.option("--out", type=FOLDER, required=True, help="Where the students' files go.")
@reference_option
def command(rubric_file: Path, out: Path, reference: Path | None) -> int:
    """Write the public checks of a rubric for students: values to compare with, and no formula to read.

    Holds the criteria of visibility `student` that values alone can judge; the others are counted, not described.
    """
    checks = make_checks(load_rubric(rubric_file, installed_checkers(), reference=reference))
    write_atomically(out / CHECKS_FILE, checks_text(checks))
    count = sum(len(part.criteria) for part in checks.parts)
    click.echo(f"{out / CHECKS_FILE}: {count} criteria; {checks.others} others are judged in class alone")
    return 0
