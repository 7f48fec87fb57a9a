# wants: to crash by recursion in C that no counter stops
# stopped_from: T0
# expects: died|raised|timed_out|out_of_memory

import sys


def attack(f, n):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __repr__(self):
            return repr([self])

    return repr(Deep())
