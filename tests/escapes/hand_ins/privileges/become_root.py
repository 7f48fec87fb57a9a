# wants: to become root, and to read what only root may
# stopped_from: T1
# expects: returned

import os

from hostile import PLACE, attempt, read


def attack(f, n):
    told = []
    for act in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0]), lambda: os.setgid(0)):
        try:
            act()
        except OSError:
            continue
    for path in (f"{PLACE}/closed/secret.txt", "/etc/shadow"):
        told.append(attempt(path, read, path))
    told.append(attempt("giving away", os.chown, ".", 0, 0) if os.getuid() else "stopped: is root, of nothing")
    return told
