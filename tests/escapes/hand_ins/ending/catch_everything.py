# wants: to go on for ever, whatever is raised
# stopped_from: T0
# expects: timed_out

def attack(f, n):
    while True:
        try:
            held = []
            while True:
                held.append(bytearray(1 << 24)) if len(held) < 100 else None
        except BaseException:
            continue
