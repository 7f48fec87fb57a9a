# wants: to read and to change what another hand-in's folder holds
# stopped_from: T1
# expects: returned

import os
import shutil

from hostile import KNOWN, attempt, read, write


def attack(f, n):
    victim = KNOWN["victim"]
    told = [attempt("reading", read, f"{victim}/work/answer.py"), attempt("listing", os.listdir, f"{victim}/work")]
    told.append(attempt("writing", write, f"{victim}/work/answer.py"))
    told.append(attempt("adding", write, f"{victim}/work/numpy.py"))
    told.append(attempt("removing", shutil.rmtree, f"{victim}/work"))
    told.append(attempt("moving its own away", os.rename, os.getcwd(), f"{os.getcwd()}-moved"))
    return told
