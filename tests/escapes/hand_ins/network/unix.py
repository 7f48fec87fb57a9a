# wants: to talk to a local server: by a path, by an abstract name, by datagrams
# stopped_from: T1
# expects: returned

import socket

from hostile import KNOWN, attempt


def talk(name):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
        end.connect(name)
        end.send(b"stolen")
    return "sent"


def datagram(name):
    ours, _theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return ours.sendto(b"stolen", name)


def reconnected(name):
    ours, _theirs = socket.socketpair()
    ours.connect(name)
    return "connected"


def attack(f, n):
    names = (KNOWN["unix"], "\0" + KNOWN["abstract"])
    ways = (talk, datagram, reconnected)
    return [attempt(f"{way.__name__} {name!r}", way, name) for way in ways for name in names]
