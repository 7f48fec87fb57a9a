"""A process of the student's, seen from the trusted side."""

import math
import os
import select
import signal
import socket
import time
from contextlib import suppress
from typing import Protocol

from grader.model.errors import SandboxError
from grader.sandbox.clocks import process_cpu_s, resident_bytes, waited_s
from grader.sandbox.fork_gate import ForkGate
from grader.sandbox.nursery.wire import Plain
from grader.sandbox.peer import Nothing, Peer, receive_hello

_BEGIN_S = 20.0


class Process(Protocol):
    """What the trusted side can do with a process, however it was made."""

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, or closed its side."""
        ...

    @property
    def has_unread(self) -> bool:
        """Whether it sent something that nobody asked for."""
        ...

    def send(self, data: Plain) -> None:
        """Queue a frame for it."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait until something happens, for at most so long."""
        ...

    def next_frame(self) -> "Plain | Nothing":
        """Return the next whole frame; raises ``WireError`` when it breaks the protocol."""
        ...

    def cpu_s(self) -> float | None:
        """Return its processor time so far, where that can be known."""
        ...

    def waited_s(self) -> float | None:
        """Return how long it stood ready to run and was not let run, where that can be known."""
        ...

    def resident_bytes(self) -> int:
        """Return the memory it has resident, or 0 where that cannot be known."""
        ...

    def kill(self) -> None:
        """End it."""
        ...


class ForkedProcess:
    """A process forked by the nursery, or by a hand-in's process; followed by a descriptor where the system has one."""

    def __init__(
        self, end: socket.socket, most_bytes: int, gate: ForkGate | None = None, deadline: float = math.inf
    ) -> None:
        """Wait for the process to begin.

        Args:
            end: our end of its socket.
            most_bytes: the most that a frame of it may hold.
            gate: answers what the hand-in's processes ask while we wait for this one; a process that begins may bring
                one along.
            deadline: on the monotonic clock, when waiting is over at the latest.

        Raises:
            SandboxError: when it does not begin.
        """
        self._peer = Peer(end, most_bytes)
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)
        self._pidfd = -1
        self._is_gone = False
        self.gate = gate
        self._listen(gate)
        self.pid = self._begin(deadline)

    def _begin(self, deadline: float) -> int:
        until = min(deadline, time.monotonic() + _BEGIN_S)
        while self._peer.fileno() not in self._ready(until - time.monotonic()):
            if time.monotonic() >= until:
                raise SandboxError("a process did not begin in time")
        pid, descriptors = receive_hello(self._peer.socket)
        if descriptors:
            self.gate = ForkGate(descriptors[0])
            self._listen(self.gate)
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):  # an old kernel, or it has ended already
                self._pidfd = os.pidfd_open(pid)
                self._poll.register(self._pidfd, select.POLLIN)
        return pid

    def _listen(self, gate: ForkGate | None) -> None:
        if gate is not None:
            self._poll.register(gate, select.POLLIN)

    def _ready(self, seconds: float) -> set[int]:
        ready = dict(self._poll.poll(1000 * max(0.0, seconds)))
        gate = self.gate
        if gate is not None and (event := ready.pop(gate.fileno(), 0)):
            if event & select.POLLIN:
                gate.answer()
            else:
                self._poll.unregister(gate)  # nobody is left who could ask
        return set(ready)

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, or closed its side."""
        return self._is_gone or self._peer.has_ended

    @property
    def has_unread(self) -> bool:
        """Whether it sent something that nobody asked for."""
        self._peer.fill()
        return self._peer.has_unread

    def send(self, data: Plain) -> None:
        """Queue a frame for it."""
        self._peer.send(data)

    def send_with_descriptors(self, data: Plain, descriptors: tuple[int, ...]) -> None:
        """Send a small frame with descriptors."""
        self._peer.send_with_descriptors(data, descriptors)

    def wait(self, seconds: float) -> None:
        """Wait until something happens, for at most so long."""
        self._poll.modify(self._peer.socket, select.POLLIN | (select.POLLOUT if self._peer.has_more_to_send else 0))
        ready = self._ready(seconds)
        if self._peer.fileno() in ready or self._pidfd in ready:
            self._peer.flush()
            self._peer.fill()  # what it sent before it ended counts
        self._is_gone = self._is_gone or self._pidfd in ready

    def next_frame(self) -> "Plain | Nothing":
        """Return the next whole frame; raises ``WireError`` when it breaks the protocol."""
        return self._peer.next_frame()

    def cpu_s(self) -> float | None:
        """Return its processor time so far, where that can be known."""
        return process_cpu_s(self.pid)

    def waited_s(self) -> float | None:
        """Return how long it stood ready to run and was not let run, where that can be known."""
        return waited_s(self.pid)

    def resident_bytes(self) -> int:
        """Return the memory it has resident, or 0 where that cannot be known."""
        return resident_bytes(self.pid)

    def kill(self) -> None:
        """End it and the processes of its group."""
        with suppress(ProcessLookupError, PermissionError):
            if not self._is_gone:
                os.killpg(self.pid, signal.SIGKILL)  # it leads a session of its own
        with suppress(ProcessLookupError, PermissionError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def close(self) -> None:
        """End it and let go of it."""
        self.kill()
        self._peer.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
