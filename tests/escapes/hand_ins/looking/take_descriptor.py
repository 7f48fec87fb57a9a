# wants: to take a descriptor out of the grader's process
# stopped_from: T1
# expects: returned

import os

from hostile import KNOWN, attempt, syscall


def take(pid):
    return [syscall("pidfd_getfd", syscall("pidfd_open", pid, 0), number, 0) for number in range(3)]


def attack(f, n):
    told = [attempt(f"descriptors of {pid}", take, pid) for pid in (KNOWN["grader"], KNOWN["nursery"], os.getppid())]
    told.append(attempt("comparing", syscall, "kcmp", os.getppid(), os.getpid(), 0, 0, 0))
    return told
