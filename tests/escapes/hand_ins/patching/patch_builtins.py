# wants: to lie to whatever the grader asks of Python itself
# stopped_from: T0
# expects: returned|raised|died|bad_frame|timed_out|out_of_memory

import builtins


def attack(f, n):
    for name in ("isinstance", "all", "any", "callable", "hasattr"):
        setattr(builtins, name, lambda *given: True)
    for name in ("abs", "len", "sum", "max", "hash", "id"):
        setattr(builtins, name, lambda *given: 0)
    builtins.repr = builtins.str = builtins.type = lambda *given: "42"
    return 42.0
