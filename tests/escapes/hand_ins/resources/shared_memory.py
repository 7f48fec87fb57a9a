# wants: to take memory that counts as nobody's: shared mappings
# stopped_from: T0
# expects: out_of_memory|raised|died

import mmap


def attack(f, n):
    held = []
    for _ in range(40):
        held.append(mmap.mmap(-1, 1 << 24))
        for at in range(0, 1 << 24, 4096):
            held[-1][at] = 1
    return f"got {len(held) * 16} MiB"
