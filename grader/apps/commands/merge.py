"""`grader merge`: the parts of a class that were graded apart become one."""

from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, FOLDER, language_option, reference_option
from grader.apps.rejudge import judge_again
from grader.apps.roster import read_roster_file, roster_option, tell_people
from grader.checkers.installed import installed_checkers
from grader.classroom import Job, Store, grading, remember_job
from grader.model.text import Language
from grader.rubric import load_rubric


@click.command("merge")
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="May be repeated.")
@click.option("--out", type=FOLDER, required=True, help="Where the whole class goes.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
@click.option("--quiet", is_flag=True, help="No progress and no tables.")
@roster_option
@language_option
@reference_option
def command(
    folders: tuple[Path, ...],
    rubric_files: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    quiet: bool,
    roster: Path | None,
    language: Language | None,
    reference: Path | None,
) -> int:
    """Join the records of FOLDERS (made by `grader batch --shard`) into one class; runs no student code."""
    checkers = installed_checkers()
    rubrics = tuple(load_rubric(file, checkers, reference=reference) for file in rubric_files)
    roster_text = read_roster_file(roster)
    job = Job(out, rubric_files, reference, language)
    with grading(out):
        store = Store(out)
        try:
            for folder in folders:
                count = store.absorb(folder)
                if not quiet:
                    click.echo(f"{folder}: {count} hand-ins", err=True)
            names = store.hand_ins()
        finally:
            store.close()
        remember_job(job, roster=roster_text)
        tell_people(out, [rubric.late for rubric in rubrics])
        return judge_again(job, names, rubrics, jobs=jobs, quiet=quiet)
