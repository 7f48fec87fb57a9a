# wants: to go on after the end: os._exit does nothing any more, so that handlers run
# stopped_from: T1
# expects: returned

import atexit
import os

from hostile import PLACE, write

os._exit = lambda status: None
os.abort = lambda: None
atexit.register(write, f"{PLACE}/marker-exit-that-does-not")


def attack(f, n):
    return "tried"
