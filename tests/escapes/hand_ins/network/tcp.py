# wants: to talk to a server over TCP
# stopped_from: T1
# expects: returned

import socket

from hostile import KNOWN, attempt


def talk():
    with socket.create_connection(("127.0.0.1", KNOWN["tcp"]), timeout=0.3) as end:
        end.send(b"stolen")
    return "sent"


def attack(f, n):
    return attempt("TCP", talk)
