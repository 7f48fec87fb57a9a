# wants: to change what was recorded of the class
# stopped_from: T1
# expects: returned

import os
import sqlite3

from hostile import PLACE, attempt


def change():
    connection = sqlite3.connect(f"{PLACE}/observations.sqlite", timeout=0.2)
    connection.execute("UPDATE marks SET credit = '1'")
    connection.commit()
    return "changed"


def attack(f, n):
    told = [attempt("changing the record", change), attempt("removing it", os.unlink, f"{PLACE}/observations.sqlite")]
    told.append(attempt("cutting it", os.truncate, f"{PLACE}/observations.sqlite", 10))
    return told
