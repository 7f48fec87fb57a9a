# wants: to find the reference by way of the function that it is given
# stopped_from: T0
# expects: returned

import gc

WORDS = ("oracle", "secret-of", "rubric", "expected")


def attack(f, n):
    found = []
    if f.__closure__:
        found.append(f"got a closure: {f.__closure__!r:.100}")
    texts = [repr(f.__globals__)[:10_000], repr(f.__code__.co_consts), repr(vars(f)), repr(f.__defaults__)]
    texts += [repr(type(each)) + repr(each)[:500] for each in gc.get_referrers(f)]
    found += [f"got {word} in {text:.60}" for text in texts for word in WORDS if word in text and "WORDS" not in text]
    return found or "stopped: a function and nothing more"
