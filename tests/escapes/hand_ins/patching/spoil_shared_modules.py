# wants: to spoil what other functions use, from within a call: numpy, sympy, random, sys
# stopped_from: T0
# expects: returned

import random
import sys

import numpy
import sympy


def attack(f, n):
    numpy.multiply = numpy.array = None
    sympy.cos = sympy.sin
    sympy.Symbol = None
    random.seed = numpy.random.seed = lambda *given: None
    for name in ("numpy", "sympy", "zz_answers"):
        sys.modules[name] = None
    square = sys.modules.get("__main__")
    return f"tried {square is not None}"
