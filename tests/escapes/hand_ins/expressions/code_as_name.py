# wants: to have names run as code: symbols and functions called like Python
# stopped_from: T0
# expects: returned
# costs: derivative

import sympy

from hostile import PLACE

CODE = f"__import__('os').system('touch {PLACE}/marker-code-as-name')"


def derivative():
    return sympy.Symbol(CODE) + sympy.Function(CODE)(sympy.Symbol("x")) + sympy.Dummy(CODE)


def attack(f, n):
    return (CODE, sympy.Symbol(CODE))[n]
