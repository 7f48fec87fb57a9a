"""Functions of several hand-ins in one: what is seen in shared processes is what is seen in a process for each."""

import ast
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.probe import Probe
from grader.sandbox import Sandbox
from grader.sandbox.fork_launcher import ForkLauncher
from grader.sandbox.pack import pack_observation
from tests.conformance.sandbox.hand_ins import ROOMY, call, observe, without_times
from tests.conformance.sandbox.leftovers import LEFT_BEHIND, PLAIN

CALLERS = "def f(x): return bump()\ndef g(x): return bump()\n"
FRAGMENTS = {**PLAIN, **{name: source + CALLERS for name, source in LEFT_BEHIND.items()}}
BY_TEXT = frozenset(("text as code", "a name in the module's dict", "a function with names of its own"))
"""Those that hold names in texts, where they cannot be told apart."""


class Renamed(ast.NodeTransformer):
    """Gives the names of one fragment an ending, so that several stand side by side."""

    def __init__(self, names: frozenset[str], ending: str) -> None:
        self.names, self.ending = names, ending

    def name(self, name: str) -> str:
        return name + self.ending if name in self.names else name

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.name(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.name(node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.name(node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self.name(node.name)
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.Global:
        node.names = [self.name(each) for each in node.names]
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.Nonlocal:
        node.names = [self.name(each) for each in node.names]
        return node

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> ast.AST:
        for each in node.names:
            if each.name in self.names:
                each.asname = each.name + self.ending
            elif each.asname in self.names:
                each.asname = self.name(str(each.asname))
        return node

    visit_ImportFrom = visit_Import  # as the base class names it


def side_by_side(names: list[str]) -> str:
    """Return one hand-in with the functions of several, ``f0``, ``g0``, ``f1`` and so on."""
    texts: list[str] = []
    for at, name in enumerate(names):
        tree = ast.parse(FRAGMENTS[name])
        own = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        own |= {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.ClassDef)}
        own |= {"f", "g"}
        texts.append(ast.unparse(Renamed(frozenset(each for each in own if each[:2] != "__"), str(at)).visit(tree)))
    return "\n".join(texts)


@contextmanager
def a_process_for_each() -> Generator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ForkLauncher, "leave_calls", ForkLauncher.end_calls)
        yield


def differences(sandbox: Sandbox, source: str, calls: list[Probe]) -> list[tuple[str, object, object]]:
    together = observe(sandbox, source, *calls, limits=ROOMY)
    with a_process_for_each():
        apart = observe(sandbox, source, *calls, limits=ROOMY)
    return [
        (probe.function, one, other)
        for probe, one, other in zip(calls, together, apart, strict=True)
        if pack_observation(without_times(one)) != pack_observation(without_times(other))
    ]


@st.composite
def hand_ins(draw: st.DrawFn) -> tuple[str, list[Probe]]:
    names = draw(st.lists(st.sampled_from(sorted(set(FRAGMENTS) - BY_TEXT)), min_size=1, max_size=4))
    functions = [f"{letter}{at}" for at in range(len(names)) for letter in "fg"]
    return side_by_side(names), [call(name, 2) for name in draw(st.permutations(functions))]


@pytest.fixture(scope="module")
def forking() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@settings(max_examples=40, deadline=None, derandomize=True)
@given(drawn=hand_ins())
def test_sharing_is_not_seen(forking: Sandbox, drawn: tuple[str, list[Probe]]) -> None:
    assert differences(forking, *drawn) == []


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(drawn=hand_ins())
def test_sharing_is_never_seen(forking: Sandbox, drawn: tuple[str, list[Probe]]) -> None:
    assert differences(forking, *drawn) == []
