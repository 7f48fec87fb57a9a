"""`grader release`: what students get."""

import secrets
from collections.abc import Collection
from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, FOLDER, reference_option
from grader.apps.starters import read_starter, starter_notebook, starter_template
from grader.checkers.installed import installed_checkers
from grader.classroom import write_atomically
from grader.marking import CHECKS_FILE, Checks, checks_text, make_checks
from grader.model.errors import UsageError
from grader.model.rubric import Rubric
from grader.model.submission import ArtifactKind
from grader.model.text import LANGUAGES
from grader.rubric import load_rubric

_SHORTEST_SEED = 2**64
"""Shorter ones can be found from what is shipped, by trying them all."""
_CODE = frozenset({ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK})


@click.command("release")
@click.option(
    "--rubric", "rubric_files", type=EXISTING_FILE, required=True, multiple=True, help="A rubric; may be repeated."
)
@click.option("--out", type=FOLDER, required=True, help="Where the students' files go.")
@click.option("--checks-only", is_flag=True, help="Write the public checks alone, and no starter files.")
@reference_option
def command(rubric_files: tuple[Path, ...], out: Path, checks_only: bool, reference: Path | None) -> int:
    """Write what students get: starter files from the reference without its solutions, and the public checks.

    The checks hold the criteria of visibility `student` that values, or the rules of mathematics, alone can judge; the
    others are counted, not described. docs/students.md is the students' guide to these files.
    """
    rubrics = [load_rubric(file, installed_checkers(), reference=reference) for file in rubric_files]
    files: dict[str, str] = {}
    for rubric in rubrics:
        checks = make_checks(rubric)
        name = CHECKS_FILE if len(rubrics) == 1 else f"{Path(CHECKS_FILE).stem}-{rubric.id}.json"
        files[name] = checks_text(checks)
        click.echo(_summary(out / name, checks))
        if checks.others and rubric.seed < _SHORTEST_SEED:
            click.echo(_short_seed(rubric), err=True)
        if not checks_only:
            files |= _starters(rubric, {part.id for part in checks.parts})
    for name, text in files.items():
        write_atomically(out / name, text)
    if not checks_only:
        click.echo(f"{out}: {', '.join(sorted(name for name in files if not name.endswith('.json')))}")
    return 0


def _short_seed(rubric: Rubric) -> str:
    longer = secrets.randbits(128) | _SHORTEST_SEED
    return (
        f"{rubric.path}: the seed {rubric.seed} is short enough to be found by trying: the checks hold numbers made of "
        "it, and the inputs of hidden criteria are drawn by it. Before students get these files, write a longer one "
        f"into the rubric and release again, for instance\n  seed: {longer}"
    )


def _summary(file: Path, checks: Checks) -> str:
    count = sum(len(part.criteria) for part in checks.parts)
    return f"{file}: {count} criteria; {checks.others} others are judged in class alone"


def _starters(rubric: Rubric, checked: Collection[str]) -> dict[str, str]:
    """Return the texts of a rubric's starter files by name; the module and notebook bear the reference's name."""
    if rubric.reference is None:
        msg = f"{rubric.path} names no reference to make starter files from; --checks-only writes the checks alone"
        raise UsageError(msg)
    files: dict[str, str] = {}
    wanted = tuple(dict.fromkeys(name for each in rubric.criteria() for name in each.checker.functions()))
    if wanted and _CODE.intersection(rubric.kinds):
        starter = read_starter(rubric.reference, wanted)
        stem = rubric.reference.resolve().name
        files[f"{stem}.py"] = starter.text
        for language in LANGUAGES:
            ending = "" if language == "en" else f".{language}"
            files[f"{stem}{ending}.ipynb"] = starter_notebook(rubric, starter, checked, language)
    if ArtifactKind.LATEX in rubric.kinds:
        for language in LANGUAGES:
            template = starter_template(rubric.reference, language)
            if template is not None:
                files["answers.tex" if language == "en" else f"answers.{language}.tex"] = template
    return files
