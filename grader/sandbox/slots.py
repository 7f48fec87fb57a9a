"""Where hand-ins run: a folder, and a user id that nobody else has, where we may give one."""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from grader.sandbox.folder import SlotFolder

_FIRST_UID, _LAST_UID = 52_000, 52_999
_THREADS_OF_OWN_USER = 64
_KILL_TAKES_S = 0.01
_ROOM_BESIDE_OTHERS = 256


class Slot:
    """A folder and a user id, held until closed."""

    def __init__(self, *, own_user: bool) -> None:
        self._lock: socket.socket | None = None
        self.uid = self._take_uid() if own_user else None
        self.folder = SlotFolder(self.uid)

    @property
    def processes(self) -> int:
        """The most processes and threads that the hand-in's user may have: the system counts all of that user's."""
        return _THREADS_OF_OWN_USER if self.uid is not None else _tasks_of_this_user() + _ROOM_BESIDE_OTHERS

    def give_up_user(self) -> None:
        """Let go of the user id: it cannot be taken here."""
        if self.uid is not None:
            self.uid = None
            self.folder.give_to(os.geteuid())

    def kill_all(self) -> None:
        """End every process of the slot's user: for when the nursery, which does so otherwise, is gone."""
        while self.uid is not None and (found := _processes_of(self.uid)):
            for pid in found:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(_KILL_TAKES_S)

    def close(self) -> None:
        """Remove the folder and let go of the user id."""
        self.folder.close()
        if self._lock is not None:
            self._lock.close()

    def _take_uid(self) -> int | None:
        if sys.platform != "linux" or os.geteuid() != 0:
            return None
        import pwd  # not on every system

        known = {each.pw_uid for each in pwd.getpwall()} | set(_users().values())
        for uid in range(_FIRST_UID, _LAST_UID + 1):
            if uid in known:
                continue
            lock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                lock.bind(f"\0grader-user-{uid}")  # a name without a file: it is free again when we end, however
            except OSError:
                lock.close()
                continue
            self._lock = lock
            return uid
        return None


def _processes_of(uid: int) -> list[int]:
    # By the status file: a process that may not be traced belongs to root as far as its folder tells.
    return [pid for pid, user in _users().items() if user == uid]


def _users() -> dict[int, int]:
    users: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                status = (entry / "status").read_text(encoding="utf-8", errors="replace")
                if "\nState:\tZ" not in status:
                    users[int(entry.name)] = int(status.split("\nUid:\t", 1)[1].split()[0])
    return users


def _tasks_of_this_user() -> int:
    count = 0
    try:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and entry.stat().st_uid == os.geteuid():
                count += sum(1 for _ in (entry / "task").iterdir())
    except OSError:
        return count + 1024
    return count
