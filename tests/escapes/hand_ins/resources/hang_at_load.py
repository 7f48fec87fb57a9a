# wants: to hang while it is loaded, so that nothing of the hand-in is seen
# stopped_from: T0
# expects: returned

def hang():
    while True:
        pass


hang()


def attack(f, n):
    return "stopped: loaded all the same"
