"""`grader import`: tests that were written for other graders, as a rubric."""

from pathlib import Path

import click

from grader.apps.options import EXISTING
from grader.checkers.testing.checker import why_not_apart
from grader.classroom import write_atomically
from grader.rubric.foreign import make_rubric
from grader.rubric.foreign_files import nbgrader_questions, otter_questions


@click.command("import")
@click.argument("source", type=click.Choice(["otter", "nbgrader"]))
@click.argument("path", type=EXISTING)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The rubric to write.")
@click.option(
    "--confirm",
    type=click.Choice(["person", "nobody"]),
    default="person",
    show_default=True,
    help="Who confirms that a test passes which runs in the hand-in's own process.",
)
def command(source: str, path: Path, out: Path, confirm: str) -> int:
    """Turn the tests and points of otter or nbgrader into a rubric; nothing of them is run.

    A test is taken apart where that can be done: the hand-in's process makes the calls, and every comparison is made
    outside it. Any other test runs whole in that process, where a hostile hand-in can make it pass; the rubric says so
    of each, and a person confirms its passes unless you say otherwise.
    """
    questions = otter_questions(path) if source == "otter" else nbgrader_questions(path)
    made = make_rubric(out.stem, questions, why_not_apart, confirm)
    write_atomically(out, made.text)
    click.echo(
        f"{out}: {len(questions)} questions; {made.outside} tests are judged outside the hand-in's process, "
        f"{made.inside} inside, {made.by_hand} criteria by a person. Look it over, then `grader rubric check {out}`"
    )
    for criterion, reason in made.reasons:
        click.echo(f"  {criterion} runs inside: {reason}")
    return 0
