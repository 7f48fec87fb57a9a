"""Make the calls of one function, in order, and observe each.

A function gets a process in which others were called before, as long as that process says that they left nothing
behind. What it says is not trusted where it could cost marks: whatever ends otherwise than by returning, raising or
taking too long in such a process is looked at again in a process of the function's own.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from grader.model.probe import Ended, Limits, Observation, Probe
from grader.sandbox.arguments import encode_argument
from grader.sandbox.deaths import DeathReader
from grader.sandbox.facts import Done, decode_done
from grader.sandbox.launch import Launcher
from grader.sandbox.nursery.tests import PREFIX
from grader.sandbox.nursery.wire import WireError
from grader.sandbox.process import Process
from grader.sandbox.watch import FOLDER_TIMES, Bounds, Stop, Waited, Watch

AFTER_TIME_OUT = "after_time_out"
HAND_IN_TIME = "hand_in_time"
_BETWEEN_LOOKS_AT_FILES_S = 0.02
_NOT_BELIEVED_OF_SHARED = frozenset((Ended.DIED, Ended.OUT_OF_MEMORY, Ended.BAD_FRAME))


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
        self._had_process = self._was_shared = False
        self._number = 0
        most = FOLDER_TIMES * limits.file_bytes
        self._bounds = Bounds(limits.call_cpu_s, limits.call_wall_s, limits.memory_bytes, most, deadline)
        self._next_look_at_files = time.monotonic() + _BETWEEN_LOOKS_AT_FILES_S

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
            self._leave_process()
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
        seen, starved = self._call_once(probe)
        if self._was_shared and (seen is None or seen.ended in _NOT_BELIEVED_OF_SHARED):
            self._end_process()
            seen, starved = self._call_once(probe)
        assert seen is not None  # a process of its own sends no call elsewhere
        return seen, starved

    def _call_once(self, probe: Probe) -> tuple[Observation | None, bool]:
        # None: the call belongs into a process of its own.
        process = self._take_process()
        if process is None:
            return Observation(probe.id, probe.key, Ended.DIED, detail="hand_in_process"), False
        if process.has_unread:
            self._end_process()
            return Observation(probe.id, probe.key, Ended.BAD_FRAME, detail="a result before the call"), False
        self._number += 1
        watch = Watch(process, self._bounds, self._launcher.grown_bytes)
        arguments = tuple([encode_argument(each) for each in probe.arguments])
        process.send(("call", self._number, self._function, arguments, probe.seed))
        waited = watch.await_frame()
        if self._was_shared and waited.frame == ("elsewhere", self._number):
            return None, False
        if waited.stop is None and self._has_grown_too_much():
            waited = replace(waited, stop=Stop.FILES)
        seen = self._observation(probe, waited)
        if waited.stop is not None or seen.ended in {Ended.BAD_FRAME, Ended.OUT_OF_MEMORY}:
            self._end_process()
        return seen, waited.starved

    def _has_grown_too_much(self) -> bool:
        # Many short calls fill a disk as well, but not in no time.
        if time.monotonic() < self._next_look_at_files:
            return False
        most = self._bounds.folder_bytes
        is_too_much = self._launcher.grown_bytes(most) > most
        self._next_look_at_files = time.monotonic() + _BETWEEN_LOOKS_AT_FILES_S
        return is_too_much

    def _take_process(self) -> Process | None:
        if self._process is None and not self._had_process:
            self._process = self._launcher.take_left(self._function, self._deadline)
            self._was_shared = self._process is not None
        elif self._process is None:
            self._was_shared = False
        self._had_process = True
        if self._process is None:
            self._process = self._launcher.start_calls(self._function, self._deadline)
        if self._process is None and self._load_again():
            self._process = self._launcher.start_calls(self._function, self._deadline)
        return self._process

    def _observation(self, probe: Probe, waited: Waited) -> Observation:
        limits = self._limits

        def seen(ended: Ended, detail: str = "", limit: float | None = None) -> Observation:
            return Observation(
                probe.id, probe.key, ended, detail=detail, limit=limit, wall_s=waited.wall_s, cpu_s=waited.cpu_s
            )

        match waited.stop:
            case None:
                try:
                    done = decode_done(waited.frame, self._number, limits.printed_bytes)
                except WireError as error:
                    return seen(Ended.BAD_FRAME, str(error))
                return self._from_done(probe, waited, done)
            case Stop.CPU:
                return seen(Ended.TIMED_OUT, "cpu", limits.call_cpu_s)
            case Stop.WALL:
                return seen(Ended.TIMED_OUT, "wall", limits.call_wall_s)
            case Stop.MEMORY:
                return seen(Ended.OUT_OF_MEMORY, limit=float(limits.memory_bytes))
            case Stop.FILES:
                return seen(Ended.DIED, "files", float(self._bounds.folder_bytes))
            case Stop.HAND_IN_TIME:
                return seen(Ended.NOT_RUN, HAND_IN_TIME, limits.hand_in_wall_s)
            case Stop.BAD_FRAME:
                return seen(Ended.BAD_FRAME, waited.trouble)
            case Stop.ENDED:
                return self._from_death(seen(Ended.DIED))

    def _from_done(self, probe: Probe, waited: Waited, done: Done) -> Observation:
        return Observation(
            probe.id,
            probe.key,
            done.ended,
            value=done.value,
            exception=done.exception,
            printed=done.printed,
            limit=float(self._limits.memory_bytes) if done.ended is Ended.OUT_OF_MEMORY else None,
            wall_s=waited.wall_s,
            cpu_s=waited.cpu_s,
            peak_bytes=done.peak_bytes,
        )

    def _from_death(self, seen: Observation) -> Observation:
        assert self._process is not None
        ending = self._launcher.end_calls(self._process)
        self._process = None
        death = self._deaths.read(ending, self._limits)
        limit = {Ended.TIMED_OUT: self._limits.call_cpu_s, Ended.OUT_OF_MEMORY: float(self._limits.memory_bytes)}
        return replace(
            seen,
            ended=death.ended,
            detail=death.detail,
            limit=limit.get(death.ended),
            peak_bytes=ending.peak_bytes,
        )

    def _leave_process(self) -> None:
        most = self._bounds.folder_bytes
        if self._function.startswith(PREFIX):
            return  # what a test does to libraries nobody looks at
        if self._process is not None and not self._process.has_unread and self._launcher.grown_bytes(most) <= most:
            self._launcher.leave_calls(self._process)
            self._process = None

    def _end_process(self) -> None:
        if self._process is not None:
            self._launcher.end_calls(self._process)
            self._process = None
