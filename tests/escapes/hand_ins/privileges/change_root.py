# wants: to see other files by another root
# stopped_from: T1
# expects: returned

import os

from hostile import attempt


def attack(f, n):
    return attempt("another root", os.chroot, ".")
