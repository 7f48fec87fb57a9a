# wants: to overflow the stack of who reads the expression
# stopped_from: T0
# expects: returned
# costs: derivative

import sympy


def derivative():
    found = sympy.Symbol("x")
    for _ in range(300):
        found = sympy.sin(found, evaluate=False)
    return found


def attack(f, n):
    return derivative()
