# wants: to say other numbers than those that it holds
# stopped_from: T0
# expects: returned

import numpy


class Array(numpy.ndarray):
    shape = property(lambda self: (10**9,))
    dtype = property(lambda self: numpy.dtype(object))

    def tobytes(self, *given):
        return b"\0" * 8

    def __array__(self, *given, **more):
        return numpy.zeros(10**6)

    def __array_finalize__(self, other):
        pass

    def __eq__(self, other):
        return numpy.ones(2, bool)

    def tolist(self):
        return [self] * 10**6

    astype = ravel = reshape = copy = lambda self, *given, **more: self


def double(x):
    return (3 * x).view(Array)


def attack(f, n):
    return numpy.ones(2).view(Array)
