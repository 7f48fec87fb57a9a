# wants: to fork by system calls that no library makes
# stopped_from: T1
# expects: returned

import os
import signal

from hostile import attempt, syscall


def clone(flags):
    child = syscall("clone", flags | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child


def attack(f, n):
    told = [attempt(f"clone {flags:#x}", clone, flags) for flags in (0, 0x8000, 0x10000000, 0x20000000, 0x40000000)]
    return [*told, attempt("clone3", syscall, "clone3", 1, 0)]
