# wants: to build a million terms
# stopped_from: T0
# expects: timed_out|out_of_memory|returned
# costs: derivative

import sympy


def derivative():
    x = sympy.Symbol("x")
    return sympy.Add(*[x**k for k in range(10**6)])


def attack(f, n):
    return derivative()
