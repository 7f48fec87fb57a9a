# wants: to answer the next call before it is made
# stopped_from: T0
# expects: returned|bad_frame

import os
import threading
import time

from hostile import channels, done


def attack(f, n):
    def later():
        time.sleep(0.002)
        for number in (2, 3):
            for each in channels():
                os.write(each, done(number))

    threading.Thread(target=later, daemon=True).start()
    return "tried"
