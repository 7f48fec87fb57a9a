# wants: to be what it is not: __class__, metaclasses, names that are no text
# stopped_from: T0
# expects: returned|raised

import numpy


class Float:
    __class__ = float


class Array:
    __class__ = numpy.ndarray
    shape = (2,)


class Meta(type):
    @property
    def __module__(cls):
        raise SystemExit(0)

    @property
    def __qualname__(cls):
        return 5

    def __instancecheck__(cls, other):
        return True


class Odd(metaclass=Meta):
    def __getattr__(self, name):
        raise KeyboardInterrupt


def double(x):
    return Array()


def attack(f, n):
    return (Float(), Odd())[n]
