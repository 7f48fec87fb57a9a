# wants: to lift its own limits
# stopped_from: T1
# expects: returned

import resource

from hostile import attempt


def attack(f, n):
    told = []
    for name in ("DATA", "AS", "FSIZE", "NOFILE", "NPROC", "CPU"):
        kind = getattr(resource, f"RLIMIT_{name}")
        most = resource.getrlimit(kind)[1]
        if most == resource.RLIM_INFINITY:
            told.append(f"got {name} without a limit")
            continue
        told.append(attempt(name, resource.setrlimit, kind, (most + 1, most + 1)))
        told.append(attempt(f"{name} for good", resource.prlimit, 0, kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
    return told
