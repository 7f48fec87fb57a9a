"""What lies around a hand-in and must stay untouched: secrets, files of the class, servers, other processes."""

import ctypes
import hashlib
import os
import secrets
import selectors
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from grader.classroom.store import Store
from grader.model.rubric import Rubric
from tests.escapes.small_rubric import write_rubric

_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGWINCH, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCONT)


class Surroundings:
    """A folder of a class, a neighbour's folder, a secret in memory and in the environment, servers, a bystander."""

    def __init__(self) -> None:
        self.secret = f"secret-of-the-grader-{secrets.token_hex(12)}"
        self._in_memory = ctypes.create_string_buffer(self.secret.encode())
        os.environ["ESCAPE_SECRET"] = self.secret
        self.folder = Path(tempfile.mkdtemp(prefix="escape-class-"))
        self.folder.chmod(0o755)
        self.victim = Path(tempfile.mkdtemp(prefix="hand-in-of-another-"))
        self.victim.chmod(0o711)
        self.rubric: Rubric = write_rubric(self.folder, self.secret)
        self._fill()
        self._content = self._look()
        self._servers = _Servers(self.folder / "socket")
        self._signals: list[int] = []
        for number in _SIGNALS:
            signal.signal(number, self._note_signal)
        self.bystander = _start_bystander()

    def known(self, nursery: int) -> dict[str, Any]:
        """Return what the attackers are told: all but the secret."""
        return {
            "place": str(self.folder),
            "victim": str(self.victim),
            "grader": os.getpid(),
            "nursery": nursery,
            "bystander": self.bystander.pid,
            "address": ctypes.addressof(self._in_memory),
            "length": len(self.secret),
            **self._servers.names(),
        }

    def damage(self) -> list[str]:
        """Return what was done to the surroundings since the last time, and mend it."""
        found = [f"signal {number} arrived" for number in self._signals]
        self._signals.clear()
        found += self._servers.talk()
        if self.bystander.poll() is not None:
            found.append(f"the bystander ended ({self.bystander.returncode})")
            self.bystander = _start_bystander()
        now = self._look()
        for path in sorted({*now, *self._content}):
            if now.get(path) != self._content.get(path):
                change = "changed" if path in now and path in self._content else "made" if path in now else "removed"
                found.append(f"{change}: {path}")
        if now != self._content:
            self._mend()
        return found

    def close(self) -> None:
        """Remove it all."""
        self.bystander.kill()
        self.bystander.wait()
        self._servers.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.victim, ignore_errors=True)

    def _fill(self) -> None:
        for name, mode in (("open", 0o644), ("closed", 0o600)):
            (self.folder / name).mkdir()
            (self.folder / name / "secret.txt").write_text(self.secret, encoding="utf-8")
            (self.folder / name / "secret.txt").chmod(mode)
        (self.folder / "reports").mkdir()
        for name in ("results.json", "reports/anna.json", "grades.csv"):
            (self.folder / name).write_text("as it was", encoding="utf-8")
        Store(self.folder).close()
        (self.victim / "work").mkdir(mode=0o700)
        (self.victim / "work" / "answer.py").write_text(f"# {self.secret}\n", encoding="utf-8")

    def _mend(self) -> None:
        for folder in (self.folder, self.victim):
            for entry in folder.iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                elif not stat.S_ISSOCK(entry.lstat().st_mode):
                    entry.unlink()
        write_rubric(self.folder, self.secret)
        self._fill()
        self._content = self._look()

    def _look(self) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for top in (self.folder, self.victim):
            for path in top.rglob("*"):
                there = path.lstat()
                content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(there.st_mode) else ""
                if not stat.S_ISSOCK(there.st_mode):
                    found[f"{top.name[:10]}…/{path.relative_to(top)}"] = (there.st_mode, content)
        return found

    def _note_signal(self, number: int, _: FrameType | None) -> None:
        self._signals.append(number)


class _Servers:
    """Listens on the loopback and on local sockets, and remembers who called."""

    def __init__(self, path: Path) -> None:
        self._abstract = f"escape-{secrets.token_hex(8)}"
        self._path = path
        self._calls: list[str] = []
        self._selector = selectors.DefaultSelector()
        self._stop, stopping = socket.socketpair()
        self._selector.register(stopping, selectors.EVENT_READ, "stop")
        self._ports: dict[str, int] = {}
        for name, family, kind, address in (
            ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(path)),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self._abstract}"),
        ):
            end = socket.socket(family, kind)
            end.bind(address)
            if kind == socket.SOCK_STREAM:
                end.listen()
            self._ports[name] = end.getsockname()[1] if family == socket.AF_INET else 0
            self._selector.register(end, selectors.EVENT_READ, name)
        path.chmod(0o777)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def names(self) -> dict[str, Any]:
        return {**self._ports, "unix": str(self._path), "abstract": self._abstract}

    def talk(self) -> list[str]:
        found, self._calls = self._calls, []
        return [f"reached over {name}" for name in found]

    def close(self) -> None:
        self._stop.close()
        self._thread.join(5)
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data == "stop":
                    return
                self._calls.append(str(key.data))
                end = key.fileobj
                assert isinstance(end, socket.socket)
                with suppress(OSError):
                    if end.type == socket.SOCK_STREAM:
                        end.accept()[0].close()
                    else:
                        end.recv(100)


def _start_bystander() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["/bin/sleep", "900"], start_new_session=True, env={}, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
