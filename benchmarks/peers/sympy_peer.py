"""SymPy: parse_latex (ANTLR) and simplify the difference."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import sympy
from protocol import run
from sympy.parsing.latex import parse_latex


def compare(a: str, b: str) -> bool | None:
    """Compare two LaTeX texts; relations and truth values by equality of objects after simplification."""
    first, second = parse_latex(a), parse_latex(b)
    if isinstance(first, sympy.Expr) and isinstance(second, sympy.Expr):
        return bool(sympy.simplify(first - second) == 0)
    return bool(sympy.simplify(first) == sympy.simplify(second))


run(compare, 5.0)
