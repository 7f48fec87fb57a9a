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
        for each in _children(known):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(each, signal.SIGKILL)
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


def _children(known: "set[int]") -> "set[int]":
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:  # noqa: PTH123  # a pseudo-file
            return known | {int(word) for word in file.read().split()}
    except OSError:
        return known
