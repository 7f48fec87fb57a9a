"""`grader marks`: a person's marks, back in."""

from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE
from grader.apps.rejudge import judge_again
from grader.classroom import Store, grading, open_class, take_marks
from grader.model.errors import UsageError


@click.command("marks")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--csv", "file", type=EXISTING_FILE, required=True, help="The table of `grader pending`, filled in.")
@click.option("--quiet", is_flag=True, help="No progress and no table.")
def command(folder: Path, file: Path, quiet: bool) -> int:
    """Take a person's marks from a table into the class graded into FOLDER, and write its reports and grades anew.

    Rows without points are left alone; `-` takes an earlier mark back. A person's mark counts over the machine's
    verdict, which stays beside it. Every problem of the table is named, and nothing is taken while there is one.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{file} is not UTF-8 (byte {error.start}); save it as CSV UTF-8"
        raise UsageError(msg) from error
    recorded = open_class(folder)
    rubrics = recorded.load_rubrics()
    with grading(folder):
        store = Store(folder, must_exist=True)
        try:
            changed = take_marks(store, text, rubrics)
        finally:
            store.close()
        status = judge_again(recorded.job, recorded.hand_ins, rubrics, jobs=None, quiet=quiet)
    if not quiet:
        click.echo(f"{len(changed)} hand-in(s) marked by a person")
    return status
