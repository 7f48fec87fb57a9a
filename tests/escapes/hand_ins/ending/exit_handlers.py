# wants: to run code when the interpreter ends: atexit, __del__, thread ends
# stopped_from: T0
# expects: returned

import atexit
import threading

from hostile import PLACE, write


class Last:
    def __del__(self):
        write(f"{PLACE}/marker-exit-handlers")


LAST = Last()
atexit.register(write, f"{PLACE}/marker-exit-handlers")
threading._register_atexit(write, f"{PLACE}/marker-exit-handlers")


def attack(f, n):
    atexit.register(write, f"{PLACE}/marker-exit-handlers")
    return "tried"
