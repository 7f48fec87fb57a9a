"""A process with pipes, read and written by threads so that we never block on it."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from grader.sandbox.clocks import process_cpu_s, resident_bytes, waited_s
from grader.sandbox.environment import nursery_environment
from grader.sandbox.facts import decode_unit
from grader.sandbox.launch import Ending, Unit
from grader.sandbox.nursery.wire import LENGTH, Plain, WireError, request, unpack
from grader.sandbox.peer import NOTHING, Nothing

_PIECE = 1 << 16
_MOST_BYTES_BEFORE_A_TASK = 1 << 20


class SpawnedProcess:
    """A process of which nothing is known but what comes through its pipe."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        """Start it.

        Args:
            command: its program and arguments.
            home: the hand-in's folder. It begins in the folder above: one that is somebody's place cannot be emptied
                on every system.
        """
        self.unit: Unit | None = None
        self.used: tuple[str, ...] = ()
        """The heavy modules that loading its hand-in used."""
        self.has_begun = False
        self.defined = 0
        """How many of the functions that are wanted it found, once it has loaded; it says so itself."""
        self.most_bytes = _MOST_BYTES_BEFORE_A_TASK
        self._incoming = bytearray()
        self._arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._is_closed = False
        self._room = threading.BoundedSemaphore(64)
        self._process = subprocess.Popen(  # noqa: S603  # the interpreter that staff named
            command,
            env=nursery_environment(home),
            cwd=home.parent,
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
        self._outgoing.put(request(data))

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
        while not isinstance(found := self._first_frame(), Nothing):
            data, length = found
            del self._incoming[:length]
            if not self._notes(data):
                return data
        return NOTHING

    def await_begun(self, seconds: float) -> None:
        """Wait until it is about to wait for calls, for at most so long; whatever else it sent stays where it is."""
        self.has_begun = False
        until = time.monotonic() + seconds
        while not self.has_begun and not self.has_ended and time.monotonic() < until:
            try:
                found = self._first_frame()
            except WireError:
                return  # who reads it next will say so
            if isinstance(found, Nothing):
                self.wait(until - time.monotonic())
            elif self._notes(found[0]):
                del self._incoming[: found[1]]
            else:
                return

    def _first_frame(self) -> "tuple[Plain, int] | Nothing":
        """Return the first whole frame and its length in bytes, and leave it where it is."""
        if len(self._incoming) < LENGTH.size:
            return NOTHING
        (length,) = LENGTH.unpack_from(self._incoming)
        if length > self.most_bytes:
            msg = f"a frame of {length} bytes"
            raise WireError(msg)
        if len(self._incoming) < LENGTH.size + length:
            return NOTHING
        return unpack(bytes(memoryview(self._incoming)[LENGTH.size : LENGTH.size + length])), LENGTH.size + length

    def _notes(self, data: Plain) -> bool:
        """Take in what it says of itself; False for what others want to read. Nothing of it decides a verdict."""
        match data:
            case ("at", *place):
                self.unit = decode_unit(tuple(place))
            case ("used", *names):
                self.used = tuple(str(name) for name in names)
            case ("begun",):
                self.has_begun = True
            case ("loaded", _, tuple(definitions)):
                self.defined = len(definitions)
                return False
            case _:
                return False
        return True

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
        """End it, and where there are groups the processes of its group."""
        if hasattr(os, "killpg"):
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

    def await_frame(self, seconds: float) -> Plain:
        """Return its next frame; None where none comes in time, it ends, or it breaks the protocol."""
        until = time.monotonic() + seconds
        try:
            while isinstance(found := self.next_frame(), Nothing):
                if self.has_ended or time.monotonic() >= until:
                    return None
                self.wait(until - time.monotonic())
        except WireError:
            return None
        return found
