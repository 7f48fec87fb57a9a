# wants: to make every expression equal to every other
# stopped_from: T0
# expects: returned
# costs: derivative

import sympy

sympy.simplify = sympy.expand = sympy.nsimplify = lambda *given, **more: sympy.Integer(0)
sympy.Expr.equals = lambda self, other: True
sympy.Basic.__eq__ = lambda self, other: True
sympy.Basic.__ne__ = lambda self, other: False
sympy.Basic.compare = lambda self, other: 0


def attack(f, n):
    return "tried"
