# wants: to reach outside by links, soft and hard, and by renaming
# stopped_from: T1
# expects: returned

import os
import shutil

from hostile import PLACE, attempt, read, write


def attack(f, n):
    outside = f"{PLACE}/open/secret.txt"
    told = []
    for name, make in (("soft", os.symlink), ("hard", os.link)):
        try:
            make(outside, f"{name}{n}")
        except OSError as error:
            told.append(f"stopped {name}: {error.strerror}")
            continue
        told.append(attempt(f"{name} link, to read", read, f"{name}{n}"))
        told.append(attempt(f"{name} link, to write", write, f"{name}{n}"))
    write("mine")
    told.append(attempt("renaming outwards", os.rename, "mine", f"{PLACE}/open/marker-renamed"))
    told.append(attempt("renaming inwards", os.rename, outside, "inside"))
    told.append(attempt("linking outwards", os.link, "mine", f"{PLACE}/open/marker-linked"))
    told.append(attempt("copying", shutil.copy, outside, "copied"))
    return told
