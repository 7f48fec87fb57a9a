# wants: to hang the grader: the hand-in's own process stops itself once it is loaded
# stopped_from: T0
# expects: died|not_run|timed_out|returned
# costs: double square derivative

import os
import signal
import threading
import time


def later():
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGSTOP)


threading.Thread(target=later, daemon=True).start()
time.sleep(0.25)


def attack(f, n):
    return "tried"
