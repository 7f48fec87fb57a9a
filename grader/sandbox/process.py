"""A process of the student's, seen from the trusted side."""

import os
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from grader.sandbox.clocks import process_cpu_s, resident_bytes, waited_s
from grader.sandbox.nursery.wire import Plain, WireError
from grader.sandbox.peer import NOTHING, Nothing, Peer, receive_hello


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


class Gate(Protocol):
    """Decides which system calls of a hand-in's processes go ahead; see ``forks.ForkGate``."""

    def fileno(self) -> int:
        """Return the descriptor on which requests come in."""
        ...

    def answer(self) -> None:
        """Answer a request that waits."""
        ...


class ForkedProcess:
    """A process forked by the nursery, or by a hand-in's process; followed by a descriptor where the system has one."""

    def __init__(self, end: socket.socket, most_bytes: int, gate: Gate | None = None, begin_s: float = 20.0) -> None:
        self.gate = gate
        self._peer = Peer(end, most_bytes)
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)
        if gate is not None:
            self._poll.register(gate, select.POLLIN)
        self._pidfd = -1
        self._is_gone = False
        self.pid = self._begin(begin_s)

    def _begin(self, seconds: float) -> int:
        waiting_for = self._peer.fileno()
        while waiting_for not in {descriptor for descriptor, _ in self._ready(seconds)}:
            continue
        pid = receive_hello(self._peer.socket)
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):  # an old kernel, or it has ended already
                self._pidfd = os.pidfd_open(pid)
                self._poll.register(self._pidfd, select.POLLIN)
        return pid

    def _ready(self, seconds: float) -> list[tuple[int, int]]:
        ready = self._poll.poll(1000 * seconds)
        if not ready:
            return [(self._peer.fileno(), 0)]  # the read that follows says that nothing is there
        for descriptor, _ in ready:
            if self.gate is not None and descriptor == self.gate.fileno():
                self.gate.answer()
        return ready

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
        for descriptor, _ in self._poll.poll(1000 * max(0.0, seconds)):
            if descriptor == self._peer.fileno():
                self._peer.flush()
                self._peer.fill()
            elif descriptor == self._pidfd:
                self._peer.fill()  # what it sent before it ended counts
                self._is_gone = True
            elif self.gate is not None and descriptor == self.gate.fileno():
                self.gate.answer()

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


def drain(process: Process, take: Callable[[Plain], None]) -> None:
    """Hand over every whole frame that is there; stops at the first that breaks the protocol."""
    with suppress(WireError):
        while not isinstance(found := process.next_frame(), Nothing):
            take(found)


__all__ = ["NOTHING", "ForkedProcess", "Gate", "Nothing", "Process", "drain"]
