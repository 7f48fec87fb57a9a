"""Calls in a copy of the process, made by fork: whatever a function does, it can be ended, and changes nothing here."""

import faulthandler
import os
import select
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, NoReturn

from grader.model.probe import Ended, Limits, Observation, Probe
from grader.sandbox.clocks import process_cpu_s
from grader.sandbox.live_call import call_live
from grader.sandbox.pack import pack_observation, unpack_observation

_LENGTH = struct.Struct(">Q")
_LOOK_AGAIN_S = 0.05
_PIECE = 1 << 16


def observe_in_copies(
    function: Callable[..., object], probes: tuple[Probe, ...], limits: Limits
) -> Iterator[Observation]:
    """Yield one observation for each call of a function; a copy that dies costs its own call.

    Args:
        function: of this process.
        probes: the calls.
        limits: of one call, by processor and by wall clock.
    """
    left = list(probes)
    while left:
        copy = _Copy(function, tuple(left))
        try:
            while left:
                seen = copy.next_observation(left[0], limits)
                del left[0]
                yield seen
                if seen.ended not in {Ended.RETURNED, Ended.RAISED}:
                    break  # that copy is gone
        finally:
            copy.end()


class _Copy:
    """A copy of this process that makes calls one after another and sends what it sees."""

    def __init__(self, function: Callable[..., object], probes: tuple[Probe, ...]) -> None:
        self._incoming, outgoing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Python warns of forks beside threads, which a notebook has; the copy uses none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if self._pid == 0:
            os.close(self._incoming)
            _make_calls(function, probes, outgoing)
        os.close(outgoing)
        self._read = bytearray()
        self._status: int | None = None

    def next_observation(self, probe: Probe, limits: Limits) -> Observation:
        """Return what comes of the next call, which is that of ``probe``."""
        start, cpu_start = time.monotonic(), process_cpu_s(self._pid) or 0.0
        nothing = Observation(probe.id, probe.key, Ended.DIED)
        while (frame := self._frame()) is None:
            wall, cpu = time.monotonic() - start, (process_cpu_s(self._pid) or 0.0) - cpu_start
            if cpu > limits.call_cpu_s:
                return replace(nothing, ended=Ended.TIMED_OUT, detail="cpu", limit=limits.call_cpu_s)
            if wall > limits.call_wall_s:
                return replace(nothing, ended=Ended.TIMED_OUT, detail="wall", limit=limits.call_wall_s)
            if select.select([self._incoming], [], [], _LOOK_AGAIN_S)[0]:
                piece = os.read(self._incoming, _PIECE)
                if not piece:
                    return replace(nothing, detail=self._death())
                self._read += piece
        return unpack_observation(frame)

    def end(self) -> None:
        """End it, and the processes that it started."""
        os.close(self._incoming)
        if self._status is None:
            for kill in (os.killpg, os.kill):
                with suppress(ProcessLookupError, PermissionError):
                    kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)

    def _frame(self) -> bytes | None:
        if len(self._read) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._read)
        if len(self._read) < _LENGTH.size + length:
            return None
        frame = bytes(self._read[_LENGTH.size : _LENGTH.size + length])
        del self._read[: _LENGTH.size + length]
        return frame

    def _death(self) -> str:
        _, status = os.waitpid(self._pid, 0)
        self._status = os.waitstatus_to_exitcode(status)
        return f"signal {-self._status}" if self._status < 0 else f"exit {self._status}"


def _make_calls(function: Callable[..., object], probes: tuple[Probe, ...], outgoing: int) -> NoReturn:
    status = 1
    try:
        faulthandler.disable()  # a crash is told by how the copy ended, not in the notebook's log
        os.setsid()  # Ctrl-C is for the notebook, which ends this
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nothing, descriptor)
        # The threads of its linear algebra did not come along; one alone needs none of them.
        torch: Any = sys.modules.get("torch")
        if torch is not None:
            with suppress(Exception):
                torch.set_num_threads(1)
        for probe in probes:
            body = pack_observation(call_live(function, probe))
            _write(outgoing, _LENGTH.pack(len(body)) + body)
        status = 0
    finally:
        os._exit(status)  # nothing of the notebook's own ending


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
