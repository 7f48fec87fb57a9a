"""`grader export`: a class's marks for a platform."""

import importlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.apps.options import LANGUAGE
from grader.apps.roster import read_roster_file, roster_option
from grader.classroom import (
    TABLES,
    Exported,
    Store,
    gather_grades,
    join_people,
    open_class,
    people_of,
    plain_rows,
    read_roster,
    write_atomically,
)
from grader.model.errors import UsageError
from grader.model.rubric import Rubric
from grader.model.text import Language


@click.command("export")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "target", type=click.Choice([*TABLES, "parquet"]), required=True, help="Which table.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where it goes.")
@click.option("--rubric-id", default=None, help="Whose marks, where the class was graded by several rubrics.")
@click.option("--assignment", default="", help="The platform's name of the homework (default: the rubric's id).")
@click.option(
    "--pending",
    type=click.Choice(["empty", "refuse", "provisional"]),
    default="empty",
    help="Marks that wait for a person: left empty (the default), a reason to stop, or what is earned so far.",
)
@click.option("--missing-is-zero", is_flag=True, help="Give 0 to students without a hand-in (default: empty).")
@roster_option
@click.option("--lang", "language", type=LANGUAGE, default="en", help="Of headings, where the platform has them so.")
def command(
    folder: Path,
    target: str,
    out: Path,
    rubric_id: str | None,
    assignment: str,
    pending: str,
    missing_is_zero: bool,
    roster: Path | None,
    language: Language,
) -> int:
    """Write the marks of the class graded into FOLDER as a table that a platform imports.

    Every member of a group gets the group's mark. A mark of which anything waits for a person is not written as final
    unless `--pending provisional` asks for it; how many there are is always said.
    """
    recorded = open_class(folder)
    rubric = _chosen(recorded.load_rubrics(), rubric_id)
    text = read_roster_file(roster)
    store = Store(folder, must_exist=True)
    try:
        origins = store.origins()
        people = people_of(store) if text is None else join_people(origins, read_roster(text))
    finally:
        store.close()
    grades, said = gather_grades(folder, rubric, origins, people)
    for sentence in (*people.troubles, *said):
        click.echo(f"grader: {sentence}", err=True)
    waiting = [grade for grade in grades if grade.earned is not None and not grade.is_final]
    if waiting and pending == "refuse":
        msg = f"{len(waiting)} of {len(grades)} marks wait for a person; see `grader pending {folder} --csv FILE`"
        raise UsageError(msg)
    what = Exported(
        rubric, grades, people.roster, assignment, language, pending == "provisional", missing_is_zero
    )  # fmt: skip
    if target == "parquet":
        _write_parquet(what, out)
    else:
        write_atomically(out, TABLES[target](what))
    written = sum(bool(what.mark(grade)) for grade in grades)
    click.echo(f"{out}: {written} of {len(grades)} students have a mark", err=True)
    if waiting:
        how = "provisional: more may be earned" if what.provisional else "left empty"
        click.echo(f"{len(waiting)} marks wait for a person and are {how}", err=True)
    return 0


def _chosen(rubrics: Sequence[Rubric], rubric_id: str | None) -> Rubric:
    fitting = [rubric for rubric in rubrics if rubric_id in {None, rubric.id}]
    if len(fitting) != 1:
        names = ", ".join(rubric.id for rubric in rubrics)
        msg = f"the class was graded by {names}; say whose marks with --rubric-id"
        raise UsageError(msg)
    return fitting[0]


def _write_parquet(what: Exported, out: Path) -> None:
    try:
        pyarrow: Any = importlib.import_module("pyarrow")  # its functions have no types
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        msg = "--to parquet needs pyarrow: pip install 'chalkmark[parquet]'"
        raise UsageError(msg) from error
    head, rows = plain_rows(what)
    parts = {part.id for part in what.rubric.parts}
    numbers = {*parts, "raw", "penalty", "total", "earned_so_far", "pending", "possible"}
    kinds: list[Any] = [
        pyarrow.float64() if name in numbers else pyarrow.bool_() if name == "late" else pyarrow.string()
        for name in head
    ]
    columns: list[Any] = [pyarrow.array([row[at] for row in rows], kind) for at, kind in enumerate(kinds)]
    written = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(columns, names=list(head)), written)
    write_atomically(out, written.getvalue())
