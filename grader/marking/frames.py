"""Rows of byte strings over a socket, for the process that judges: both ends are ours, what they carry may not be."""

import socket
import struct
import time
from collections.abc import Sequence

_COUNT = struct.Struct("<I")
_LENGTH = struct.Struct("<Q")
_PIECE = 1 << 20


class Closed(Exception):  # no error: what a process's end looks like from the other side
    """The other side is gone, is silent for too long, or says more than it may."""


class Channel:
    """One end of a connection between two processes of ours."""

    def __init__(self, end: socket.socket, longest: int) -> None:
        """Take over a socket; ``longest`` is the most bytes that a row from the other side may have."""
        self._end = end
        self._longest = longest

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self._end.fileno()

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def send(self, row: Sequence[bytes | memoryview], timeout_s: float | None = None) -> None:
        """Send one row.

        Raises:
            Closed: when the other side does not take it in time.
        """
        head = _COUNT.pack(len(row)) + b"".join([_LENGTH.pack(len(piece)) for piece in row])
        try:
            self._end.settimeout(timeout_s)
            self._end.sendall(b"".join([head, *row]))
        except OSError as error:
            raise Closed from error

    def receive(self, timeout_s: float | None = None) -> list[memoryview]:
        """Return the next row.

        Raises:
            Closed: when it does not come in time, or is too long.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        (count,) = _COUNT.unpack(self._take(_COUNT.size, deadline))
        if count * _LENGTH.size > self._longest:
            raise Closed
        lengths = [length for (length,) in _LENGTH.iter_unpack(self._take(count * _LENGTH.size, deadline))]
        if sum(lengths) > self._longest:
            raise Closed
        data = self._take(sum(lengths), deadline)
        row: list[memoryview] = []
        at = 0
        for length in lengths:
            row.append(data[at : at + length])
            at += length
        return row

    def _take(self, count: int, deadline: float | None) -> memoryview:
        data = memoryview(bytearray(count))
        have = 0
        while have < count:
            try:
                if deadline is not None:
                    # Zero would mean not to wait at all.
                    self._end.settimeout(max(deadline - time.monotonic(), 1e-6))
                got = self._end.recv_into(data[have:], min(count - have, _PIECE))
            except OSError as error:
                raise Closed from error
            if not got:
                raise Closed
            have += got
        return data
