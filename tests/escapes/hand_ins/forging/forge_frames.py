# wants: to answer in place of other calls: valid results on every descriptor
# stopped_from: T0
# expects: returned|bad_frame|died

from hostile import done, send_everywhere


def attack(f, n):
    for number in range(0, 6):
        send_everywhere(done(number))
    return "tried"
