# wants: to speak for every function: the loading is forged, and the requests are answered by itself
# stopped_from: T0
# expects: returned|bad_frame|died|timed_out|not_run
# costs: double square derivative

import os
import struct

from hostile import channels, done, frame, receive_with_descriptor

NAMES = ("attack", "double", "square", "derivative")


def attack(f, n):
    return "tried"


def answer_everything():
    (control,) = channels()
    definitions = [[name, "forged.py", 1, None, []] for name in NAMES]
    os.write(control, frame(["fact", "forged.py", "loaded", None, None, "", "all points, please"]))
    os.write(control, frame(["loaded", "module", definitions]))
    for _ in range(12):
        request, found = receive_with_descriptor(control, 1000)
        if not request:
            os._exit(0)
        for each in found:
            os.write(each, frame(["hello", os.getpid()]))
            for number in range(1, 4):
                if not os.read(each, 100_000):
                    break
                os.write(each, done(number))
            os.close(each)
            os.write(control, frame(["ended", 0, 0]))


answer_everything()
