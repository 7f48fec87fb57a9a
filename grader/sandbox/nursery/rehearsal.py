"""Do once in the nursery what every fork of it would do first: fill tables, compile patterns, warm the interpreter.

A fork starts cold: NumPy and SymPy build parts of themselves when they are first used, and Python specialises its own
code as it runs. Here that happens once, before hand-ins are forked. No result is kept: SymPy's caches are emptied
again, and nothing of the rehearsal can be reached afterwards.
"""

import linecache
import sys
from collections.abc import Callable
from typing import Any, Final

from .arguments import seed_everything
from .as_loaded import AsLoaded
from .calls import Desk, answer_call
from .cells import choose_transformer, prepare_cell
from .files import File
from .folder import Folder
from .loading import Loader
from .printed import Printed
from .wire import pack

_ROUNDS: Final = 12
"""More than the calls after which Python 3.11 and later specialise a function's code."""

_NAME: Final = "_rehearsal"
_MODULE: Final = '''
"""A page."""
import math

def f(x, y=2.0, *, steps=3):
    """Add."""
    total = [0.0] * steps
    for index in range(steps):
        if index % 2 == 0:
            total[index] += float(x[0]) * y
    return sum(total) + math.exp(-abs(y)), x

def fail(x):
    return 1 / (x - x)

class Pair:
    def __init__(self, left, right):
        self.left, self.right = left, right

pair = Pair((1, 2), {"a": [1.5]})
print(f"{pair.left}", [value for value in (1, 2)])
1 / 0
'''
_CELLS: Final = ("x = 1\nx", "%time y = 2", "!ls", "%%time\nz = [1, 2]\nfor each in z:\n    print(each)", "f?")


def rehearse(root: str) -> None:
    """Load and call a small hand-in a few times, and use NumPy and SymPy where they are imported.

    Args:
        root: a folder for the hand-in; nothing is written there.
    """
    finders, paths = list(sys.meta_path), list(sys.path)
    streams = sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__
    try:
        printed = Printed(1000)
        printed.install()
        for _ in range(_ROUNDS):
            _load_and_call(root, printed)
            sys.meta_path[:], sys.path[:] = finders, paths
            del sys.modules[_NAME]
        for name, use in _USES.items():
            if name in sys.modules:
                use(sys.modules[name])
    finally:
        sys.stdin.close()
        sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__ = streams
        linecache.cache.pop(f"{root}/{_NAME}.py", None)


def _load_and_call(root: str, printed: Printed) -> None:
    loader = Loader(
        root,
        (File(f"{_NAME}.py", _MODULE, None),),
        skip=frozenset(),
        progress=lambda unit: None,
        report=lambda fact: None,
        printed=printed,
    )
    seed_everything(0)
    loader.load_all()
    transform = choose_transformer()
    for cell in _CELLS:
        prepare_cell(cell, transform)
    found = {name: function for name, function, _ in loader.find(("f", "fail"))}
    folder = Folder(root, 1000)
    folder.save()
    desk = Desk(found, loader.sources, printed, AsLoaded(loader, folder), 1 << 20)
    for name in found:
        desk.as_loaded.holds()
        desk.as_loaded.forget_warnings()
        if "numpy" in sys.modules:
            pack(answer_call(1, found[name], (("a", "<f8", (2,), bytes(16), ""), 2.5), 7, desk))


def _use_numpy(numpy: Any) -> None:  # noqa: ANN401  # a module
    for _ in range(_ROUNDS):
        x = numpy.linspace(-1.0, 1.0, 6).reshape(2, 3)
        numpy.exp(x).sum(axis=0).mean()
        numpy.matmul(numpy.log(numpy.abs(x) + 1).T, x)
        numpy.linalg.det(x[:, :2])
        numpy.linalg.eigvals(x[:, :2])
        numpy.linalg.norm(x, axis=-1, keepdims=True)
        numpy.where(x > 0, x, numpy.zeros_like(x))
        numpy.stack([x, x]).max()
        numpy.allclose(x, x)
        numpy.random.default_rng(0).standard_normal(3)
        str((x, x.dtype, numpy.float64(0.5)))


def _use_sympy(sympy: Any) -> None:  # noqa: ANN401  # a module
    x, y = sympy.symbols("x y", positive=True)
    z = sympy.Symbol("z", real=True)
    term = sympy.log(x / y) + (x**2 + (y - z) ** 2) / (2 * y**2) - sympy.Rational(1, 2) + sympy.exp(-x * z)
    term += sympy.sqrt(x) + sympy.tanh(z / 2) + sympy.sympify("x + 1")
    sympy.diff(term, z)
    sympy.expand((x + y) ** 2)
    sympy.simplify((x**2 + x) / x)
    sympy.factor(x**2 - y**2)
    sympy.Poly(x**2 + y * x + 1, x).all_coeffs()
    sympy.integrate(x * z, z)
    sympy.solve(z**2 - 1, z)
    sympy.Matrix([term, x]).jacobian([x, z])
    sympy.Matrix([[x, 1], [0, y]]).eigenvals()
    sympy.Matrix([[x, 1], [0, y]]).det()
    term.subs(x, 2).evalf(subs={y: 2, z: 3})
    sympy.lambdify((x, y, z), term)
    str(term)
    sympy.core.cache.clear_cache()


_USES: "Final[dict[str, Callable[[Any], None]]]" = {"numpy": _use_numpy, "sympy": _use_sympy}
