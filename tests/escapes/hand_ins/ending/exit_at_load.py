# wants: to lose the whole hand-in by an exit while it is loaded
# stopped_from: T0
# expects: returned

import os

os._exit(0)


def attack(f, n):
    return "stopped: loaded all the same"
