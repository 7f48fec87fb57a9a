# wants: to keep who reads waiting in the middle of a frame
# stopped_from: T0
# expects: timed_out

import os
import time

from hostile import channels


def attack(f, n):
    for each in channels():
        os.write(each, b"\x01\x00\x00\x00")
    while True:
        for each in channels():
            os.write(each, b"\xc0")
        time.sleep(0.05)
