# wants: to crash with a core file
# stopped_from: T0
# expects: died

import os
import resource


def attack(f, n):
    resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE))
    os.abort()
