# wants: to signal by system calls that libraries do not use
# stopped_from: T1
# expects: returned

import ctypes
import os

from hostile import KNOWN, attempt, syscall


def attack(f, n):
    told = []
    information = ctypes.create_string_buffer(128)
    for name in ("grader", "nursery", "bystander"):
        pid = KNOWN[name]
        told.append(attempt(f"tgkill {name}", syscall, "tgkill", pid, pid, 0))
        told.append(attempt(f"rt_sigqueueinfo {name}", syscall, "rt_sigqueueinfo", pid, 0, information))
        told.append(attempt(f"pidfd {name}", lambda: syscall("pidfd_send_signal", syscall("pidfd_open", pid, 0), 0, 0, 0)))
    told.append(attempt("tgkill parent", syscall, "tgkill", os.getppid(), os.getppid(), 0))
    return told
