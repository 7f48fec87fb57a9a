# wants: to run a command in who unpickles it
# stopped_from: T0
# expects: returned

import os

from hostile import PLACE


class Bomb:
    def __reduce__(self):
        return os.system, (f"touch {PLACE}/marker-reduce",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __getstate__ = __setstate__ = lambda self, *given: {}
    __copy__ = __deepcopy__ = lambda self, *given: self.__reduce__()


def double(x):
    return Bomb()


def attack(f, n):
    import numpy

    return [Bomb(), {"a": Bomb()}, numpy.array([Bomb()], dtype=object)]
