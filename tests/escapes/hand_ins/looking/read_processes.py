# wants: to read what the kernel tells of the grader and the nursery: environment, maps, descriptors
# stopped_from: T1
# expects: returned

import os

from hostile import KNOWN, attempt, read


def attack(f, n):
    told = []
    for pid in (KNOWN["grader"], KNOWN["nursery"], os.getppid(), "self"):
        for name in ("environ", "maps", "mem", "cmdline", "stack", "io", "syscall", "task"):
            path = f"/proc/{pid}/{name}"
            told.append(attempt(path, os.listdir if name == "task" else read, path))
        told.append(attempt(f"/proc/{pid}/fd", os.listdir, f"/proc/{pid}/fd"))
        told.append(attempt(f"/proc/{pid}/root", os.listdir, f"/proc/{pid}/root/etc"))
        told.append(attempt(f"/proc/{pid}/cwd", os.listdir, f"/proc/{pid}/cwd/.."))
    return told
