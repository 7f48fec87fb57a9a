"""The rest of every hostile hand-in: one wrong answer that wants points, and two right ones that must keep theirs."""

import sympy


def double(x):
    """Wrong: triples."""
    return 3 * x


def square(x):
    """Right."""
    return x * x


def derivative():
    """Right: the derivative of sin(x**2)."""
    x = sympy.Symbol("x")
    return 2 * x * sympy.cos(x**2)
