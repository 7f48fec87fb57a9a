"""`grader remark`: judge the recorded class again."""

from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, language_option, reference_option
from grader.apps.rejudge import judge_again
from grader.checkers.installed import installed_checkers
from grader.classroom import Job, Store, grading, remember_job
from grader.model.text import Language
from grader.rubric import load_rubric


@click.command("remark")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="May be repeated.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
@click.option("--quiet", is_flag=True, help="No progress and no tables.")
@language_option
@reference_option
def command(
    folder: Path,
    rubric_files: tuple[Path, ...],
    jobs: int | None,
    quiet: bool,
    language: Language | None,
    reference: Path | None,
) -> int:
    """Judge the class recorded in FOLDER again: new tolerances, new feedback, criteria dropped or reweighted.

    Runs nothing of the students'. Says whose marks change and where, and which criteria ask for calls that were never
    made and so need a new look with `grader batch`. Exits 1 when anything is ungraded.
    """
    checkers = installed_checkers()
    rubrics = tuple(load_rubric(file, checkers, reference=reference) for file in rubric_files)
    job = Job(folder, rubric_files, reference, language)
    with grading(folder):
        store = Store(folder, must_exist=True)
        names = store.hand_ins()
        store.close()
        remember_job(job)
        return judge_again(job, names, rubrics, jobs=jobs, quiet=quiet)
