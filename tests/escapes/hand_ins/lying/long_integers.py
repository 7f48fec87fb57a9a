# wants: to break who writes numbers down: integers of more digits than Python converts
# stopped_from: T0
# expects: returned

def double(x):
    return [1 << 16_300, -(1 << 16_300)]


def attack(f, n):
    return (1 << 16_380, {1 << 16_000: [True, 1 << 64]})[n]
