"""CPU time and memory of running processes, read from ``/proc``."""

import os
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> tuple[int, ...]:
    """Return the processes below one, parents first."""
    found: list[int] = []
    open_pids = [pid]
    while open_pids:
        for task in Path(f"/proc/{open_pids.pop()}/task").glob("*/children"):
            try:
                children = [int(each) for each in task.read_text().split()]
            except OSError:
                continue
            found += children
            open_pids += children
    return tuple(found)


def tree_cpu_s(pid: int) -> float:
    """Return the CPU seconds of all processes below one, those that have ended included."""
    total = 0.0
    for each in descendants(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(ticks) for ticks in fields[11:15]) * _TICK_S  # own user, system; ended children's
    return total


def own_cpu_s(pid: int | None) -> float:
    """Return the CPU seconds of one running process alone, to the microsecond; 0 for none."""
    if pid is None:
        return 0.0
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) * 1e-9


def memory_kib(pid: int) -> dict[str, int]:
    """Return a process's memory in KiB: ``Rss``, ``Pss``, ``Private`` (clean and dirty); empty when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    values = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
    private = values.get("Private_Clean", 0) + values.get("Private_Dirty", 0)
    return {"Rss": values.get("Rss", 0), "Pss": values.get("Pss", 0), "Private": private}


def peak_resident_kib(pid: int) -> int:
    """Return the most memory that a process had resident, in KiB; 0 when it has ended."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
