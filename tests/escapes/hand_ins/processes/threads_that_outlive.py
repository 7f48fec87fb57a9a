# wants: to disturb the functions that come after by threads that go on
# stopped_from: T0
# expects: returned|bad_frame|died

import os
import threading
import time

from hostile import PLACE, channels, done


def disturb():
    until = time.monotonic() + 2
    while time.monotonic() < until:
        for each in channels():
            try:
                os.write(each, done(2))
            except OSError:
                return
        try:
            with open("left-by-a-thread", "w", encoding="utf-8") as file:
                file.write("x")
        except OSError:
            pass
        time.sleep(0.005)


def attack(f, n):
    for _ in range(5):
        threading.Thread(target=disturb, daemon=False).start()
    return "tried"
