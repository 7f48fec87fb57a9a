"""What the terminal shows while a class is graded."""

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from grader.classroom import Event, Row
from grader.model.rubric import Rubric
from grader.report.numbers import rounded_points

_RUNNING_SHOWN = 8
_DONE_SHOWN = 4
_SLOW = 3.0
"""A hand-in is slow when it takes so many times what half of the others took …"""
_SLOW_AT_LEAST_S = 5.0
"""… and at least this long."""
_STYLES = {"graded": "green", "pending": "blue", "ungraded": "magenta", "unreadable": "magenta", "crashed": "red"}
_PLAIN_STEPS = 10


class ClassProgress:
    """Each hand-in's state, the time that is left and what is slow; now and then a line where there is no terminal.

    With ``json_lines``, the class's rubrics, one JSON object goes to standard output for each event instead.
    """

    def __init__(self, total: int, *, quiet: bool, json_lines: Sequence[Rubric] | None = None) -> None:
        self.total = total
        self.decimals = None if json_lines is None else {rubric.id: rubric.decimals for rubric in json_lines}
        self.done = 0
        self.states = Counter[str]()
        self._started = time.monotonic()
        self._running: dict[str, float] = {}
        self._spent: dict[str, float] = {}
        self._last: list[tuple[str, str]] = []
        self._console = Console(stderr=True, quiet=quiet or self.decimals is not None)
        is_live = self._console.is_terminal and not self._console.quiet
        self._live = (
            Live(console=self._console, get_renderable=self._view, refresh_per_second=4, transient=True)
            if is_live
            else None
        )

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()
        if isinstance(error, KeyboardInterrupt):
            print(
                f"grader: stopped with {self.done} of {self.total} hand-ins done; the same command goes on from there",
                file=sys.stderr,
            )

    def tell(self, event: Event) -> None:
        """Take an event of the batch in."""
        if event.kind == "started":
            self._running[event.name] = time.monotonic()
        elif event.kind in {"graded", "crashed"}:
            self.done += 1
            self._spent[event.name] = time.monotonic() - self._running.pop(event.name, time.monotonic())
            state = state_of(event)
            self.states[state] += 1
            self._last = [*self._last, (event.name, state)][-_DONE_SHOWN:]
            before, after = (each * _PLAIN_STEPS // self.total for each in (self.done - 1, self.done))
            if self._live is None and after > before:
                self._console.print(f"{self.done}/{self.total} done{self._left_text()}", highlight=False)
        if self.decimals is not None:
            for line in json_of(event, self.decimals):
                print(json.dumps(line, ensure_ascii=False), flush=True)

    def _left_text(self) -> str:
        if not self.done or self.done == self.total:
            return ""
        left = (time.monotonic() - self._started) / self.done * (self.total - self.done)
        return f", about {span_text(left)} left"

    def _view(self) -> RenderableType:
        now = time.monotonic()
        head = Table.grid(padding=(0, 1))
        head.add_row(
            ProgressBar(total=max(self.total, 1), completed=self.done, width=min(30, self._console.width // 3)),
            Text(f"{self.done}/{self.total}{self._left_text()}", no_wrap=True, overflow="ellipsis"),
        )
        counts = Text("   ".join(f"{count} {state}" for state, count in sorted(self.states.items())), style="dim")
        body = Table.grid(padding=(0, 1))
        body.add_column(no_wrap=True, overflow="ellipsis", max_width=max(20, self._console.width - 32))
        body.add_column(no_wrap=True)
        for name, state in self._last:
            spent = span_text(self._spent.get(name, 0.0))
            body.add_row(Text(name), Text(f"{state}, {spent}", style=_STYLES.get(state, "dim")))
        shown = list(self._running.items())[:_RUNNING_SHOWN]
        for name, since in shown:
            is_slow = self._is_slow(now - since)
            said = f"running {span_text(now - since)}" + (" · slow" if is_slow else "")
            body.add_row(Text(name), Text(said, style="yellow" if is_slow else "cyan"))
        hidden = len(self._running) - len(shown)
        if hidden > 0:
            body.add_row(Text(f"and {hidden} more"), Text(""))
        return Group(head, counts, body)

    def _is_slow(self, spent: float) -> bool:
        usual = statistics.median(self._spent.values()) if self._spent else 0.0
        return spent > max(_SLOW_AT_LEAST_S, _SLOW * usual)


def state_of(event: Event) -> str:
    """Return how a hand-in stands over all rubrics: the state that asks most of staff."""
    if event.kind == "crashed" or not event.rows:
        return "crashed" if event.kind == "crashed" else "graded"
    order = ("unreadable", "ungraded", "pending", "graded", "not_for_this_rubric")
    return min((row.status.value for row in event.rows), key=order.index)


def json_of(event: Event, decimals: Mapping[str, int]) -> list[dict[str, object]]:
    """Return an event as objects for programs: one for each rubric that a finished hand-in was graded by."""
    if event.kind != "graded" or not event.rows:
        plain: dict[str, object] = {"event": event.kind, "submission": event.name}
        return [{**plain, "message": event.message} if event.message else plain]
    return [_json_of_row(row, decimals[row.rubric]) for row in event.rows]


def _json_of_row(row: Row, decimals: int) -> dict[str, object]:
    return {
        "event": "graded",
        "submission": row.submission,
        "rubric": row.rubric,
        "status": row.status.value,
        "earned": rounded_points(Fraction(row.earned), decimals),
        "pending": rounded_points(Fraction(row.pending), decimals),
        "possible": rounded_points(Fraction(row.possible), decimals),
        "report": row.report_name,
        "wall_s": row.wall_s,
    }


def span_text(seconds: float) -> str:
    """Return a span of time in a few characters."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02d} min"
