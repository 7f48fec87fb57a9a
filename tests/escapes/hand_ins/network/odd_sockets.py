# wants: to reach the kernel by sockets of rare kinds
# stopped_from: T1
# expects: returned

import socket

from hostile import attempt, syscall

KINDS = ((16, 3, 0), (17, 3, 0), (38, 5, 0), (40, 1, 0), (31, 3, 1), (2, 3, 1), (10, 1, 0), (44, 3, 0))


def attack(f, n):
    told = []
    for each in KINDS:
        said = attempt(f"socket {each}", syscall, "socket", *each)
        refused = "Errno 1]" in said or "Errno 38]" in said or "Errno 13]" in said
        told.append(said if said.startswith("got") or refused else f"got as far as {said}")
    told.append(attempt("a name", socket.getaddrinfo, "localhost", "http", socket.AF_INET, socket.SOCK_STREAM))
    return [each for each in told if "socket" in each]
