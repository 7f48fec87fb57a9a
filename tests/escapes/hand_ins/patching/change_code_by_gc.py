# wants: to replace the code of the nursery's functions, found on the heap
# stopped_from: T0
# expects: returned|raised|bad_frame|died

import gc
import types


def attack(f, n):
    def forged(*given, **more):
        return 42.0

    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__name__ in {"decode_argument", "describe", "steady", "seed_everything"}:
            each.__code__ = forged.__code__
    return "tried"
