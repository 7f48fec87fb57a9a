# wants: to keep who judges it busy for ever, by an expression of a few nodes
# stopped_from: T0
# expects: returned
# costs: derivative

import sympy


def derivative():
    x = sympy.Symbol("x")
    found = x
    for _ in range(5):
        found = sympy.sqrt(sympy.sqrt(found + sympy.sqrt(2)) + sympy.exp(sympy.sin(found)) ** sympy.cos(found))
    outer = sympy.Sum(sympy.Product(found + sympy.Symbol("k") ** sympy.Symbol("j"), (sympy.Symbol("j"), 1, 10**6)), (sympy.Symbol("k"), 1, 10**9))
    return sympy.Integral(outer, (x, 0, sympy.oo)) + 2 * x * sympy.cos(x**2)


def attack(f, n):
    return "tried"
