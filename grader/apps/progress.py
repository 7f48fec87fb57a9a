"""The tables at the end of a class: its totals, and what a new look changed."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.classroom import Row, RowStatus, table_of
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.report import class_terminal_table


def print_class(rows: Sequence[Row], rubrics: Sequence[Rubric], out: Path, language: Language | None) -> None:
    """Print the class's table for each rubric and the page to open."""
    console = Console()
    for rubric in rubrics:
        # By several rubrics a hand-in is rarely graded: what a rubric has nothing to do with is not worth a line.
        shown = [row for row in rows if len(rubrics) == 1 or row.status is not RowStatus.NOT_FOR_THIS_RUBRIC]
        table = table_of(rubric, shown)
        console.print(class_terminal_table(table, language=language or rubric.language))
    tiers = sorted({row.tier for row in rows if row.tier.startswith("T")})
    if tiers:
        console.print(f"Isolation: {', '.join(tiers)} (`grader sandbox` says more)", style="dim", highlight=False)
    console.print(f"Open {out / 'index.html'}", highlight=False, soft_wrap=True)


def print_changes(rows: Sequence[Row]) -> None:
    """Print whose marks changed, where, and which criteria need a new look."""
    console = Console()
    changed = [(row, change) for row in rows for change in row.changes]
    if changed:
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", title_justify="left")
        for name in ("hand-in", "criterion", "before", "", "now", ""):
            table.add_column(name, justify="right" if not name else "left")
        for row, change in changed:
            table.add_row(
                Text(row.submission),
                change.criterion,
                change.status_before or "not there",
                _points(change.earned_before),
                change.status_after or "not there",
                _points(change.earned_after),
            )
        console.print(table)
    hand_ins = len({row.submission for row, _ in changed})
    console.print(f"{len(changed)} criteria of {hand_ins} hand-ins are marked otherwise than before", highlight=False)
    unseen = sorted({criterion for row in rows for criterion in row.unseen})
    if unseen:
        console.print(
            f"These ask for calls that were never made; `grader batch` looks again: {', '.join(unseen)}",
            style="yellow",
            highlight=False,
        )


def _points(points: float | None) -> str:
    return "" if points is None else f"{points:g}"
