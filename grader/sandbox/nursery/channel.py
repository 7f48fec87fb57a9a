"""Frames over a descriptor, from this side."""

import os
import socket

from .wire import LENGTH, Plain, frame, read_request


def send(descriptor: int, data: Plain) -> None:
    """Write plain data as one frame, whole."""
    view = memoryview(frame(data))
    while view:
        view = view[os.write(descriptor, view) :]


def receive(descriptor: int) -> Plain:
    """Read one frame.

    Raises:
        EOFError: when the other side has closed.
    """
    (length,) = LENGTH.unpack(_read(descriptor, LENGTH.size))
    return read_request(_read(descriptor, length))


def receive_with_descriptors(control: socket.socket, most: int) -> "tuple[Plain, list[int]]":
    """Read one frame and the descriptors that came with it.

    Raises:
        EOFError: when the other side has closed.
    """
    head, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, most)
    if not head:
        raise EOFError
    head += _read(control.fileno(), LENGTH.size - len(head))
    (length,) = LENGTH.unpack(head)
    return read_request(_read(control.fileno(), length)), list(descriptors)


def _read(descriptor: int, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        piece = os.read(descriptor, min(count - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
