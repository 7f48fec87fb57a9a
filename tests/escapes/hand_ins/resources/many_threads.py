# wants: to fill the table of processes by threads
# stopped_from: T2
# expects: returned|raised|out_of_memory|died

import threading
import time


def attack(f, n):
    count = 0
    try:
        for _ in range(400):
            threading.Thread(target=time.sleep, args=(0.3,), daemon=True).start()
            count += 1
    except (RuntimeError, MemoryError) as error:
        return f"stopped at {count}: {error}"
    return f"got {count}"
