"""What the student's code prints: kept up to a cap, never parsed."""

import io
import os
import sys
from contextlib import suppress
from typing import BinaryIO, cast


class _Capped(io.RawIOBase):
    """Keeps the first bytes written and counts the rest."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.kept = bytearray()
        self.lost = 0

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]  # any buffer does
        view = memoryview(data).cast("B")
        room = max(0, self.most_bytes - len(self.kept))
        self.kept += view[:room]
        self.lost += max(0, len(view) - room)
        return len(view)


class Printed:
    """Stands in for the standard streams; ``take`` returns what was printed since the last time."""

    def __init__(self, most_bytes: int) -> None:
        self._capped = _Capped(most_bytes)

    def install(self) -> None:
        """Replace the standard streams: both outputs are kept, and the input is at its end."""
        streams = [
            io.TextIOWrapper(
                cast("BinaryIO", self._capped), "utf-8", "backslashreplace", newline="", write_through=True
            )
            for _ in range(2)
        ]
        sys.stdout = sys.__stdout__ = streams[0]
        sys.stderr = sys.__stderr__ = streams[1]
        sys.stdin = sys.__stdin__ = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # stays open; no pathlib here

    def take(self) -> str:
        """Return what was printed, and forget it."""
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):  # the student's own stream: what it held is theirs to lose
                stream.flush()
        if not self._capped.kept and not self._capped.lost:
            return ""
        text = self._capped.kept.decode("utf-8", "replace")
        if self._capped.lost:
            text += f"\n[{self._capped.lost} more bytes were printed]"
        self._capped.kept = bytearray()
        self._capped.lost = 0
        return text
