# wants: to end the grader by SystemExit in a call
# stopped_from: T0
# expects: raised

import sys


def attack(f, n):
    sys.exit(0)
