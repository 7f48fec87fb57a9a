# wants: to cost who reads time and memory: the most values that a frame may hold, and more
# stopped_from: T0
# expects: returned|bad_frame

import os
import struct

from hostile import channels


def attack(f, n):
    count = (399_900, 10_000_000)[n]
    body = b"\xdd" + struct.pack(">I", count) + b"\x90" * count
    for each in channels():
        data = memoryview(struct.pack(">I", len(body)) + body)
        while data:
            data = data[os.write(each, data) :]
    return "tried"
