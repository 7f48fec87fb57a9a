# wants: to take memory in the hand-in's own process while nobody looks: between loading and calls
# stopped_from: T1
# expects: returned|raised|died|out_of_memory|not_run|timed_out
# costs: double square derivative

import mmap
import threading
import time

HELD = []
COUNT = mmap.mmap(-1, 4096)


def take():
    time.sleep(0.1)
    for number in range(40):
        block = mmap.mmap(-1, 1 << 24)
        for at in range(0, 1 << 24, 4096):
            block[at] = 1
        HELD.append(block)
        COUNT[0] = number


threading.Thread(target=take, daemon=True).start()
time.sleep(0.15)


def attack(f, n):
    time.sleep(0.45)
    return f"got {COUNT[0] * 16} MiB" if COUNT[0] > 36 else f"stopped at {COUNT[0] * 16} MiB"
