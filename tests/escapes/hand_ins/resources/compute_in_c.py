# wants: to compute for ever where no signal handler runs
# stopped_from: T0
# expects: timed_out

def attack(f, n):
    return sum(range(10**15))
