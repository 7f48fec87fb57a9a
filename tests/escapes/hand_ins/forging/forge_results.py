# wants: to write the files that hold the marks
# stopped_from: T1
# expects: returned

import json

from hostile import PLACE, attempt, write

FULL = json.dumps({"score": 100, "earned": 6, "tests": [{"score": 100, "max_score": 100, "status": "passed"}]})


def attack(f, n):
    print(FULL)
    write("results.json", FULL)
    names = ("results.json", "reports/anna.json", "reports/new.json", "grades.csv", "small.yaml", "reference/small.py")
    told = [attempt(f"writing {name}", write, f"{PLACE}/{name}", FULL) for name in names]
    told.append(attempt("writing above", write, "../results.json", FULL))
    return told
