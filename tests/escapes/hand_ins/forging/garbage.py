# wants: to break who reads: noise on every descriptor
# stopped_from: T0
# expects: bad_frame|died|timed_out|returned

import random

from hostile import send_everywhere


def attack(f, n):
    noise = random.Random(n)
    for _ in range(50):
        send_everywhere(noise.randbytes(noise.choice((1, 3, 5, 64, 1000))))
    return "tried"
