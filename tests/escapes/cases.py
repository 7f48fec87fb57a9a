"""The surroundings that the attacks are run in: who starts the grader, and which tier it is held to."""

import ctypes
import grp
import os
import pwd
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from grader.sandbox import Tier
from tests.escapes.container import enter_container

_PLAIN_USER: Final = 54_321
_PR_SET_DUMPABLE, _PR_SET_PDEATHSIG = 4, 1
_BIND, _PRIVATE, _NEW_MOUNTS = 0x1000, 0x44000, 0x0002_0000

_library: Any = ctypes.CDLL(None, use_errno=True)


class CannotBeMadeError(Exception):
    """The surroundings cannot be had on this machine; ``args[0]`` says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """Who starts the grader, and the tier that is required of it and not exceeded."""

    name: str
    says: str
    tier: Tier
    enter: Callable[[], None]
    """Makes this process live in the surroundings, for good."""


def _as_root() -> None:
    _need_linux()
    if os.geteuid() != 0:
        raise CannotBeMadeError("the tests are not run by root")


def _as_anyone() -> None:
    _need_linux()


def _as_plain_user() -> None:
    _need_linux()
    if os.geteuid() != 0:
        return
    if any(each.pw_uid == _PLAIN_USER for each in pwd.getpwall()) or any(
        each.gr_gid == _PLAIN_USER for each in grp.getgrall()
    ):
        raise CannotBeMadeError(f"user {_PLAIN_USER} is taken")
    _let_others_reach(Path(os.path.realpath(sys.executable)).parent.parent)
    os.setgroups([])
    os.setresgid(_PLAIN_USER, _PLAIN_USER, _PLAIN_USER)
    os.setresuid(_PLAIN_USER, _PLAIN_USER, _PLAIN_USER)
    _library.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # as a program that this user started itself would be


def _in_container() -> None:
    _as_root()
    try:
        enter_container()
    except (OSError, KeyError) as error:
        raise CannotBeMadeError(f"a container's confinement cannot be imitated: {error}") from error


def _need_linux() -> None:
    if sys.platform != "linux":
        raise CannotBeMadeError("Linux only")


def _let_others_reach(python: Path) -> None:
    """Make an interpreter below a closed home folder reachable, in a mount namespace that nobody else sees."""
    closed = [each for each in python.parents if not each.stat().st_mode & stat.S_IXOTH]
    if not closed:
        return
    top = closed[-1]
    aside = tempfile.mkdtemp(prefix="escape-python-")
    try:
        _check(_library.unshare(_NEW_MOUNTS), "a mount namespace")
        _check(_library.mount(b"none", b"/", None, _PRIVATE, None), "mounts of our own")
        _check(_library.mount(str(python).encode(), aside.encode(), None, _BIND, None), "a bind mount")
        _check(_library.mount(b"none", str(top).encode(), b"tmpfs", 0, b"mode=755"), "an empty folder")
        python.mkdir(parents=True)
        _check(_library.mount(aside.encode(), str(python).encode(), None, _BIND, None), "a bind mount")
        _check(_library.umount2(aside.encode(), 0), "taking the first away")
    finally:
        with suppress(OSError):  # never more than the empty folder: something may still be mounted on it
            Path(aside).rmdir()


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise CannotBeMadeError(
            f"the interpreter is out of a plain user's reach, and {what} is not to be had: {os.strerror(number)}"
        )


CASES: Final[Mapping[str, Case]] = MappingProxyType({
    each.name: each
    for each in (
        Case("anyone-T0", "whoever runs the tests, held to T0", Tier.T0, _as_anyone),
        Case("root-T1", "root, held to T1: hand-ins run as root, too", Tier.T1, _as_root),
        Case("root-T2", "root, held to T2", Tier.T2, _as_root),
        Case("root-T3", "root of the machine", Tier.T3, _as_root),
        Case("container-T2", "root in an ordinary container: Gradescope's case", Tier.T2, _in_container),
        Case("user-T1", "a plain user, held to T1", Tier.T1, _as_plain_user),
        Case("user-T3", "a plain user who may make user namespaces", Tier.T3, _as_plain_user),
    )
})
