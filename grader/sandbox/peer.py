"""The trusted end of a socket to a process that may be hostile."""

import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress

from grader.model.errors import SandboxError
from grader.sandbox.nursery.wire import LENGTH, Plain, WireError, request, unpack

_PIECE = 1 << 18
_CREDENTIALS = struct.Struct("iII")
_LONGEST_HELLO = 64
_MOST_PROCESSES = 1 << 22
"""No system numbers its processes higher."""
_DESCRIPTOR = struct.Struct("i")
_CLOSE_ON_EXEC = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class Peer:
    """Frames to and from one process, never blocking; reads at most as much as it was told to expect."""

    def __init__(self, end: socket.socket, most_bytes: int) -> None:
        self.socket = end
        self.most_bytes = most_bytes
        self.has_ended = False
        self._incoming = bytearray()
        self._outgoing = memoryview(b"")
        end.setblocking(False)

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self.socket.fileno()

    @property
    def has_more_to_send(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._outgoing)

    @property
    def has_unread(self) -> bool:
        """Whether something was received that nobody asked for yet."""
        return bool(self._incoming)

    def send(self, data: Plain) -> None:
        """Queue a frame and send what goes at once."""
        self._outgoing = memoryview(bytes(self._outgoing) + request(data))
        self.flush()

    def send_with_descriptors(self, data: Plain, descriptors: Sequence[int]) -> None:
        """Send a small frame with descriptors, or notice that the process has ended."""
        try:
            socket.send_fds(self.socket, [request(data)], list(descriptors))
        except (BrokenPipeError, ConnectionResetError, BlockingIOError):
            self.has_ended = True

    def flush(self) -> None:
        """Send what can be sent without waiting."""
        try:
            while self._outgoing:
                self._outgoing = self._outgoing[self.socket.send(self._outgoing) :]
        except BlockingIOError:
            return
        except (BrokenPipeError, ConnectionResetError):
            self._outgoing = memoryview(b"")  # the end shows itself when reading

    def fill(self) -> None:
        """Read what is there, up to the most that a frame may hold; an end after it shows at the next look."""
        with suppress(BlockingIOError):
            while len(self._incoming) < self.most_bytes + LENGTH.size:
                try:
                    piece = self.socket.recv(_PIECE)
                except ConnectionResetError:
                    piece = b""
                if not piece:
                    self.has_ended = True
                    return
                self._incoming += piece
                if len(piece) < _PIECE:
                    return  # that was all there is for now

    def next_frame(self) -> "Plain | Nothing":
        """Return the next whole frame, or ``NOTHING`` while there is none.

        Raises:
            WireError: when a frame is too long or breaks the protocol.
        """
        if len(self._incoming) < LENGTH.size:
            return NOTHING
        (length,) = LENGTH.unpack_from(self._incoming)
        if length > self.most_bytes:
            msg = f"a frame of {length} bytes"
            raise WireError(msg)
        if len(self._incoming) < LENGTH.size + length:
            return NOTHING
        body = bytes(memoryview(self._incoming)[LENGTH.size : LENGTH.size + length])
        del self._incoming[: LENGTH.size + length]
        return unpack(body)

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()


class Nothing:
    """No frame yet."""

    __slots__ = ()


NOTHING = Nothing()


def make_pair() -> tuple[socket.socket, socket.socket]:
    """Return our end and theirs; ours learns from the kernel which process sends (Linux)."""
    ours, theirs = socket.socketpair()
    if sys.platform == "linux":
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def receive_hello(end: socket.socket) -> tuple[int, tuple[int, ...]]:
    """Return the id of the process that sent the first frame, as the kernel says, and the descriptors it sent along.

    Where the kernel does not say, the process does.

    Raises:
        SandboxError: when no such frame is there.
    """
    room = socket.CMSG_SPACE(_CREDENTIALS.size) + socket.CMSG_SPACE(_DESCRIPTOR.size)
    try:
        # The length alone: what comes after the first frame is for others to read.
        head, ancillary, _, _ = end.recvmsg(LENGTH.size, room, _CLOSE_ON_EXEC)
        data = end.recv(min(_LONGEST_HELLO, *LENGTH.unpack(head))) if len(head) == LENGTH.size else b""
    except OSError as error:
        raise SandboxError("a process did not begin") from error
    pid = _told_pid(data)
    descriptors: list[int] = []
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors += [each for (each,) in _DESCRIPTOR.iter_unpack(content[: len(content) // 4 * 4])]
        elif level == socket.SOL_SOCKET and kind == getattr(socket, "SCM_CREDENTIALS", -1):
            pid = _CREDENTIALS.unpack(content)[0]
    if not 1 < pid < _MOST_PROCESSES:  # a signal to the group of such a process would go to our own, or to everybody
        raise SandboxError("a process did not begin as it should")
    return pid, tuple(descriptors)


def _told_pid(data: bytes) -> int:
    with suppress(WireError):
        match unpack(data):
            case ("hello", int(pid)):
                return pid
            case _:
                pass
    raise SandboxError("a process did not begin as it should")
