"""What the terminal shows while a class is graded, and the table at the end."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from grader.classroom import Event, Row, RowStatus, table_of
from grader.model.rubric import Rubric
from grader.model.text import Language
from grader.report import class_terminal_table

_SHOWN_AT_ONCE = 3


class ClassProgress:
    """A progress bar with the hand-ins that are being graded; plain lines where there is no terminal."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._console = Console(file=sys.stderr, quiet=quiet)
        self._running: dict[str, None] = {}
        self._progress = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[running]}", style="dim"),
            console=self._console,
            disable=quiet or not self._console.is_terminal,
        )
        self._task = self._progress.add_task("grading", total=total, running="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tell(self, event: Event) -> None:
        """Show an event of the batch."""
        if event.kind == "started":
            self._running[event.name] = None
        elif event.kind in {"graded", "crashed"}:
            self._running.pop(event.name, None)
            self._progress.advance(self._task)
        names = list(self._running)[:_SHOWN_AT_ONCE]
        self._progress.update(self._task, running=", ".join(name[:24] for name in names))


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
