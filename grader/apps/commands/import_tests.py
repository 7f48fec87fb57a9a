"""`grader import`: tests that were written for other graders, as a rubric."""

from pathlib import Path

import click

from grader.apps.options import EXISTING
from grader.classroom import write_atomically
from grader.rubric.foreign import rubric_text
from grader.rubric.foreign_files import nbgrader_questions, otter_questions


@click.command("import")
@click.argument("source", type=click.Choice(["otter", "nbgrader"]))
@click.argument("path", type=EXISTING)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The rubric to write.")
def command(source: str, path: Path, out: Path) -> int:
    """Turn the tests and points of otter or nbgrader into a rubric; nothing of them is run.

    A test that compares calls with numbers is judged by the program, outside the student's process. Any other test is
    left to a person, with its code before them, since a test that runs beside a student's program can be made to pass.
    """
    questions = otter_questions(path) if source == "otter" else nbgrader_questions(path)
    text, judged, by_hand = rubric_text(out.stem, questions)
    write_atomically(out, text)
    click.echo(
        f"{out}: {len(questions)} questions; {judged} criteria are judged by the program, {by_hand} by a person. "
        f"Look it over, then `grader rubric check {out}`"
    )
    return 0
