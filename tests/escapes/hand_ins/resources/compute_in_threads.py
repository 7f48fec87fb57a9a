# wants: to use every processor, by threads that let go of the interpreter
# stopped_from: T0
# expects: timed_out

import hashlib
import threading


def burn():
    block = b"x" * (1 << 24)
    while True:
        hashlib.sha256(block)


def attack(f, n):
    for _ in range(4):
        threading.Thread(target=burn, daemon=True).start()
    burn()
