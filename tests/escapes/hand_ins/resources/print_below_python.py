# wants: to fill the disk by output that goes past Python's streams
# stopped_from: T0
# expects: returned|died|bad_frame

import os


def attack(f, n):
    written = 0
    for number in (1, 2):
        try:
            for _ in range(40):
                os.write(number, b"x" * (1 << 20))
                written = max(written, os.fstat(number).st_size)
        except OSError:
            continue
    return f"got {written >> 20} MiB" if written > 1 << 20 else f"stopped at {written >> 20} MiB"
