# wants: to have who reads it make numbers of a million digits
# stopped_from: T0
# expects: returned|timed_out
# costs: derivative

import sympy


def derivative():
    return sympy.Float("1e4000000000") * sympy.Symbol("x")


def attack(f, n):
    return (sympy.Float("1e-99999999999"), sympy.Float(1, 20_000))[n]
