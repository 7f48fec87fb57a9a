# wants: to live on as a daemon and to write a file later
# stopped_from: T0
# expects: returned|raised

import os
import time

from hostile import PLACE


def attack(f, n):
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for _ in range(12):
            time.sleep(0.1)
        with open(f"{PLACE}/marker-daemon", "w", encoding="utf-8") as file:
            file.write("alive")
        os._exit(0)
    os.waitpid(child, 0)
    return "tried"
