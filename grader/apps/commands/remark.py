"""`grader remark`: judge the recorded class again."""

import os
from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, language_option, reference_option
from grader.apps.progress import ClassProgress, print_changes, print_class
from grader.checkers.installed import installed_checkers
from grader.classroom import Job, Store, Task, finish_class, grading, remember_job, run_batch
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
    rubrics = tuple(load_rubric(file, installed_checkers(), reference=reference) for file in rubric_files)
    store = Store(folder, must_exist=True)
    tasks = tuple(Task(name) for name in store.hand_ins())
    store.close()
    job = Job(folder, rubric_files, reference, language)
    with grading(folder):
        remember_job(job)
        with ClassProgress(len(tasks), quiet=quiet) as progress:
            rows, failures = run_batch(job, tasks, jobs or os.cpu_count() or 1, progress.tell)
        finished = finish_class(folder, rubrics, rows, language)
    if not quiet:
        print_class(finished, rubrics, folder, language)
        print_changes(finished)
    for failure in failures:
        click.echo(f"grader: {failure.name} could not be judged: {failure.message}", err=True)
    return 1 if failures or any(row.needs_a_look for row in finished) else 0
