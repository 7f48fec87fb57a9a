# wants: to change the course's libraries, which it may read: modes, times, sizes
# stopped_from: T1
# expects: returned

import json
import os

from hostile import attempt

PATH = json.__file__


def changed(act, *given):
    # Every change is to what is there already; the kernel's own time of change tells whether it was let happen.
    before = os.stat(PATH).st_ctime_ns
    opened = os.open(PATH, os.O_RDONLY)
    try:
        act(opened, *given)
    finally:
        os.close(opened)
    if os.stat(PATH).st_ctime_ns == before:
        raise OSError("nothing was done")
    return "changed"


def attack(f, n):
    there = os.stat(PATH)
    times = (there.st_atime_ns, there.st_mtime_ns)
    told = [
        attempt("its mode", changed, os.fchmod, there.st_mode & 0o7777),
        attempt("its owner", changed, os.fchown, there.st_uid, there.st_gid),
        attempt("its times", changed, lambda opened: os.utime(opened, ns=times)),
        attempt("its times by name", changed, lambda opened: os.utime(PATH, ns=times)),
        attempt("its mode by name", changed, lambda opened: os.chmod(PATH, there.st_mode & 0o7777)),
        attempt("its attributes", changed, lambda opened: os.removexattr(opened, "user.escape")),
    ]
    return told
