"""Processes by fork: the nursery forks one for a hand-in, and that one forks for its functions."""

import tempfile
import time
from contextlib import suppress
from typing import IO

from grader.model.errors import SandboxError
from grader.model.probe import Limits
from grader.sandbox.facts import decode_unit
from grader.sandbox.folder import files_of
from grader.sandbox.launch import FRAME_ROOM, Ending, HandIn, Unit
from grader.sandbox.nurseries import Nurseries
from grader.sandbox.nursery.wire import LENGTH, WireError, unpack
from grader.sandbox.peer import Nothing, make_pair
from grader.sandbox.process import ForkedProcess, Process
from grader.sandbox.slots import Slot

_MOST_PROGRESS = 8192
_END_S = 5.0


class ForkLauncher:
    """Starts a hand-in's processes by way of a nursery, in a folder of their own."""

    def __init__(self, nurseries: Nurseries, slot: Slot) -> None:
        self._nurseries, self._folder, self._processes = nurseries, slot.folder, slot.processes
        self._nursery = nurseries.light
        self._process: ForkedProcess | None = None
        self._left: ForkedProcess | None = None
        self._child = 0
        self._progress: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the launcher
        self._most_bytes = 0

    def start(self, hand_in: HandIn, limits: Limits) -> Process:
        """Start a process that loads a hand-in and reports."""
        self.end()
        self._nursery = self._nurseries.choose(hand_in)
        self._folder.fill(files_of(hand_in.submission))
        self._progress.truncate(0)
        self._most_bytes = limits.result_bytes + 4 * limits.printed_bytes + FRAME_ROOM
        task = hand_in.task(str(self._folder.work), limits, self._processes)
        ours, theirs = make_pair()
        with theirs:
            match self._nursery.ask(task, (theirs.fileno(), self._progress.fileno())):
                case ("forked", int(child)):
                    self._child = child
                case _:
                    raise SandboxError("the nursery did not fork")
        self._process = ForkedProcess(ours, self._most_bytes)
        return self._process

    def unit(self) -> Unit | None:
        """Return the statement that the process was running last."""
        self._progress.seek(0)
        head = self._progress.read(LENGTH.size)
        with suppress(WireError):
            if len(head) == LENGTH.size and (length := LENGTH.unpack(head)[0]) <= _MOST_PROGRESS:
                return decode_unit(unpack(self._progress.read(length)))
        return None

    def end(self) -> Ending:
        """End the hand-in's process and everything it started, and wipe its folder."""
        if self._process is None:
            return Ending(None)
        if self._left is not None:
            self._left.close()  # what it did is known; the sweep below sees to the rest
            self._left = None
        gate = self._process.gate
        self._process.close()
        if gate is not None:
            gate.close()
        self._process = None
        ending = self._nursery.sweep(self._child)
        self._folder.empty()
        return ending

    def start_calls(self, function: str, deadline: float) -> Process | None:
        """Return a new process that calls functions."""
        if self._process is None or self._process.has_ended:
            return None
        ours, theirs = make_pair()
        gate = self._process.gate
        if gate is not None:
            gate.expect_fork(self._process.pid)
        with theirs:
            self._process.send_with_descriptors(("fork",), (theirs.fileno(),))
        try:
            return ForkedProcess(ours, self._most_bytes, gate, deadline)
        except SandboxError:
            ours.close()
            return None

    def leave_calls(self, process: Process) -> None:
        """Keep a process that may call another function."""
        assert isinstance(process, ForkedProcess)
        self._left = process

    def take_left(self, function: str, deadline: float) -> Process | None:
        """Return the process that was left for another function, if there is one."""
        left, self._left = self._left, None
        return left

    def end_calls(self, process: Process) -> Ending:
        """End a process that called functions; the hand-in's process says how it ended."""
        assert isinstance(process, ForkedProcess)
        process.close()
        until = time.monotonic() + _END_S
        parent = self._process
        while parent is not None and not parent.has_ended and time.monotonic() < until:
            try:
                told = parent.next_frame()
            except WireError:
                break
            match told:
                case Nothing():
                    parent.wait(until - time.monotonic())
                case ("ended", int(code), int(peak)) if -128 < code < 256:
                    return Ending(code, max(0, peak))
                case _:
                    break
        if parent is not None:
            parent.kill()  # it does not keep to the protocol: its functions are not to be trusted to end
        return Ending(None)

    def grown_bytes(self, most: int) -> int:
        """Return about how much the hand-in has written into its folder, counted little further than ``most``."""
        return self._folder.grown_bytes(most)

    def close(self) -> None:
        """End everything; the nursery and the folder are closed by who made them."""
        self.end()
        self._progress.close()
