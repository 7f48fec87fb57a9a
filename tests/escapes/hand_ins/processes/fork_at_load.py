# wants: to fork while it is loaded, and to load in two processes
# stopped_from: T1
# expects: returned

import os

from hostile import attempt


def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


TOLD = attempt("fork", fork)


def attack(f, n):
    return TOLD
