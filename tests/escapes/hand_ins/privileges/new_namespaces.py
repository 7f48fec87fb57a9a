# wants: to be root in namespaces of its own
# stopped_from: T1
# expects: returned

import os

from hostile import attempt, syscall

NAMES = (("user", 0x10000000), ("mount", 0x00020000), ("network", 0x40000000), ("process", 0x20000000), ("time", 0x80))


def attack(f, n):
    told = [attempt(f"a {name} namespace", syscall, "unshare", flag) for name, flag in NAMES]
    return [*told, attempt("the nursery's", lambda: syscall("setns", os.open("/proc/1/ns/net", os.O_RDONLY), 0))]
