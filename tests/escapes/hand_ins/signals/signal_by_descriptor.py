# wants: to have the kernel send a signal: the owner of a descriptor gets it
# stopped_from: T1
# expects: returned

import fcntl
import os
import signal
import socket

from hostile import KNOWN


def attack(f, n):
    told = []
    for name in ("grader", "nursery"):
        ours, theirs = socket.socketpair()
        try:
            fcntl.fcntl(ours, 10, signal.SIGWINCH)
            fcntl.fcntl(ours, fcntl.F_SETOWN, KNOWN[name])
            fcntl.fcntl(ours, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
            theirs.send(b"x")
            told.append("tried")
        except OSError as error:
            told.append(f"stopped: {error}")
    return told
