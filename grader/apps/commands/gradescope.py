"""`grader gradescope`: the zip that is uploaded, and what runs from it in the container."""

import time
from pathlib import Path

import click

from grader.apps.gradescope.bundle import build_zip, points_to_set
from grader.apps.gradescope.run import run
from grader.apps.options import EXISTING_FILE, FOLDER, TIER, language_option, reference_option
from grader.checkers.installed import installed_checkers
from grader.classroom import write_atomically
from grader.marking import Grader
from grader.model.errors import UsageError
from grader.model.text import Language
from grader.report.numbers import points_text
from grader.rubric import load_rubric


@click.group("gradescope")
def command() -> None:
    """Grade on Gradescope: build the autograder's zip; what it runs is `run`."""


@command.command("build")
@click.option("--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="May be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The zip to write.")
@click.option("--base", default="Ubuntu 22.04", show_default=True, help="The image chosen on Gradescope, as a note.")
@click.option("--require-tier", type=TIER, default="T2", show_default=True, help="Run no code with less isolation.")
@click.option(
    "--time-limit", type=click.IntRange(1, 40), default=10, show_default=True, help="Gradescope's, in minutes."
)
@language_option
@reference_option
def build(
    rubric_files: tuple[Path, ...],
    out: Path,
    base: str,
    require_tier: str,
    time_limit: int,
    language: Language | None,
    reference: Path | None,
) -> int:
    """Write autograder.zip: two scripts, this program as a wheel, its pinned versions, the rubrics and references."""
    started = time.monotonic()
    checkers = installed_checkers()
    rubrics = tuple(load_rubric(file, checkers, reference=reference) for file in rubric_files)
    if len({rubric.id for rubric in rubrics}) < len(rubrics):
        msg = "two of the rubrics have the same id; their results could not be told apart"
        raise UsageError(msg)
    for rubric in rubrics:
        Grader(rubric, warm=False)  # a rubric that cannot be planned fails here and not in the container
    content = build_zip(rubrics, language=language, require_tier=require_tier, time_limit_s=60 * time_limit, base=base)
    write_atomically(out, content)
    points = points_to_set(rubrics)
    machine, by_hand, total = (points_text(each, 2) for each in (points.machine, points.by_hand, points.total))
    click.echo(f"{out}: {len(content) / 1024:.0f} KiB in {time.monotonic() - started:.1f} s, for {base}")
    click.echo(f"Set on Gradescope: {machine} autograder points, {time_limit} minutes, Linux with {base}.")
    click.echo(f"Mark by hand: {by_hand} points, as questions of their own. {total} in all.")
    for each in points.criteria_by_hand:
        click.echo(f"  {each}")
    if len(rubrics) > 1:
        click.echo("Two rubrics in one assignment are both reported; as two assignments, build a zip for each.")
    return 0


@command.command("run")
@click.option("--root", type=FOLDER, default=Path("/autograder"), show_default=True, help="The container's folder.")
@click.option("--source", type=FOLDER, default=None, help="Where the zip was unpacked (default: ROOT/source).")
def run_in_container(root: Path, source: Path | None) -> int:
    """Grade ROOT/submission into ROOT/results/results.json; called by run_autograder."""
    return 1 if run(root, source or root / "source", click.echo) else 0
