"""Try every means of isolation in a process of its own, and say which work: nothing is assumed."""

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from . import identity, kernel, landlock, namespaces, seccomp

_FORBIDDEN: Final = "/etc/passwd"
"""A file that every system has, and that no hand-in may read."""


@dataclass(frozen=True)
class Trial:
    """A means by its short key, and whether it works; ``reason`` says why not."""

    key: str
    works: bool
    reason: str = ""


class DoesNotWorkError(Exception):
    """A means that is there and does not do what it should; ``args[0]`` says what happened."""


def try_all(work: str, uid: "int | None") -> "tuple[Trial, ...]":
    """Try every means.

    Args:
        work: the hand-ins' folder, which belongs to ``uid`` if there is one.
        uid: a user id that nobody uses, or None where no other can be taken.
    """
    ways: tuple[tuple[str, Callable[[], None]], ...] = (
        ("no_new_privileges", identity.drop_privileges),
        ("landlock", lambda: _try_landlock(work)),
        ("seccomp", _try_seccomp),
        ("gate", _try_gate),
        ("uid", lambda: _try_uid(work, uid)),
        ("namespaces", lambda: namespaces.enter(process=False)),
        ("process_namespace", _try_process_namespace),
    )
    return tuple(_try(key, way) for key, way in ways)


def reach_tier(trials: "tuple[Trial, ...]") -> int:
    """Return the tier that the means which work add up to.

    Where no other user can be taken, a process namespace stands in for one: from inside, no process outside it can be
    named, and Landlock keeps the files.
    """
    works = {trial.key: trial.works for trial in trials}
    if not (works["no_new_privileges"] and works["landlock"] and works["seccomp"]):
        return 0
    if works["namespaces"] and (works["uid"] or works["process_namespace"]):
        return 3
    return 2 if works["uid"] else 1


def _try(key: str, way: "Callable[[], None]") -> Trial:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        words = "it ended early"
        try:
            os.close(reading)
            way()
            words = ""
        except OSError as error:
            words = error.strerror or str(error)
        except Exception as error:  # whatever happens is the answer
            words = str(error) or type(error).__name__
        finally:
            os.write(writing, b"\n" + words.encode())
            os._exit(0)
    os.close(writing)
    answer = os.read(reading, 4096)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if not answer:
        return Trial(key, works=False, reason=f"the trial ended with {os.waitstatus_to_exitcode(status)}")
    words = answer[1:].decode("utf-8", "replace")
    return Trial(key, works=not words, reason=words)


def _try_landlock(work: str) -> None:
    if kernel.landlock_abi() < 1:
        raise DoesNotWorkError("this kernel has no Landlock, or it is switched off")
    ruleset = landlock.make_ruleset(work, allow_programs=False)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.landlock_restrict(ruleset)
    os.listdir(os.path.dirname(os.__file__))  # noqa: PTH120, PTH208  # must still work
    try:
        os.close(os.open(_FORBIDDEN, os.O_RDONLY))
    except PermissionError:
        return
    raise DoesNotWorkError("a file could be read that should not")


def _try_seccomp() -> None:
    column = kernel.column()
    if column is None:
        raise DoesNotWorkError("no table of system calls for this machine")
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install(seccomp.filter_program(column, frozenset[str]()))
    try:
        socket.socket().close()
    except PermissionError:
        return
    raise DoesNotWorkError("a socket could be made that should not")


def _try_gate() -> None:
    column = kernel.column()
    if column is None:
        raise DoesNotWorkError("no table of system calls for this machine")
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    os.close(seccomp.install_gate(seccomp.gate_program(column)))


def _try_uid(work: str, uid: "int | None") -> None:
    if uid is None:
        raise DoesNotWorkError("only root can take another user's place, and a free user id is needed")
    identity.keep_libraries_reachable()
    identity.become(uid)
    if os.getresuid() != (uid, uid, uid):
        raise DoesNotWorkError("the user did not change")
    os.chdir(work)
    os.listdir(".")  # noqa: PTH208
    for path in sys.path:
        # Listed, not only there: what is imported later must still be found and read.
        if path.startswith("/proc/self/fd/") or os.path.isdir(path):  # noqa: PTH112
            os.listdir(path)  # noqa: PTH208


def _try_process_namespace() -> None:
    namespaces.enter(process=True)
    child = os.fork()
    if child == 0:
        os._exit(0 if os.getpid() == 1 else 1)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise DoesNotWorkError("the first process is not the first")
