# wants: to hang the grader by stopping its own process
# stopped_from: T0
# expects: timed_out

import os
import signal


def attack(f, n):
    os.kill(os.getpid(), signal.SIGSTOP)
    return "went on"
