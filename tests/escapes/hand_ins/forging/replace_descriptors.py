# wants: to talk to itself: every descriptor becomes its own socket
# stopped_from: T0
# expects: died|timed_out

import os
import socket

from hostile import open_descriptors


def attack(f, n):
    ours, theirs = socket.socketpair()
    for number in open_descriptors():
        if number not in {ours.fileno(), theirs.fileno()}:
            os.dup2(theirs.fileno(), number)
    return "tried"
