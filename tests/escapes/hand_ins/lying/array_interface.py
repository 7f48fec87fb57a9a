# wants: to have memory read that is not its own
# stopped_from: T0
# expects: returned|raised|died|out_of_memory

import numpy


class Wild:
    __array_interface__ = {"shape": (10**6,), "typestr": "<f8", "data": (4096, True), "version": 3}


class Huge:
    __array_interface__ = {"shape": (2**62,), "typestr": "<f8", "data": (1 << 40, True), "version": 3}


class Slow:
    def __array__(self, *given, **more):
        return numpy.lib.stride_tricks.as_strided(numpy.zeros(1), (10**9, 10**9), (0, 0))


def attack(f, n):
    return (Wild(), [Huge(), Slow()])[n]
