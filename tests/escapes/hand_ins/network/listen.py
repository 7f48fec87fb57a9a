# wants: to be a server that others can reach
# stopped_from: T1
# expects: returned

import os
import socket

from hostile import attempt


def listen(kind, address):
    with socket.socket(kind, socket.SOCK_STREAM) as end:
        end.bind(address)
        end.listen()
        return end.getsockname()


def attack(f, n):
    places = ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, "s"), (socket.AF_UNIX, f"\0escape-{os.getpid()}"))
    return [attempt(f"listening at {place[1]!r}", listen, *place) for place in places]
