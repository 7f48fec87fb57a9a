"""`grader merge`: the parts of a class that were graded apart become one."""

from pathlib import Path

import click

from grader.apps.commands.remark import command as remark
from grader.apps.options import EXISTING_FILE, FOLDER, language_option, reference_option
from grader.classroom import Store, grading
from grader.model.text import Language


@click.command("merge")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="May be repeated.")
@click.option("--out", type=FOLDER, required=True, help="Where the whole class goes.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
@click.option("--quiet", is_flag=True, help="No progress and no tables.")
@language_option
@reference_option
@click.pass_context
def command(
    ctx: click.Context,
    folders: tuple[Path, ...],
    rubric_files: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    quiet: bool,
    language: Language | None,
    reference: Path | None,
) -> int:
    """Join the records of FOLDERS (made by `grader batch --shard`) into one class; runs no student code."""
    with grading(out):
        store = Store(out)
        try:
            for folder in folders:
                count = store.absorb(folder)
                if not quiet:
                    click.echo(f"{folder}: {count} hand-ins", err=True)
        finally:
            store.close()
    return int(
        ctx.invoke(
            remark,
            folder=out,
            rubric_files=rubric_files,
            jobs=jobs,
            quiet=quiet,
            language=language,
            reference=reference,
        )
    )
