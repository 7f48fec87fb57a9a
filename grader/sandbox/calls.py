"""Make the calls of one function, in order, and observe each."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from grader.model.probe import Ended, Limits, Observation, Probe
from grader.sandbox.arguments import encode_argument
from grader.sandbox.deaths import DeathReader
from grader.sandbox.facts import Done, decode_done
from grader.sandbox.launch import Launcher
from grader.sandbox.nursery.wire import WireError
from grader.sandbox.process import Process
from grader.sandbox.watch import FOLDER_TIMES, Bounds, Stop, Waited, Watch

AFTER_TIME_OUT = "after_time_out"
HAND_IN_TIME = "hand_in_time"


class Calls:
    """Calls one function: a death costs its own call, a time-out the later ones too."""

    def __init__(
        self,
        launcher: Launcher,
        function: str,
        limits: Limits,
        deadline: float,
        deaths: DeathReader,
        load_again: Callable[[], bool],
    ) -> None:
        self._launcher, self._function, self._limits = launcher, function, limits
        self._deadline, self._deaths, self._load_again = deadline, deaths, load_again
        self._process: Process | None = None
        self._number = 0

    def observe(self, probes: Sequence[Probe]) -> Iterator[Observation]:
        """Yield one observation for each probe, as they come."""
        reason = ""
        try:
            for probe in probes:
                if not reason and time.monotonic() >= self._deadline:
                    reason = HAND_IN_TIME
                if reason:
                    yield Observation(probe.id, probe.key, Ended.NOT_RUN, detail=reason)
                    continue
                seen = self._call_twice_if_slow(probe)
                if seen.ended is Ended.TIMED_OUT:
                    reason = AFTER_TIME_OUT
                elif seen.ended is Ended.NOT_RUN:
                    reason = seen.detail
                yield seen
        finally:
            self._end_process()

    def _call_twice_if_slow(self, probe: Probe) -> Observation:
        seen, _ = self._call(probe)
        if seen.ended is Ended.TIMED_OUT and seen.detail == "wall":
            # It did not compute, it waited: for a processor, perhaps. Once more, in a process of its own.
            seen, starved = self._call(probe)
            if starved:
                return replace(seen, ended=Ended.FAULT, detail="overloaded", limit=None)
        return seen

    def _call(self, probe: Probe) -> tuple[Observation, bool]:
        process = self._process or self._launcher.start_calls(self._function, self._deadline)
        if process is None and self._load_again():
            process = self._launcher.start_calls(self._function, self._deadline)
        if process is None:
            return Observation(probe.id, probe.key, Ended.DIED, detail="hand_in_process"), False
        self._process = process
        if process.has_unread:
            self._end_process()
            return Observation(probe.id, probe.key, Ended.BAD_FRAME, detail="a result before the call"), False
        self._number += 1
        limits = self._limits
        most = FOLDER_TIMES * limits.file_bytes
        bounds = Bounds(limits.call_cpu_s, limits.call_wall_s, limits.memory_bytes, most, self._deadline)
        watch = Watch(process, bounds, self._launcher.grown_bytes)
        process.send(("call", self._number, [encode_argument(each) for each in probe.arguments], probe.seed))
        waited = watch.await_frame()
        if waited.stop is None and self._launcher.grown_bytes(most) > most:
            waited = replace(waited, stop=Stop.FILES)  # many short calls fill a disk as well
        seen = self._observation(probe, waited)
        if waited.stop is not None or seen.ended in {Ended.BAD_FRAME, Ended.OUT_OF_MEMORY}:
            self._end_process()
        return replace(seen, wall_s=waited.wall_s, cpu_s=waited.cpu_s), waited.starved

    def _observation(self, probe: Probe, waited: Waited) -> Observation:
        nothing = Observation(probe.id, probe.key, Ended.DIED)
        limits = self._limits
        match waited.stop:
            case None:
                try:
                    done = decode_done(waited.frame, self._number, limits.printed_bytes)
                except WireError as error:
                    return replace(nothing, ended=Ended.BAD_FRAME, detail=str(error))
                return self._from_done(nothing, done)
            case Stop.CPU:
                return replace(nothing, ended=Ended.TIMED_OUT, detail="cpu", limit=limits.call_cpu_s)
            case Stop.WALL:
                return replace(nothing, ended=Ended.TIMED_OUT, detail="wall", limit=limits.call_wall_s)
            case Stop.MEMORY:
                return replace(nothing, ended=Ended.OUT_OF_MEMORY, limit=float(limits.memory_bytes))
            case Stop.FILES:
                return replace(nothing, detail="files", limit=float(FOLDER_TIMES * limits.file_bytes))
            case Stop.HAND_IN_TIME:
                return replace(nothing, ended=Ended.NOT_RUN, detail=HAND_IN_TIME, limit=limits.hand_in_wall_s)
            case Stop.BAD_FRAME:
                return replace(nothing, ended=Ended.BAD_FRAME, detail=waited.trouble)
            case Stop.ENDED:
                return self._from_death(nothing)

    def _from_done(self, nothing: Observation, done: Done) -> Observation:
        limit = float(self._limits.memory_bytes) if done.ended is Ended.OUT_OF_MEMORY else None
        return replace(
            nothing,
            ended=done.ended,
            value=done.value,
            exception=done.exception,
            printed=done.printed,
            peak_bytes=done.peak_bytes,
            limit=limit,
        )

    def _from_death(self, nothing: Observation) -> Observation:
        assert self._process is not None
        ending = self._launcher.end_calls(self._process)
        self._process = None
        death = self._deaths.read(ending, self._limits)
        limit = {Ended.TIMED_OUT: self._limits.call_cpu_s, Ended.OUT_OF_MEMORY: float(self._limits.memory_bytes)}
        return replace(
            nothing,
            ended=death.ended,
            detail=death.detail,
            limit=limit.get(death.ended),
            peak_bytes=ending.peak_bytes,
        )

    def _end_process(self) -> None:
        if self._process is not None:
            self._launcher.end_calls(self._process)
            self._process = None
