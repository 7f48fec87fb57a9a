# wants: to send a datagram
# stopped_from: T1
# expects: returned

import socket

from hostile import KNOWN, attempt


def send(kind, address):
    with socket.socket(kind, socket.SOCK_DGRAM) as end:
        return end.sendto(b"stolen", address)


def attack(f, n):
    told = [attempt("UDP", send, socket.AF_INET, ("127.0.0.1", KNOWN["udp"]))]
    return [*told, attempt("UDP 6", send, socket.AF_INET6, ("::ffff:127.0.0.1", KNOWN["udp"]))]
