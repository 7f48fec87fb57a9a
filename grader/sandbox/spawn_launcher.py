"""Processes by themselves, one for several functions: for systems without fork. A kill, and no isolation."""

import time
from collections.abc import Sequence

from grader.model.probe import Limits
from grader.sandbox.folder import files_of
from grader.sandbox.launch import FRAME_ROOM, Ending, HandIn, Unit
from grader.sandbox.nursery.wire import Plain
from grader.sandbox.process import Process
from grader.sandbox.slots import Slot
from grader.sandbox.spares import Spares
from grader.sandbox.spawned_process import SpawnedProcess


class SpawnLauncher:
    """Gives functions an interpreter, and another, which loads the hand-in anew, once one has left something behind.

    They load one after another, in one folder; what is the same for all, the start of an interpreter and its libraries,
    goes on beside that.
    """

    def __init__(self, python: str, slot: Slot, preload: Sequence[str]) -> None:
        self._slot = slot
        self._spares = Spares(python, slot.folder.work, preload)
        self._process: SpawnedProcess | None = None
        self._is_unused = self._is_left = False
        self._task: Plain = None
        self._hand_in: HandIn | None = None
        self._most_bytes = 0
        self._to_come = 0
        """Functions of the hand-in that may still want a process, as far as is known."""

    def describe(self) -> str:
        """Return the environment's versions.

        Raises:
            SandboxError: when the interpreter does not start.
        """
        return self._spares.environment()

    def start(self, hand_in: HandIn, limits: Limits) -> Process:
        """Start a process that loads a hand-in and reports."""
        self.end()
        self._hand_in = hand_in
        self._most_bytes = limits.result_bytes + 4 * limits.printed_bytes + FRAME_ROOM
        self._task = hand_in.task(str(self._slot.folder.work), limits, self._slot.processes)
        self._spares.suit(hand_in)
        self._to_come = min(1, len(hand_in.functions))
        self._process = self._load()
        self._is_unused = True
        return self._process

    def unit(self) -> Unit | None:
        """Return the statement that the process was running last."""
        return None if self._process is None else self._process.unit

    def end(self) -> Ending:
        """End the hand-in's process and wipe its folder."""
        if self._process is None:
            return Ending(None)
        ending = self._process.end()
        self._process, self._is_left = None, False
        self._slot.folder.empty()
        return ending

    def start_calls(self, function: str, deadline: float) -> Process | None:
        """Return a new process that calls functions: the one that has just loaded, or another that loads first."""
        if self._is_unused and self._process is not None:
            self._to_come = self._process.defined
        else:
            self.end()
            self._process = self._load()
            if not self._has_loaded(self._process, deadline - time.monotonic()):
                return None
        is_first, self._is_unused = self._is_unused, False
        process = self._process
        if process.has_ended:
            return None
        self._begin(process, function, deadline)
        # What the hand-in uses while it loads is imported beside the work, and what only functions use by those alone.
        self._spares.import_too(process.used)
        if not is_first:  # the functions of this hand-in cannot share one
            self._spares.keep(self._to_come)
        return process

    def leave_calls(self, process: Process) -> None:
        """Keep a process that may call another function."""
        self._is_left = process is self._process

    def take_left(self, function: str, deadline: float) -> Process | None:
        """Return the process that was left for another function, if there is one."""
        process = self._process if self._is_left else None
        self._is_left = False
        if process is None or process.has_ended:
            return None
        self._begin(process, function, deadline)
        return process

    def _begin(self, process: SpawnedProcess, function: str, deadline: float) -> None:
        self._to_come -= 1
        process.send(("function", function))
        process.await_begun(deadline - time.monotonic())

    def end_calls(self, process: Process) -> Ending:
        """End a process that called functions."""
        return process.end() if isinstance(process, SpawnedProcess) else Ending(None)

    def grown_bytes(self, most: int) -> int:
        """Return about how much the hand-in has written into its folder, counted little further than ``most``."""
        return self._slot.folder.grown_bytes(most)

    def close(self) -> None:
        """End everything."""
        self.end()
        self._spares.close()

    def _load(self) -> SpawnedProcess:
        assert self._hand_in is not None
        self._slot.folder.fill(files_of(self._hand_in.submission))
        self._spares.keep(self._to_come)  # before one is waited for, so that they start together
        process = self._spares.take()
        process.most_bytes = self._most_bytes
        process.send(self._task)
        return process

    def _has_loaded(self, process: SpawnedProcess, seconds: float) -> bool:
        # It loaded before, within its limits; what is left for the hand-in is enough here.
        until = time.monotonic() + seconds
        while True:
            match process.await_frame(until - time.monotonic()):
                case ("fact", *_):
                    continue
                case ("loaded", *_):
                    return True
                case _:
                    return False
