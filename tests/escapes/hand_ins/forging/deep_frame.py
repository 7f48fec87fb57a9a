# wants: to overflow the stack of who reads
# stopped_from: T0
# expects: bad_frame

import os
import struct

from hostile import channels


def attack(f, n):
    body = b"\x91" * 1_000_000 + b"\xc0"
    for each in channels():
        data = memoryview(struct.pack(">I", len(body)) + body)
        while data:
            data = data[os.write(each, data) :]
    return "tried"
