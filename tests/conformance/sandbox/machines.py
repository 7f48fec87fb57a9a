"""Be another machine: a process with what an ordinary container leaves to root, or with no rights at all."""

import errno
import os
import pickle
import struct
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.sandbox.nursery.confine import kernel
from grader.sandbox.nursery.confine.identity import keep_libraries_reachable
from grader.sandbox.nursery.confine.syscalls import NUMBERS

CONTAINER_CAPABILITIES = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
"""What containers give root by default: owners, modes, users, kill, bind, raw, chroot, mknod, audit, setfcap."""
FORBIDDEN_IN_CONTAINERS = ("unshare", "setns", "mount", "umount2", "pivot_root", "bpf", "perf_event_open", "keyctl")
_NAMESPACES = 0x7E02_0000


def in_a_process(work: Callable[[], object]) -> Any:
    """Return what ``work`` returns in a forked process of its own, which may give up whatever it likes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as stream:
                pickle.dump(work(), stream)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "it failed; its traceback is above"
    return pickle.loads(data)


def become_a_container() -> None:
    """Give up what an ordinary container does not have: most capabilities, and the calls its filter refuses."""
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        if capability not in CONTAINER_CAPABILITIES:
            kernel.prctl(24, capability)  # PR_CAPBSET_DROP
    _install(_container_filter())
    low = sum(1 << each for each in CONTAINER_CAPABILITIES)
    header = struct.pack("Ii", 0x20080522, 0)
    kernel.set_capabilities(header, struct.pack("6I", low, low, 0, 0, 0, 0))


def without(*calls: str) -> None:
    """Let system calls fail as if the kernel did not have them."""
    column = _column()
    lines = _preamble()
    for name in calls:
        number = {"landlock_create_ruleset": 444, "seccomp": (317, 277)[column]}[name]
        lines += [(0x15, 0, 1, number), (0x06, 0, 0, 0x0005_0000 | errno.ENOSYS)]
    lines.append((0x06, 0, 0, 0x7FFF_0000))
    kernel.prctl(38, 1)
    _install(lines)


def become_a_plain_user(uid: int = 54321) -> None:
    keep_libraries_reachable()  # ours may lie where such a user cannot walk
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _container_filter() -> list[tuple[int, int, int, int]]:
    column, lines = _column(), _preamble()
    for name in FORBIDDEN_IN_CONTAINERS:
        number = NUMBERS[name][column]
        assert number is not None
        lines += [(0x15, 0, 1, number), (0x06, 0, 0, 0x0005_0000 | errno.EPERM)]
    clone, clone3 = NUMBERS["clone"][column], NUMBERS["clone3"][column]
    assert clone is not None
    assert clone3 is not None
    lines += [
        (0x15, 0, 1, clone3),
        (0x06, 0, 0, 0x0005_0000 | errno.ENOSYS),
        (0x15, 0, 3, clone),
        (0x20, 0, 0, 16),
        (0x45, 0, 1, _NAMESPACES),
        (0x06, 0, 0, 0x0005_0000 | errno.EPERM),
        (0x06, 0, 0, 0x7FFF_0000),
    ]
    return lines


def _install(lines: list[tuple[int, int, int, int]]) -> None:
    kernel.install_filter(b"".join(struct.pack("HBBI", *line) for line in lines), 0)


def _preamble() -> list[tuple[int, int, int, int]]:
    return [(0x20, 0, 0, 0)]


def _column() -> int:
    column = kernel.column()
    assert column is not None
    return column
