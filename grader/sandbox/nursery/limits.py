"""Resource limits of a process, by the system's own means where there are any."""

import os
import signal
import sys
from dataclasses import dataclass

from .wire import Plain, WireError

_ROOM_FOR_MAPPINGS = 4 * 1024**3
"""Address space beside the data: libraries map much that they never touch."""


@dataclass(frozen=True)
class Caps:
    """What a hand-in's processes may use; seconds and bytes."""

    cpu_s: float
    memory_bytes: int
    file_bytes: int
    open_files: int
    processes: int
    result_bytes: int
    printed_bytes: int
    allow_programs: bool


def decode_caps(data: Plain) -> Caps:
    """Return the limits that plain data describes.

    Raises:
        WireError: for anything that the trusted side does not send.
    """
    match data:
        case (
            float(cpu_s),
            int(memory),
            int(file),
            int(files),
            int(processes),
            int(result),
            int(printed),
            bool(programs),
        ):
            return Caps(cpu_s, memory, file, files, processes, result, printed, programs)
        case _:
            raise WireError("not limits")


def cap_process(caps: Caps) -> None:
    """Limit this process and what it starts.

    Args:
        caps: the limits; the processor time is a backstop, the trusted side's clock decides.
    """
    if os.name != "posix":
        return
    import resource  # not on every system

    def cap(name: str, value: int) -> None:
        kind: int | None = getattr(resource, name, None)
        if kind is None:
            return
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses some; the wall clock still ends everything
            return

    data, mapped = _memory_used()
    cap("RLIMIT_DATA", data + caps.memory_bytes)
    cap("RLIMIT_AS", mapped + caps.memory_bytes + _ROOM_FOR_MAPPINGS)
    cap("RLIMIT_FSIZE", caps.file_bytes)
    cap("RLIMIT_NOFILE", caps.open_files)
    cap("RLIMIT_CORE", 0)
    cap("RLIMIT_NPROC", caps.processes)
    cap("RLIMIT_CPU", int(caps.cpu_s) + 2)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit then raises OSError


def _memory_used() -> "tuple[int, int]":
    # Bytes of private data, and of all mappings.
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a pseudo-file of the kernel's
            fields = [int(field) for field in statm.read().split()]
    except (OSError, ValueError):
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return fields[5] * page, fields[0] * page


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends (Linux)."""
    if sys.platform == "linux":
        from .confine import kernel  # not on every system

        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
