"""A rehearsal leaves nothing that a hand-in could find, and the modules that are imported ahead are those it names."""

import builtins
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox.demand import modules_for

ROOT = Path(__file__).parents[3]
REHEARSE = """
import builtins, linecache, sys
import numpy, sympy
from sympy.core.cache import print_cache
from grader.sandbox.nursery.rehearsal import rehearse
def look():
    return dict(vars(builtins)), list(sys.path), list(sys.meta_path), sys.stdout, sys.stderr, sys.stdin
before, lines = look(), set(linecache.cache)
rehearse(sys.argv[1])
assert look() == before
assert not [name for name in linecache.cache if "_rehearsal" in name and name not in lines]
assert not [name for name in sys.modules if name.startswith("_rehearsal") or name.startswith("_hand_in")]
assert all(not item.cache_info().currsize for item in sympy.core.cache.CACHE)
print("nothing is left")
"""


def test_nothing_of_it_can_be_found(tmp_path: Path) -> None:
    command = [sys.executable, "-c", REHEARSE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # our own
    assert done.stdout.strip() == "nothing is left", done.stderr
    assert list(tmp_path.iterdir()) == []
    assert not hasattr(builtins, "get_ipython")


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("import numpy as np\n", ()),
        ("import scipy\nscipy.special.expit(0)\n", ("scipy", "scipy.special")),
        ("from scipy import stats, linalg as la\n", ("scipy", "scipy.linalg", "scipy.stats")),
        ("from scipy.optimize import brentq\n", ("scipy", "scipy.optimize")),
        ("from scipy.nothing import x\n", ("scipy",)),
        ("import matplotlib.pyplot as plt\n", ("matplotlib", "matplotlib.pyplot")),
        ("import pandas\n", ("pandas",)),
        ("import os; os.system('scip y')\n", ()),
    ],
)
def test_what_is_imported_ahead(text: str, modules: tuple[str, ...]) -> None:
    assert tuple(sorted(modules_for([text]))) == modules
