# wants: to have who reads it write out a million digits
# stopped_from: T0
# expects: returned
# costs: derivative

import sympy


def derivative():
    return sympy.Integer(1 << 4_000_000) * sympy.Symbol("x")


def attack(f, n):
    return (derivative(), 1 << 40_000_000)[n]
