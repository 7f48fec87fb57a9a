"""SymPy is there for every hand-in, whether its nursery has imported it or not."""

import importlib.metadata
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import sympy

from grader.model.errors import SandboxError
from grader.model.values import SymbolicValue
from grader.sandbox import Sandbox, Tier, nurseries
from grader.sandbox.nursery_process import NurseryProcess
from grader.sandbox.slots import Slot
from tests.conformance.sandbox.hand_ins import ROOMY, call, hand_in, observe

WITHOUT_A_WORD = "import importlib\nm = importlib.import_module('sym' + 'py')\n"
IN_PLAIN_WORDS = "import sympy as m\n"
FUNCTIONS = "def f(): return m.Symbol('x') ** 2\n"

needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork"),
    reason="a nursery forks its hand-ins; systems without fork start an interpreter for each instead",
)


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


@needs_fork
@pytest.mark.parametrize(("source", "imported"), [(IN_PLAIN_WORDS, "sympy"), ("import numpy as m\n", "numpy")])
def test_an_announced_hand_in_finds_one_nursery_that_imported_what_it_needs(
    source: str, imported: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sequence[str]] = []

    class Noting(NurseryProcess):
        def __init__(
            self, python: str, slot: Slot, at_most: Tier, preload: Sequence[str], later: Sequence[str] = ()
        ) -> None:
            started.append(preload)
            super().__init__(python, slot, at_most, preload, later)

    monkeypatch.setattr(nurseries, "NurseryProcess", Noting)
    whole = f"{source}def f(): return m.__version__\n"
    with Sandbox(first=hand_in(whole)) as sandbox:
        (seen,) = observe(sandbox, whole, "f", limits=ROOMY)
    assert seen.value == importlib.metadata.version(imported)
    assert [preload[-1] for preload in started] == [imported]


@needs_fork
def test_an_announced_hand_in_learns_late_that_the_interpreter_does_not_start(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(SandboxError, match="ended"):
        Sandbox(python=str(broken))
    with pytest.raises(SandboxError, match="ended"):
        Sandbox(python=str(broken), first=hand_in(FUNCTIONS), require_tier=Tier.T0)
    with Sandbox(python=str(broken), first=hand_in(FUNCTIONS)) as sandbox, pytest.raises(SandboxError, match="ended"):
        observe(sandbox, FUNCTIONS, "f")
