# wants: to attach to the grader or the nursery as a debugger
# stopped_from: T1
# expects: returned

import os
import threading

from hostile import KNOWN, attempt, syscall

SEIZE = 0x4206


def attack(f, n):
    told = []

    def seize(name, pid):
        # It ends with this thread, at once.
        told.append(attempt(f"trace {name}", syscall, "ptrace", SEIZE, pid, 0, 0))

    for name, pid in (("bystander", KNOWN["bystander"]), ("grader", KNOWN["grader"]), ("parent", os.getppid())):
        thread = threading.Thread(target=seize, args=(name, pid))
        thread.start()
        thread.join()
    return told
