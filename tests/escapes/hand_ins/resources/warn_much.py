# wants: to drown who reads in warnings and log lines
# stopped_from: T0
# expects: returned

import logging
import warnings

logging.basicConfig(level=logging.DEBUG)
warnings.simplefilter("always")


def attack(f, n):
    for number in range(2000):
        warnings.warn(f"warning {number}", stacklevel=1)
        logging.error("line %s", number)
    return "tried"
