"""The trusted end of the nursery: starting it and asking it."""

import os
import select
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from grader.model.errors import SandboxError
from grader.sandbox.environment import nursery_environment
from grader.sandbox.launch import Ending
from grader.sandbox.nursery.wire import LENGTH, Plain, WireError, request, unpack
from grader.sandbox.slots import Slot
from grader.sandbox.tier import Tier

BOOT = Path(__file__).parent / "nursery" / "boot.py"
_START_S = 300.0
_ANSWER_S = 60.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A means of isolation by its short key, and whether it works here; ``reason`` says why not."""

    key: str
    works: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Beginning:
    environment: str
    tier: Tier
    trials: tuple[Trial, ...]


class NurseryProcess:
    """One nursery process; ends with its link.

    It gets ready while we do something else: whoever asks for the first time waits for it, and learns of a failure.
    """

    def __init__(
        self, python: str, slot: Slot, at_most: Tier, preload: Sequence[str], later: Sequence[str] = ()
    ) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the link
        ours, theirs = socket.socketpair()
        self._socket = ours
        command = [python, "-s", str(BOOT), "fork", str(theirs.fileno()), str(slot.folder.work)]
        command += ["" if slot.uid is None else str(slot.uid), str(int(at_most)), ",".join(later), *preload]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # the interpreter that staff named
                command,
                env=nursery_environment(slot.folder.work),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is ours to handle
            )
        except OSError as error:
            msg = f"cannot start {python}: {error.strerror}"
            raise SandboxError(msg) from error
        finally:
            theirs.close()

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        return self._beginning.environment

    @property
    def tier(self) -> Tier:
        """The isolation reached."""
        return self._beginning.tier

    @property
    def trials(self) -> tuple[Trial, ...]:
        """The means of isolation, and which of them work."""
        return self._beginning.trials

    @property
    def has_own_user(self) -> bool:
        """Whether hand-ins run under the user id that was offered."""
        return any(trial.key == "uid" and trial.works for trial in self.trials)

    def ask(self, asked: Plain, descriptors: Sequence[int] = ()) -> Plain:
        """Send a request and return the answer.

        Raises:
            SandboxError: when the nursery has ended or does not answer.
        """
        _ = self._beginning
        data = memoryview(request(asked))
        try:
            sent = socket.send_fds(self._socket, [data[: 1 << 16]], list(descriptors))
            self._socket.sendall(data[sent:])
        except OSError as error:
            raise SandboxError("the nursery has ended") from error
        return self._receive(_ANSWER_S)

    def sweep(self, child: int) -> Ending:
        """End everything that a hand-in left behind, and say how its own process (``child``) ended."""
        match self.ask(("sweep", child)):
            case ("swept", int(), (int() | None) as code, int(peak)):
                return Ending(code, peak)
            case _:
                raise SandboxError("the nursery did not sweep")

    def close(self) -> None:
        """End the nursery; it ends its children first."""
        self._socket.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    @cached_property
    def _beginning(self) -> _Beginning:
        match self._receive(_START_S):
            case ("ready", str(environment), int(tier), tuple(trials)):
                return _Beginning(environment, Tier(tier), tuple(_trial(each) for each in trials))
            case _:
                raise SandboxError("the nursery did not begin as it should")

    def _receive(self, seconds: float) -> Plain:
        head = self._read(LENGTH.size, seconds)
        (length,) = LENGTH.unpack(head)
        try:
            return unpack(self._read(length, seconds))
        except WireError as error:
            raise SandboxError("the nursery spoke out of turn") from error

    def _read(self, count: int, seconds: float) -> bytes:
        data = bytearray()
        while len(data) < count:
            if not select.select([self._socket], [], [], seconds)[0]:
                raise SandboxError("the nursery does not answer")
            try:
                piece = self._socket.recv(count - len(data))
            except OSError:
                piece = b""
            if not piece:
                raise SandboxError(f"the nursery has ended{self._last_words()}")
            data += piece
        return bytes(data)

    def _last_words(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        size = self._errors.tell()
        self._errors.seek(max(0, size - 2000))
        words = self._errors.read().decode("utf-8", "replace").strip()
        return f": {words}" if words else ""


def _trial(data: Plain) -> Trial:
    match data:
        case (str(key), bool(works), str(reason)):
            return Trial(key, works, reason)
        case _:
            raise SandboxError("the nursery did not begin as it should")
