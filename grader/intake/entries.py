"""One entry of an archive, before anything of it is unpacked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from grader.model.errors import IntakeError

_CHUNK = 1 << 20


class ByteStream(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive. ``trouble`` is a short reason why it must not be read; folders are not listed."""

    name: str
    read: Callable[[int], bytes] = field(repr=False)
    """Unpack at most so many bytes, or raise ``IntakeError`` with a reason and particulars."""
    trouble: str = ""
    detail: str = ""


def read_capped(stream: ByteStream, limit: int, *, packed: int, ratio: int, ratio_from: int) -> bytes:
    """Read a stream to its end.

    Args:
        stream: what unpacks.
        limit: the most bytes that are wanted.
        packed: the size of the same, packed.
        ratio: how many times ``packed`` may come out, once more than ``ratio_from`` bytes have.
        ratio_from: see ``ratio``.

    Returns:
        All of it.

    Raises:
        IntakeError: ``too_large`` or ``archive_bomb``.
    """
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        if size > ratio_from and size > ratio * max(packed, 1):
            raise IntakeError("archive_bomb", f"more than {ratio} times its packed size")
        if size > limit:
            raise IntakeError("too_large", f"more than {limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def unreadable_entry(_: int) -> bytes:
    """Stand in for the reader of an entry that must not be read."""
    raise IntakeError("refused", "")
