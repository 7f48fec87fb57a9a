# wants: to loosen what holds it: prctl, seccomp, priorities
# stopped_from: T1
# expects: returned

import os

from hostile import attempt, libc


def prctl(option, *given):
    if libc.prctl(option, *given, 0, 0, 0) < 0:
        raise OSError("refused")
    return option


def attack(f, n):
    told = [attempt(f"prctl {each}", prctl, each, 1) for each in (36, 0x59616D61, 35, 28, 8, 47)]
    told.append(attempt("priority of others", os.setpriority, os.PRIO_PROCESS, os.getppid(), 1))
    told.append(attempt("processors of others", os.sched_setaffinity, os.getppid(), {0}))
    told.append(attempt("real time", os.sched_setscheduler, os.getppid(), os.SCHED_OTHER, os.sched_param(0)))
    return told
