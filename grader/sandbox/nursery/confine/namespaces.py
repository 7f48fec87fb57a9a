"""Network, IPC and process namespaces of the nursery's own."""

import os
import signal
import sys

from . import kernel

NEW_IPC, NEW_USER, NEW_PID, NEW_NET = 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000


def enter(*, process: bool) -> None:
    """Leave the machine's network and IPC (and, for children, its processes) for namespaces of one's own.

    Args:
        process: whether the next child is to be the first process of a process namespace.

    Raises:
        OSError: when that is not allowed here.
    """
    wanted = NEW_IPC | NEW_NET | (NEW_PID if process else 0)
    try:
        kernel.unshare(wanted)
    except PermissionError:
        uid, gid = os.geteuid(), os.getegid()
        kernel.unshare(wanted | NEW_USER)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123  # a pseudo-file
                file.write(text)


def become_first_process() -> None:
    """Go on as the first process of the namespace: what ends with it ends for certain. The caller waits, outside."""
    child = os.fork()
    if child == 0:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    _, status = os.waitpid(child, 0)
    sys.stdout.flush()
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
