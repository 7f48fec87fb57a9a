# wants: to answer a call by the frame of another
# stopped_from: T0
# expects: returned|bad_frame

import os

from hostile import channels, done

REPLAYED = done(1)


def attack(f, n):
    for each in channels():
        os.write(each, REPLAYED)
    return "tried"
