# wants: to die between two calls, from a thread
# stopped_from: T0
# expects: returned|died

import os
import threading
import time


def attack(f, n):
    def later():
        time.sleep(0.01)
        os._exit(0)

    threading.Thread(target=later, daemon=True).start()
    return "tried"
