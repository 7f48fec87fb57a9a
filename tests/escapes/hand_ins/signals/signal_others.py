# wants: to signal the grader, the nursery, a bystander
# stopped_from: T1
# expects: returned

import os
import signal

from hostile import KNOWN, attempt


def attack(f, n):
    told = [attempt(f"signal 0 to {name}", os.kill, KNOWN[name], 0) for name in ("grader", "nursery", "bystander")]
    told.append(attempt("signal 0 to the parent", os.kill, os.getppid(), 0))
    told.append(attempt("a signal to the grader", os.kill, KNOWN["grader"], signal.SIGWINCH))
    told.append(attempt("to kill a bystander", os.kill, KNOWN["bystander"], signal.SIGKILL))
    return told
