# wants: to read the rubric and the reference by their paths
# stopped_from: T1
# expects: returned

import os
import sys

from hostile import PLACE, attempt, read


def attack(f, n):
    package = os.path.dirname(os.path.dirname(os.path.dirname(sys.modules["_grader_nursery"].__file__)))
    root = os.path.dirname(package)
    told = [attempt(name, read, f"{PLACE}/{name}") for name in ("small.yaml", "reference/small.py")]
    told += [attempt(name, os.listdir, f"{root}/{name}") for name in ("rubrics", "reference", "submissions_example", "tests")]
    told.append(attempt("rubric", read, f"{root}/rubrics/hw3-code.yaml"))
    return told
