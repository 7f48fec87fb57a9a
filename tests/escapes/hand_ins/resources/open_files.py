# wants: to open so many files that others have none
# stopped_from: T0
# expects: raised|returned

import os


def attack(f, n):
    held = []
    try:
        while len(held) < 5000:
            held.append(os.dup(0))
    except OSError as error:
        return f"stopped at {len(held)}: {error.strerror}"
    return f"got {len(held)}"
