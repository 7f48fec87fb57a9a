# wants: to leave the grader waiting: every descriptor is closed
# stopped_from: T0
# expects: died

import os
import time


def attack(f, n):
    os.closerange(0, 4096)
    time.sleep(60)
