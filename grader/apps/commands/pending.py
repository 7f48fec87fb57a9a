"""`grader pending`: what waits for a person."""

import sys
from pathlib import Path

import click

from grader.classroom import open_class, waiting_csv, waiting_in, write_atomically


@click.command("pending")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--csv", "out", required=True, metavar="FILE", help="Where the table goes; `-`: to standard output.")
def command(folder: Path, out: str) -> int:
    """Write what waits for a person in the class graded into FOLDER: fill in `points` and hand it to `grader marks`."""
    recorded = open_class(folder)
    waiting = tuple(waiting_in(folder, recorded.hand_ins, [path.id for path in recorded.load_rubrics()]))
    text = waiting_csv(waiting)
    if out == "-":
        sys.stdout.write(text)
    else:
        write_atomically(Path(out), text)
        click.echo(f"{len(waiting)} to mark: fill in the column `points`, then `grader marks {folder} --csv {out}`")
    return 0
