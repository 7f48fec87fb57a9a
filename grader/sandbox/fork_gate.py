"""Decide about forks of a hand-in's processes: only the one that we asked for goes ahead."""

import errno
import os
import struct

_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_REQUEST_BYTES = 80
_REQUEST = struct.Struct("=QII")
_ANSWER = struct.Struct("=QqiI")
_CONTINUE = 1


class ForkGate:
    """Answers the kernel's questions, which come on a descriptor; a fork that nobody expects fails with ``EPERM``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._expected_of = 0
        self.refused = 0

    def fileno(self) -> int:
        """Return the descriptor on which questions come."""
        return self._descriptor

    def expect_fork(self, pid: int) -> None:
        """Let one process fork once."""
        self._expected_of = pid

    def answer(self) -> None:
        """Answer a question that waits; does nothing when it is gone already."""
        import fcntl  # not on every system

        request = bytearray(_REQUEST_BYTES)
        try:
            fcntl.ioctl(self._descriptor, _RECEIVE, request)
            number, pid, _ = _REQUEST.unpack_from(request)
            if pid == self._expected_of:
                self._expected_of = 0
                answer = _ANSWER.pack(number, 0, 0, _CONTINUE)
            else:
                self.refused += 1
                answer = _ANSWER.pack(number, 0, -errno.EPERM, 0)
            fcntl.ioctl(self._descriptor, _SEND, answer)
        except OSError:
            return  # the one who asked has ended

    def close(self) -> None:
        """Let go of the descriptor; whoever asks later is refused by the kernel."""
        os.close(self._descriptor)
