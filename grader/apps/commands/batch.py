"""`grader batch`: a class."""

import os
from pathlib import Path

import click

from grader.apps.live import ClassProgress
from grader.apps.options import EXISTING, EXISTING_FILE, FOLDER, language_option, reference_option, sandbox_options
from grader.apps.progress import print_class
from grader.apps.rejudge import status_of
from grader.apps.roster import read_roster_file, roster_option, tell_people
from grader.checkers.installed import installed_checkers
from grader.classroom import Job, Task, finish_class, grading, remember_job, run_batch
from grader.intake import HandIn, find_class
from grader.model.errors import UsageError
from grader.model.text import Language
from grader.report.feedback import feedback
from grader.rubric import load_rubric


@click.command("batch")
@click.argument("folder", type=EXISTING)
@click.option("--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="May be repeated.")
@click.option("--out", type=FOLDER, required=True, help="Where the reports, the grades and the record go.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
@click.option("--shard", default=None, metavar="I/N", help="Grade only the I-th of N parts of the class.")
@click.option("--quiet", is_flag=True, help="No progress and no table.")
@click.option("--json-lines", is_flag=True, help="On standard output one JSON object per event alone.")
@roster_option
@language_option
@reference_option
@sandbox_options
def command(
    folder: Path,
    rubric_files: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    shard: str | None,
    quiet: bool,
    json_lines: bool,
    roster: Path | None,
    language: Language | None,
    reference: Path | None,
    require_tier: str | None,
    python: str | None,
) -> int:
    """Grade a class: each file or folder directly in FOLDER is a hand-in.

    Downloads of Gradescope, Moodle, Canvas and nbgrader are recognised, packed or not.

    May be stopped at any moment; started again with the same folder it goes on where it was. Exits 1 when anything is
    ungraded in any hand-in.
    """
    checkers = installed_checkers()
    rubrics = tuple(load_rubric(file, checkers, reference=reference) for file in rubric_files)
    if len({rubric.id for rubric in rubrics}) < len(rubrics):
        msg = "two of the rubrics have the same id; grades could not be told apart"
        raise UsageError(msg)
    found = find_class(folder, unpack_into=out / "unpacked" if folder.is_file() else None)
    hand_ins = take_shard(found.hand_ins, shard)
    for trouble in found.troubles:
        click.echo(f"grader: {feedback(trouble, language or rubrics[0].language)}", err=True)
    roster_text = read_roster_file(roster)
    if not hand_ins:
        msg = f"{folder} holds no hand-in (each file or folder directly in it is one)"
        raise UsageError(msg)
    job = Job(out, rubric_files, reference, language, require_tier, python)
    tasks = tuple(Task(hand_in.name, hand_in) for hand_in in hand_ins)
    with grading(out):
        remember_job(job, hand_ins, roster=roster_text, partial=shard is not None)
        tell_people(out, [rubric.late for rubric in rubrics])
        with ClassProgress(len(tasks), quiet=quiet, json_lines=rubrics if json_lines else None) as progress:
            rows, failures = run_batch(job, tasks, jobs or os.cpu_count() or 1, progress.tell)
        finished = finish_class(out, rubrics, rows, language)
    if not (quiet or json_lines):
        print_class(finished, rubrics, out, language)
    return status_of(finished_needs_a_look=any(row.needs_a_look for row in finished), failures=failures)


def take_shard(hand_ins: tuple[HandIn, ...], shard: str | None) -> tuple[HandIn, ...]:
    """Return the hand-ins of one part of a class."""
    if shard is None:
        return hand_ins
    at, _, count = shard.partition("/")
    if not (at.isdecimal() and count.isdecimal() and 1 <= int(at) <= int(count)):
        msg = f"--shard wants I/N with 1 <= I <= N, e.g. 2/4, not '{shard}'"
        raise UsageError(msg)
    return hand_ins[int(at) - 1 :: int(count)]
