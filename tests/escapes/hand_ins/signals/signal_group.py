# wants: to end the nursery by a signal to the process group
# stopped_from: T0
# expects: died

import os
import signal


def attack(f, n):
    os.killpg(0, signal.SIGKILL)
