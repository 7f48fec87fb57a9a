"""What a command costs: wall time, and the CPU time of everything that it started."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import descendants

KILLED = -9
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds."""

    wall_s: float
    cpu_s: float

    def per(self, count: int) -> "Cost":
        """Return the cost of one of ``count``."""
        return Cost(self.wall_s / count, self.cpu_s / count)


def pin_to_one_core() -> int:
    """Keep this process, and all that it starts, on one core; return its number.

    The last one allowed: the first tends to serve the machine's interrupts.
    """
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def adopt_orphans() -> None:
    """Make this process the parent of whatever its children leave behind, so that their CPU time is counted as well."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no child subreaper")


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    accept: frozenset[int] = frozenset({0}),
    timeout_s: float = 1800,
) -> Cost:
    """Run a command to its end, what it prints appended to ``log``.

    Args:
        command: program and arguments.
        cwd: where it runs.
        log: the file for both of its outputs.
        environment: added to ours.
        accept: exit statuses that are no surprise.
        timeout_s: after which it is killed, with all that it started: no surprise where ``accept`` holds ``KILLED``.

    Returns:
        What it cost, with everything that it started and that has ended.

    Raises:
        RuntimeError: for another exit status, with the end of what was printed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    before, began = _children_cpu_s(), time.perf_counter()
    with (
        log.open("ab") as out,
        subprocess.Popen(
            [str(each) for each in command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONHASHSEED": "0", **(environment or {})},
        ) as started,
    ):
        try:
            status = started.wait(timeout_s)
        except subprocess.TimeoutExpired:
            status = KILLED
            for pid in (*descendants(started.pid), started.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    wall_s = time.perf_counter() - began
    _reap_orphans()
    if status not in accept:
        tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        msg = f"exit status {status} of {' '.join(str(each) for each in command)}\n{tail}"
        raise RuntimeError(msg)
    return Cost(wall_s, _children_cpu_s() - before)


def load_note() -> str:
    """Return how busy the machine is."""
    one, five, _ = os.getloadavg()
    return f"load average {one:.2f} (1 min), {five:.2f} (5 min) on {os.cpu_count()} cores"


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap_orphans() -> None:
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
