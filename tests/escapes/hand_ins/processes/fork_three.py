# wants: to be three more processes
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


def attack(f, n):
    return [attempt("fork", fork) for _ in range(3)]
