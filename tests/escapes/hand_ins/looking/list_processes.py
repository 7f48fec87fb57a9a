# wants: to list the machine's processes
# stopped_from: T1
# expects: returned

import os

from hostile import attempt


def attack(f, n):
    return [attempt("processes", os.listdir, "/proc"), attempt("devices", os.listdir, "/dev")]
