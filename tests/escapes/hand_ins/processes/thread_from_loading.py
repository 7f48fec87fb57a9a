# wants: to hijack the hand-in's own process by a thread that was started while it was loaded
# stopped_from: T0
# expects: returned|bad_frame|died|not_run|timed_out
# costs: double square derivative

import os
import threading
import time

from hostile import channels, frame

CONTROL = channels()


def disturb():
    for _ in range(300):
        time.sleep(0.01)
        for each in CONTROL:
            try:
                os.write(each, frame(["ended", 0, 0]))
            except OSError:
                os._exit(0)


threading.Thread(target=disturb, daemon=True).start()


def attack(f, n):
    return "tried"
