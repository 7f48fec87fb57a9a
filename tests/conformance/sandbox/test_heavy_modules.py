"""SymPy is there for every hand-in, whether its nursery has imported it or not."""

import pytest
import sympy

from grader.model.values import SymbolicValue
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import ROOMY, call, observe

WITHOUT_A_WORD = "import importlib\nm = importlib.import_module('sym' + 'py')\n"
IN_PLAIN_WORDS = "import sympy as m\n"
FUNCTIONS = "def f(): return m.Symbol('x') ** 2\n"


@pytest.mark.parametrize("start", [IN_PLAIN_WORDS, WITHOUT_A_WORD], ids=["named", "not_named"])
def test_an_expression_comes_back_however_sympy_was_imported(sandbox: Sandbox, start: str) -> None:
    (seen,) = observe(sandbox, start + FUNCTIONS, "f", limits=ROOMY)
    assert isinstance(seen.value, SymbolicValue)
    assert seen.value.root.head == "Pow"


def test_only_those_who_mention_it_pay_for_it(sandbox: Sandbox, kind: str) -> None:
    if kind == "spawn":
        pytest.skip("imports nothing ahead here")
    look = "import sys\nloaded = [n for n in sys.modules if n[:4] == 'sym' + 'p']\ndef f(): return bool(loaded)\n"
    (without,) = observe(sandbox, look, call("f"))
    (with_it,) = observe(sandbox, f"# sympy\n{look}", call("f"))
    assert (without.value, with_it.value) == (False, True)


def test_the_environment_names_it_by_its_version_before_it_is_imported(kind: str) -> None:
    with Sandbox(spawn=kind == "spawn") as fresh:
        assert f"sympy {sympy.__version__}" in fresh.environment
