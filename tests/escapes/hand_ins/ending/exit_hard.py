# wants: to end the grader, or to lose the rest of the hand-in, by os._exit
# stopped_from: T0
# expects: died

import os


def attack(f, n):
    os._exit(0)
