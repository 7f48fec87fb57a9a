# wants: to be imported in place of numpy, SymPy, msgpack, the grader, the standard library
# stopped_from: T0
# expects: returned

import grader
import msgpack
import numpy
import sympy


def attack(f, n):
    if getattr(numpy, "SHADOW", False) or getattr(sympy, "SHADOW", False):
        return "got: the shadows are what everybody imports"
    return f"stopped: real numpy; its own msgpack {msgpack.SHADOW} and grader {grader.SHADOW} shadow only itself"
