# wants: to crash the grader by a read at address zero
# stopped_from: T0
# expects: died

import ctypes


def attack(f, n):
    ctypes.string_at(0)
