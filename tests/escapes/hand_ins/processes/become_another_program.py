# wants: to become another program that no patch of ours reaches
# stopped_from: T1
# expects: returned

import os
import sys

from hostile import attempt


def attack(f, n):
    return [attempt("exec", os.execv, path, [path, "-c", "exit 0"]) for path in ("/bin/sh", sys.executable)]
