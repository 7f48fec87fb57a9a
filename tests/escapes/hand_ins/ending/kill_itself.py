# wants: to look like a death that is the machine's fault
# stopped_from: T0
# expects: died

import os
import signal


def attack(f, n):
    os.kill(os.getpid(), signal.SIGKILL)
