"""Processes by themselves, one for each function: for systems without fork. A kill, and no isolation."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, cast

from grader.model.errors import SandboxError
from grader.model.probe import Limits
from grader.sandbox.clocks import process_cpu_s, resident_bytes, waited_s
from grader.sandbox.environment import nursery_environment
from grader.sandbox.facts import decode_unit
from grader.sandbox.folder import files_of
from grader.sandbox.launch import FRAME_ROOM, Ending, HandIn, Unit
from grader.sandbox.nursery.wire import LENGTH, Plain, WireError, frame, unpack
from grader.sandbox.nursery_process import BOOT
from grader.sandbox.peer import NOTHING, Nothing
from grader.sandbox.process import Process
from grader.sandbox.slots import Slot

_START_S = 300.0
_PIECE = 1 << 16


class SpawnedProcess:
    """A process with pipes, read and written by threads so that we never block on it."""

    def __init__(self, command: Sequence[str], slot: Slot, most_bytes: int) -> None:
        self.unit: Unit | None = None
        self.most_bytes = most_bytes
        self._incoming = bytearray()
        self._arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._is_closed = False
        self._room = threading.BoundedSemaphore(64)
        self._process = subprocess.Popen(  # noqa: S603  # the interpreter that staff named
            command,
            env=nursery_environment(slot.folder.work),
            cwd=slot.folder.work,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        for work in (self._read, self._write):
            threading.Thread(target=work, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, or closed its side."""
        return self._is_closed and self._arrived.empty()

    @property
    def has_unread(self) -> bool:
        """Whether it sent something that nobody asked for."""
        return bool(self._incoming) or not self._arrived.empty()

    def send(self, data: Plain) -> None:
        """Queue a frame for it."""
        self._outgoing.put(frame(data))

    def wait(self, seconds: float) -> None:
        """Wait until something happens, for at most so long."""
        with suppress(queue.Empty):
            piece = self._arrived.get(timeout=max(0.0, seconds))
            self._room.release()
            if piece:
                self._incoming += piece
            else:
                self._is_closed = True

    def next_frame(self) -> "Plain | Nothing":
        """Return the next whole frame; raises ``WireError`` when it breaks the protocol."""
        while True:
            if len(self._incoming) < LENGTH.size:
                return NOTHING
            (length,) = LENGTH.unpack_from(self._incoming)
            if length > self.most_bytes:
                msg = f"a frame of {length} bytes"
                raise WireError(msg)
            if len(self._incoming) < LENGTH.size + length:
                return NOTHING
            data = unpack(bytes(memoryview(self._incoming)[LENGTH.size : LENGTH.size + length]))
            del self._incoming[: LENGTH.size + length]
            match data:
                case ("at", *place):
                    self.unit = decode_unit(tuple(place))
                case _:
                    return data

    def cpu_s(self) -> float | None:
        """Return its processor time so far, where that can be known."""
        return process_cpu_s(self._process.pid)

    def waited_s(self) -> float | None:
        """Return how long it stood ready to run and was not let run, where that can be known."""
        return waited_s(self._process.pid)

    def resident_bytes(self) -> int:
        """Return the memory it has resident, or 0 where that cannot be known."""
        return resident_bytes(self._process.pid)

    def kill(self) -> None:
        """End it, and on POSIX the processes of its group."""
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):
                if self._process.poll() is None:
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def end(self) -> Ending:
        """End it, and say how it had ended if it had."""
        if self.has_ended:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)
        self.kill()
        code = self._process.wait()
        self._outgoing.put(None)
        return Ending(code)

    def _read(self) -> None:
        stream = cast("IO[bytes]", self._process.stdout)
        descriptor = stream.fileno()
        with stream:
            while piece := os.read(descriptor, _PIECE):
                self._room.acquire()  # what floods us waits until we have looked
                self._arrived.put(piece)
        self._room.acquire()
        self._arrived.put(b"")

    def _write(self) -> None:
        stream = cast("IO[bytes]", self._process.stdin)
        with suppress(OSError), stream:
            while (data := self._outgoing.get()) is not None:
                stream.write(data)
                stream.flush()


class SpawnLauncher:
    """Starts an interpreter for every function."""

    def __init__(self, python: str, slot: Slot, preload: Sequence[str]) -> None:
        self._command = (python, "-s", str(BOOT), "spawn", *preload)
        self._slot = slot
        self._process: SpawnedProcess | None = None
        self._is_unused = False
        self._task: Plain = None
        self._hand_in: HandIn | None = None
        self._most_bytes = 1 << 20

    def describe(self) -> str:
        """Return the environment's versions.

        Raises:
            SandboxError: when the interpreter does not start.
        """
        process, environment = self._begin()
        process.end()
        return environment

    def start(self, hand_in: HandIn, limits: Limits) -> Process:
        """Start a process that loads a hand-in and reports."""
        self.end()
        self._hand_in = hand_in
        self._most_bytes = limits.result_bytes + 4 * limits.printed_bytes + FRAME_ROOM
        self._task = hand_in.task(str(self._slot.folder.work), limits, self._slot.processes)
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
        self._process = None
        self._slot.folder.empty()
        return ending

    def start_calls(self, function: str, deadline: float) -> Process | None:
        """Return a new process that calls one function: the one that has just loaded, or another that loads first."""
        if not self._is_unused:
            self.end()
            self._process = self._load()
            if not self._has_loaded(self._process, deadline - time.monotonic()):
                return None
        self._is_unused = False
        process = self._process
        if process is None or process.has_ended:
            return None
        process.send(("function", function))
        return process

    def end_calls(self, process: Process) -> Ending:
        """End a process that called a function."""
        return process.end() if isinstance(process, SpawnedProcess) else Ending(None)

    def grown_bytes(self, most: int) -> int:
        """Return about how much the hand-in has written into its folder, counted little further than ``most``."""
        return self._slot.folder.grown_bytes(most)

    def close(self) -> None:
        """End everything."""
        self.end()

    def _load(self) -> SpawnedProcess:
        assert self._hand_in is not None
        self._slot.folder.fill(files_of(self._hand_in.submission))
        process, _ = self._begin()
        process.send(self._task)
        return process

    def _begin(self) -> tuple[SpawnedProcess, str]:
        try:
            process = SpawnedProcess(self._command, self._slot, self._most_bytes)
        except OSError as error:
            msg = f"cannot start {self._command[0]}: {error.strerror}"
            raise SandboxError(msg) from error
        match _await(process, _START_S):
            case ("ready", str(environment)):
                return process, environment
            case _:
                process.end()
                msg = f"{self._command[0]} did not begin as it should"
                raise SandboxError(msg)

    def _has_loaded(self, process: SpawnedProcess, seconds: float) -> bool:
        # It loaded before, within its limits; what is left for the hand-in is enough here.
        while True:
            match _await(process, seconds):
                case ("fact", *_):
                    continue
                case ("loaded", *_):
                    return True
                case _:
                    return False


def _await(process: SpawnedProcess, seconds: float) -> Plain:
    until = time.monotonic() + seconds
    try:
        while isinstance(found := process.next_frame(), Nothing):
            if process.has_ended or time.monotonic() >= until:
                return None
            process.wait(until - time.monotonic())
    except WireError:
        return None
    return found
