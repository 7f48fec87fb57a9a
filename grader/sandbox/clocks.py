"""How long a foreign process has run and waited, by the kernel's own count."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

_CPUCLOCK_SCHED = 2


def process_cpu_s(pid: int) -> float | None:
    """Return the processor time of all threads of a process in seconds, or None where it cannot be known."""
    if sys.platform != "linux":
        return None
    try:
        # clock_getcpuclockid(3): the kernel's name for the clock of another process.
        return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)
    except OSError:
        return None


def waited_s(pid: int) -> float | None:
    """Return how long a process stood ready to run and was not let run, in seconds; None where it is not counted.

    Of its threads, the one that waited longest counts.
    """
    waited: list[float] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # a thread that has just ended
                waited.append(int((task / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9)
    except (OSError, ValueError, IndexError):
        return None
    return max(waited, default=None)


def resident_bytes(pid: int) -> int:
    """Return the memory that a process has resident, or 0 where it cannot be known."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def is_crowded() -> bool:
    """Whether more wants to run than the machine has processors, by its load."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


def kills_for_memory() -> int:
    """Return how often the kernel has killed a process since the start because memory ran out."""
    try:
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0
