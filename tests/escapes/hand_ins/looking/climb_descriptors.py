# wants: to climb out of folders that are open, by .. and by names relative to them
# stopped_from: T1
# expects: returned

import os

from hostile import PLACE, attempt, open_descriptors


def attack(f, n):
    told = []
    ways = ("../../../../../../etc/passwd", f"../../../../../../..{PLACE}/open/secret.txt", "../../../../..")
    for number in [*open_descriptors(), os.open(".", os.O_PATH), os.open("/", os.O_PATH)]:
        for way in ways:
            try:
                opened = os.open(way, os.O_RDONLY, dir_fd=number)
                found = os.listdir(opened) if way.endswith("..") else len(os.read(opened, 100))
                told.append(f"got {way} from {number}: {str(found)[:100]}")
            except (OSError, NotADirectoryError):
                continue
    os.chdir("/")
    told.append(attempt("the root", os.listdir, "."))
    return [each for each in told if each.startswith("got")] or "stopped: nowhere to climb"
