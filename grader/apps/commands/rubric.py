"""`grader rubric`: check a rubric file, or print the schema that editors complete it by."""

import json
from fractions import Fraction
from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, reference_option
from grader.checkers.installed import installed_checkers
from grader.marking import Grader
from grader.rubric import load_rubric, rubric_schema


@click.group("rubric")
def command() -> None:
    """Check a rubric, or print the language's JSON Schema."""


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of rubric files."""
    click.echo(json.dumps(rubric_schema(installed_checkers()), indent=2, ensure_ascii=False))


@command.command("check")
@click.argument("file", type=EXISTING_FILE)
@reference_option
def check(file: Path, reference: Path | None) -> None:
    """Report every problem of a rubric at once, with its line; exits 2 if there is any.

    Draws every input and works out every expected value as well, so that a reference that does not answer is a
    problem here and not in the middle of a class.
    """
    rubric = load_rubric(file, installed_checkers(), reference=reference)
    plan = Grader(rubric).plan
    click.echo(
        f"{file.name}: {len(rubric.parts)} parts, {len(plan.criteria)} criteria, {_text(rubric.points)} points, "
        f"{len(plan.probes)} calls of {len(plan.functions)} functions. No problem found."
    )


def _text(points: Fraction) -> str:
    return f"{float(points):g}"
