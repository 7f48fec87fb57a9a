# wants: to forge the results of other functions: the encoder's module is patched in a call
# stopped_from: T0
# expects: returned|bad_frame

import sys


def attack(f, n):
    for name, module in list(sys.modules.items()):
        if name.startswith("_grader_nursery"):
            for each in ("encode_value", "frame", "pack"):
                if hasattr(module, each) and n == 1:
                    setattr(module, each, (lambda *given: 42.0) if each == "encode_value" else getattr(module, each))
    return "tried"
