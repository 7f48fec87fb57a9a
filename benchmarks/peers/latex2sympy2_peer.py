"""latex2sympy2-extended: parse and ask for ``equals``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import sympy
from latex2sympy2_extended import latex2sympy
from protocol import run


def compare(a: str, b: str) -> bool | None:
    """Compare two LaTeX texts."""
    first, second = latex2sympy(a), latex2sympy(b)
    if isinstance(first, sympy.Expr) and isinstance(second, sympy.Expr):
        return first.equals(second)
    return bool(first == second)


run(compare, 5.0)
