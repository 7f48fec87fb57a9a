# wants: to forge every result: the nursery's functions are replaced before any call
# stopped_from: T0
# expects: returned
# costs: double square derivative

import sys

for name, module in list(sys.modules.items()):
    if name.startswith("_grader_nursery") and hasattr(module, "encode_value"):
        module.encode_value = lambda value, most: 42.0


def attack(f, n):
    return "tried"
