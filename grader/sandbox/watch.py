"""Wait for a process's next frame while its time and memory are counted."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from grader.sandbox.clocks import is_crowded
from grader.sandbox.nursery.wire import Plain, WireError
from grader.sandbox.peer import Nothing
from grader.sandbox.process import Process

FOLDER_TIMES = 2
"""Times the limit on one file that all files which a hand-in writes may hold together."""
_LONGEST_TICK_S = 0.05
_SHORTEST_TICK_S = 0.002
_SHARED_BYTES = 256 * 1024 * 1024
"""Resident memory that a process may share with the nursery, beside its own."""
_BETWEEN_LOOKS_AT_FILES_S = 0.2
_LONGEST_STRETCH = 4.0
"""Times its wall-clock limit that a program gets at most while the machine keeps it waiting."""


class Stop(StrEnum):
    """Why no frame came."""

    ENDED = "ended"
    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    FILES = "files"
    HAND_IN_TIME = "hand_in_time"
    BAD_FRAME = "bad_frame"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long to wait: seconds of processor and wall-clock time, bytes resident and on disk, and the last moment."""

    cpu_s: float
    wall_s: float
    memory_bytes: int
    folder_bytes: int
    deadline: float


@dataclass(frozen=True, slots=True)
class Waited:
    """A frame, or why there is none (``stop``), with what it took.

    ``starved``: the process could have run and was not let.
    """

    frame: Plain
    stop: Stop | None
    wall_s: float
    cpu_s: float
    starved: bool = False
    trouble: str = ""


class Watch:
    """Counts one stretch of a process's time, from when it is made; ``await_frame`` may be called many times."""

    def __init__(self, process: Process, bounds: Bounds, grown_bytes: Callable[[int], int]) -> None:
        """Begin to count.

        Args:
            process: whose time it is.
            bounds: what it may use.
            grown_bytes: tells how much it has written, see ``Launcher.grown_bytes``.
        """
        self._process, self._bounds, self._grown_bytes = process, bounds, grown_bytes
        self._next_look_at_files = 0.0
        self._started = time.monotonic()
        self._cpu_before = process.cpu_s() or 0.0
        self._waited_before: float | None = None
        self._is_slow = False
        self._first_tick_s = min(_LONGEST_TICK_S, bounds.wall_s / 4)
        self._cpu_s = 0.0

    def await_frame(self) -> Waited:
        """Return the next frame, or why there is none; the process is left as it is."""
        process, bounds = self._process, self._bounds
        while True:
            try:
                found = process.next_frame()
            except WireError as error:
                return self._waited(Stop.BAD_FRAME, trouble=str(error))
            if not isinstance(found, Nothing):
                return self._waited(None, found)
            if process.has_ended:
                return self._waited(Stop.ENDED)
            now = time.monotonic()
            cpu = process.cpu_s()
            self._cpu_s = max(self._cpu_s, (cpu or 0.0) - self._cpu_before)
            if self._cpu_s >= bounds.cpu_s:
                return self._waited(Stop.CPU)
            if now >= bounds.deadline:
                return self._waited(Stop.HAND_IN_TIME)
            if now - self._started >= self._first_tick_s:
                if not self._is_slow:  # not before: most calls are over by now, and reading costs more than they do
                    self._is_slow, self._waited_before = True, process.waited_s()
                if process.resident_bytes() > bounds.memory_bytes + _SHARED_BYTES:
                    return self._waited(Stop.MEMORY)
                if now >= self._next_look_at_files:
                    self._next_look_at_files = now + _BETWEEN_LOOKS_AT_FILES_S
                    if self._grown_bytes(bounds.folder_bytes) > bounds.folder_bytes:
                        return self._waited(Stop.FILES)
            if (starved := self._wall_is_over(now - self._started)) is not None:
                return self._waited(Stop.WALL, starved=starved)
            left = min(bounds.cpu_s - self._cpu_s, bounds.deadline - now)
            if now - self._started < bounds.wall_s:
                left = min(left, bounds.wall_s - (now - self._started))
            tick = _LONGEST_TICK_S if self._is_slow else self._first_tick_s
            process.wait(min(tick, max(_SHORTEST_TICK_S, left)))

    def _waited(self, stop: Stop | None, frame: Plain = None, *, trouble: str = "", starved: bool = False) -> Waited:
        wall_s = time.monotonic() - self._started
        cpu = self._process.cpu_s()
        if cpu is not None:
            self._cpu_s = max(self._cpu_s, cpu - self._cpu_before)
        return Waited(frame, stop, wall_s, self._cpu_s, starved, trouble)

    def _wall_is_over(self, wall_s: float) -> bool | None:
        # None: not yet. Otherwise whether it was for want of a processor: time spent waiting for one does not count,
        # since the load of the machine must not move marks.
        if wall_s < self._bounds.wall_s:
            return None
        waited = self._process.waited_s()
        if waited is None or self._waited_before is None:
            return is_crowded()
        if wall_s - (waited - self._waited_before) >= self._bounds.wall_s:
            return False
        return True if wall_s >= _LONGEST_STRETCH * self._bounds.wall_s else None
