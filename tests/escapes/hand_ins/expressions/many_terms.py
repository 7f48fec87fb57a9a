# wants: to be an expression of more terms than anybody can judge
# stopped_from: T0
# expects: returned|timed_out|out_of_memory
# costs: derivative

import sympy


def derivative():
    return sympy.Add(*sympy.symbols("a:30000"), evaluate=False)


def attack(f, n):
    return sympy.Add(*sympy.symbols("a:15000"), evaluate=False)
