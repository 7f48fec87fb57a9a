# wants: to burn time in a regular expression
# stopped_from: T0
# expects: timed_out

import re


def attack(f, n):
    return re.match(r"(a+)+$", "a" * 60 + "b")
