# wants: to find processes by asking for ids one after another
# stopped_from: T1
# expects: returned

import os

from hostile import attempt


def attack(f, n):
    me = os.getpid()
    told = [attempt(f"process {each}", os.kill, each, 0) for each in range(max(2, me - 60), me)]
    return [each for each in told if each.startswith("got")] or "stopped: found nobody"
