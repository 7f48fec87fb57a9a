"""Grade a class with several worker processes, and lose nothing when any of them dies."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from grader.classroom.rows import Row, row_from_plain
from grader.classroom.work import Task, task_to_plain
from grader.model.errors import SandboxError, UsageError
from grader.model.text import Language

_TRIES = 2


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a batch needs to know."""

    out: Path
    rubrics: tuple[Path, ...]
    reference: Path | None = None
    language: Language | None = None
    require_tier: str | None = None
    python: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a batch: ``started``, ``graded``, ``crashed`` or ``refused``."""

    kind: str
    name: str
    rows: tuple[Row, ...] = ()
    message: str = ""


def run_batch(
    job: Job, tasks: Sequence[Task], jobs: int, on_event: Callable[[Event], None] | None = None
) -> tuple[tuple[Row, ...], tuple[Event, ...]]:
    """Work through tasks with ``jobs`` processes.

    Args:
        job: what the workers need to know.
        tasks: hand-ins to grade, or names to judge again.
        jobs: how many processes at most.
        on_event: told of everything as it happens, from this thread.

    Returns:
        All rows, and the events of the tasks that failed even when tried again in a new process.

    Raises:
        SandboxError: when the workers cannot start as asked (the tier that is required is not there …).
    """
    rows: list[Row] = []
    failures: list[Event] = []
    with _Pool(job, tasks, max(1, min(jobs, len(tasks)))) as pool:
        for event in pool.events():
            rows += event.rows
            if event.kind == "crashed":
                failures.append(event)
            if on_event:
                on_event(event)
    return tuple(rows), tuple(failures)


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[str]
    task: Task | None = None
    is_ready: bool = False


class _Pool:
    def __init__(self, job: Job, tasks: Sequence[Task], size: int) -> None:
        self.job = job
        self.waiting = list(reversed(tasks))
        self.tries: dict[str, int] = {}
        self.size = size if tasks else 0
        self.workers: list[_Worker] = []
        self.lines: queue.Queue[tuple[_Worker, str | None]] = queue.Queue()

    def __enter__(self) -> "_Pool":
        for _ in range(self.size):
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            process = worker.process
            if process.stdin:
                process.stdin.close()  # its input ends: it goes by itself when it is idle
            try:
                process.wait(timeout=0.0 if worker.task else 5.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()

    def events(self) -> Iterator[Event]:
        while any(worker.process.stdout for worker in self.workers):
            worker, line = self.lines.get()
            if line is None:
                yield from self._ended(worker)
            else:
                yield from self._answered(worker, cast("dict[str, Any]", json.loads(line)))
            if not self.waiting and not any(each.task for each in self.workers):
                return

    def _start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "grader.classroom.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        worker = _Worker(process)
        self.workers.append(worker)
        job = self.job
        self._send(
            worker,
            {
                "out": str(job.out),
                "rubrics": [str(path) for path in job.rubrics],
                "reference": str(job.reference) if job.reference else None,
                "language": job.language,
                "require_tier": job.require_tier,
                "python": job.python,
            },
        )
        threading.Thread(target=self._listen, args=(worker,), daemon=True).start()

    def _listen(self, worker: _Worker) -> None:
        if worker.process.stdout:
            for line in worker.process.stdout:
                self.lines.put((worker, line))
        self.lines.put((worker, None))

    def _send(self, worker: _Worker, data: dict[str, Any]) -> None:
        if worker.process.stdin:
            try:
                worker.process.stdin.write(json.dumps(data) + "\n")
                worker.process.stdin.flush()
            except BrokenPipeError:
                pass  # it died: its output's end tells us so

    def _give_work(self, worker: _Worker) -> Iterator[Event]:
        if self.waiting:
            worker.task = self.waiting.pop()
            yield Event("started", worker.task.name)
            self._send(worker, task_to_plain(worker.task))

    def _answered(self, worker: _Worker, answer: dict[str, Any]) -> Iterator[Event]:
        kind = answer["event"]
        if kind == "refused":
            raise SandboxError(answer["message"])
        if worker.task is not None and kind in {"graded", "crashed"}:
            name = worker.task.name
            worker.task = None
            rows = tuple(row_from_plain(row) for row in answer.get("rows", ()))
            yield Event(kind, name, rows, answer.get("message", ""))
        yield from self._give_work(worker)

    def _ended(self, worker: _Worker) -> Iterator[Event]:
        status = worker.process.wait()
        self.workers.remove(worker)
        task = worker.task
        if task is None:
            if self.waiting and not self.workers:
                msg = f"a worker process ended at once (status {status})"
                raise UsageError(msg)
            return
        self.tries[task.name] = self.tries.get(task.name, 0) + 1
        if self.tries[task.name] < _TRIES:
            self.waiting.append(replace(task))
        else:
            yield Event("crashed", task.name, message=f"the worker process died twice (status {status})")
        if self.waiting:
            self._start()
