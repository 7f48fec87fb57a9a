# wants: to be another expression for who looks at it
# stopped_from: T0
# expects: returned|timed_out|raised|out_of_memory
# costs: derivative

import sympy


class Integer(sympy.Symbol):
    p = q = 1
    name = "__import__('os').system('true')"


class Add(sympy.Function):
    @property
    def args(self):
        return (self, self)

    func = sympy.Add


class cos(sympy.Expr):
    args = property(lambda self: (sympy.Symbol("x"),))
    __eq__ = lambda self, other: True
    __hash__ = sympy.Expr.__hash__
    _eval_simplify = equals = lambda self, *given, **more: sympy.true


def derivative():
    return cos()


def attack(f, n):
    return (Integer("x"), Add(sympy.Symbol("y")))[n]
