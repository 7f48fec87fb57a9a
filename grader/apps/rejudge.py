"""Judge a recorded class again: what `grader remark`, `grader merge` and `grader marks` have in common."""

import os
from collections.abc import Sequence

import click

from grader.apps.live import ClassProgress
from grader.apps.progress import print_changes, print_class
from grader.classroom import Event, Job, Task, finish_class, run_batch
from grader.model.rubric import Rubric


def judge_again(job: Job, names: Sequence[str], rubrics: Sequence[Rubric], *, jobs: int | None, quiet: bool) -> int:
    """Judge a class from its record and write its files anew; the class's folder must be held (``grading``).

    Args:
        job: the folder, the rubrics' files, the language.
        names: the hand-ins.
        rubrics: the rubrics, loaded.
        jobs: worker processes at most; None: one a core.
        quiet: whether to print nothing but what went wrong.

    Returns:
        The command's exit status: 1 when anything is ungraded.
    """
    tasks = tuple(Task(name) for name in names)
    with ClassProgress(len(tasks), quiet=quiet) as progress:
        rows, failures = run_batch(job, tasks, jobs or os.cpu_count() or 1, progress.tell)
    finished = finish_class(job.out, rubrics, rows, job.language)
    if not quiet:
        print_class(finished, rubrics, job.out, job.language)
        print_changes(finished)
    return status_of(finished_needs_a_look=any(row.needs_a_look for row in finished), failures=failures)


def status_of(*, finished_needs_a_look: bool, failures: Sequence[Event]) -> int:
    """Say which hand-ins failed and return the exit status of a class."""
    for failure in failures:
        click.echo(f"grader: {failure.name} could not be graded: {failure.message}", err=True)
    return 1 if failures or finished_needs_a_look else 0
