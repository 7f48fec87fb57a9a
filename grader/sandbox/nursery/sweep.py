"""End everything that a hand-in left behind."""

import os
import signal
import sys
from contextlib import suppress


def become_reaper() -> None:
    """Inherit every orphan of this process's descendants (Linux), so that none gets away; be no target of debuggers."""
    if sys.platform != "linux":
        return
    from .confine import kernel  # not on every system

    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)  # our memory is closed to processes of the same user


def sweep(known: "set[int]", child: int = 0) -> "tuple[int, int | None, int]":
    """Kill this process's children, and theirs, until there is none.

    Args:
        known: children that this process forked itself; emptied.
        child: the one whose end is of interest.

    Returns:
        How many there were, the exit code of ``child`` (negative: the signal), and its peak memory in bytes.
    """
    count, code, peak = 0, None, 0
    while True:
        _kill_children(known)
        try:
            ended, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            known.clear()
            return count, code, peak
        count += 1
        known.discard(ended)
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            peak = usage.ru_maxrss if sys.platform == "darwin" else 1024 * usage.ru_maxrss


def _kill_children(known: "set[int]") -> None:
    if os.getpid() == 1:
        # The first process of a namespace may signal all others at once; /proc has other names for them.
        with suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        return
    for child in known | _children():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)


def _children() -> "set[int]":
    own = os.getpid()
    try:
        with open(f"/proc/self/task/{own}/children", encoding="ascii") as file:  # noqa: PTH123  # a pseudo-file
            return {int(word) for word in file.read().split()}
    except OSError:
        return {pid for pid, parent in _parents() if parent == own}


def _parents() -> "list[tuple[int, int]]":
    # For kernels that do not list children.
    found: list[tuple[int, int]] = []
    with suppress(OSError):
        for name in os.listdir("/proc"):  # noqa: PTH208  # no pathlib here
            if name.isdigit():
                with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", encoding="utf-8") as file:  # noqa: PTH123
                    found.append((int(name), int(file.read().rpartition(")")[2].split()[1])))
    return found
