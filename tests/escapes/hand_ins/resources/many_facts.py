# wants: to fill the grader's memory by reports of loading, forged
# stopped_from: T0
# expects: returned|not_run|died|timed_out|raised|not_defined
# costs: double square derivative

import os

from hostile import channels, frame

FACT = frame(["fact", "attack.py", "raised", None, None, "", "x" * 60_000])
for each in channels():
    for _ in range(1500):
        os.write(each, FACT)


def attack(f, n):
    return "tried"
