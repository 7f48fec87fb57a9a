# wants: to be longer, shorter or endless for who counts
# stopped_from: T0
# expects: returned|timed_out|out_of_memory|raised

class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        return 10**18

    def __getitem__(self, at):
        return self


class Words(str):
    __len__ = lambda self: 10**18
    encode = lambda self, *given: b"x" * 10**9
    __getitem__ = lambda self, at: self
    replace = lambda self, *given: self


class Pairs(dict):
    items = lambda self: [(1, 2, 3)] * 10
    __iter__ = lambda self: iter([self])


def attack(f, n):
    nested = [1.0]
    nested.append(nested)
    return [Endless([1.0, 2.0]), Words("a"), Pairs({1: 2}), {Words("k"): Endless()}, nested] if n else nested
