"""What the terminal shows while a class is graded, and the table at the end."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from grader.classroom import Event, Row
from grader.model.rubric import Rubric
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


def print_class(rows: Sequence[Row], rubrics: Sequence[Rubric], out: Path) -> None:
    """Print the class's table for each rubric and the page to open."""
    console = Console()
    for rubric in rubrics:
        console.print(class_terminal_table([row for row in rows if row.rubric == rubric.id], rubric))
    console.print(f"Open {out / 'index.html'}", highlight=False, soft_wrap=True)
