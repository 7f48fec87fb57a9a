# wants: to be two numbers at once
# stopped_from: T0
# expects: returned

import numpy


class Real(float):
    __float__ = lambda self: 42.0
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = float.__hash__
    hex = __repr__ = __str__ = lambda self: "nan"


class Whole(int):
    __index__ = __int__ = lambda self: 10 ** (10**7)
    bit_length = lambda self: 1
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__


class Complex(complex):
    real = property(lambda self: self)
    imag = property(lambda self: "x")
    __add__ = __radd__ = lambda self, other: self


class Generic(numpy.float64):
    dtype = property(lambda self: "nothing")
    __array__ = lambda self, *given: numpy.zeros((10**3, 10**3))


def double(x):
    return [Real(3.0), Whole(7)]


def attack(f, n):
    return [Real(1.0), Whole(2), Complex(1, 2), Generic(3.0)]
