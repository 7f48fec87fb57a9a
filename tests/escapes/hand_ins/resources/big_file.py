# wants: to fill the disk by one file
# stopped_from: T0
# expects: returned

import os

from hostile import attempt


def fill():
    with open("big", "wb") as file:
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    return os.stat("big").st_size


def reserve():
    with open("reserved", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 300 << 20)
    return os.stat("reserved").st_size


def attack(f, n):
    return [attempt("200 MiB", fill), attempt("300 MiB", reserve)]
