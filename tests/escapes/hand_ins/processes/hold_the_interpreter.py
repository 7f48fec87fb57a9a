# wants: to keep the hand-in's own process from ever answering: a thread that never lets go
# stopped_from: T0
# expects: returned|died|not_run|timed_out|not_defined
# costs: double square derivative

import threading
import time


def burn():
    time.sleep(0.2)
    while True:
        pow(7, 1 << 22)


threading.Thread(target=burn, daemon=True).start()
time.sleep(0.25)


def attack(f, n):
    return "tried"
