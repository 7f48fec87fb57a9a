# wants: to fill the grader's memory by what it prints
# stopped_from: T0
# expects: returned

import sys


def attack(f, n):
    for _ in range(50):
        print("x" * (1 << 20))
        sys.stderr.write("y" * (1 << 18))
    sys.stdout.buffer.write(b"z" * (1 << 22))
    return "tried"
