# wants: to sleep for ever
# stopped_from: T0
# expects: timed_out

import time


def attack(f, n):
    while True:
        time.sleep(3600)
