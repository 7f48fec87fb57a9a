# wants: to tell the next hand-in something: descriptors, files, memory, queues, keys
# stopped_from: T1
# expects: returned
# runs: 2

import os

from hostile import open_descriptors

NOTE = b"note-of-a-hand-in"
PLACES = ("/dev/shm", "/var/tmp", "/tmp", "/run/lock", os.environ["HOME"], os.environ["HOME"] + "/..", "/var/crash")


def notes_found():
    found = []
    for number in open_descriptors():
        try:
            size = os.fstat(number).st_size
            if NOTE in os.pread(number, 1 << 20, max(0, size - (1 << 20))):
                found.append(f"got a note from descriptor {number}")
        except OSError:
            continue
    for place in PLACES:
        try:
            with open(f"{place}/escape-note", "rb") as file:
                found += [f"got a note in {place}"] * (NOTE in file.read())
            os.unlink(f"{place}/escape-note")
        except OSError:
            continue
    return found


FOUND = notes_found()


def attack(f, n):
    if n == 0 or FOUND:
        return [*FOUND, "tried"]
    for number in open_descriptors():
        try:
            os.write(number, NOTE) if number in (1, 2) or os.lseek(number, 0, 1) >= 0 else None
        except OSError:
            continue
    for place in PLACES:
        try:
            with open(f"{place}/escape-note", "wb") as file:
                file.write(NOTE)
        except OSError:
            continue
    return "tried"
