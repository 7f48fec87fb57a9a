# wants: to read files of the machine, secret or not
# stopped_from: T1
# expects: returned

import glob
import os

from hostile import PLACE, attempt, read


def attack(f, n):
    places = ("/etc/passwd", "/etc/shadow", "/etc/hostname", "/root/.bashrc", "/dev/kmsg", f"{PLACE}/open/secret.txt")
    told = [attempt(path, read, path) for path in (*places, f"{PLACE}/closed/secret.txt")]
    told += [attempt(path, os.listdir, path) for path in ("/", "/home", "/tmp", PLACE, "..", "../..")]
    found = glob.glob("/*") + glob.glob("../../*")
    return [*told, f"got names: {found}" if found else "stopped: no names"]
