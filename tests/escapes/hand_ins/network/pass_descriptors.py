# wants: to hand a descriptor to a process outside
# stopped_from: T1
# expects: returned

import os
import socket

from hostile import attempt, channels


def give():
    with socket.socket(fileno=os.dup(channels()[0])) as end:
        return socket.send_fds(end, [b""], [os.open("/dev/null", os.O_RDONLY)])


def attack(f, n):
    return attempt("passing a descriptor", give)
