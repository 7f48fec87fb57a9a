"""Limits, infinite sums and improper integrals in closed form: by SymPy, in a child process that can be killed."""

import json
import os
import select
import signal
import time
from typing import Any, cast

from grader.maths.deciding.binders import is_endless
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.symbolic import NotRepresented, symbolic_value, tree_of
from grader.maths.tree import Binder
from grader.model.values import SymbolicNode, SymbolicValue

WALL_S = 6.0  # the first import of SymPy included
CPU_S = 4
MEMORY_BYTES = 1 << 30  # beyond what the process holds already
MAX_ANSWER = 200_000  # bytes
MAX_LEVELS = 100
_OPS = frozenset({"limit", "sum", "product", "integral"})
# Assumptions that SymPy knows by the same name.
_ASSUMPTIONS = {"positive": "positive", "nonnegative": "nonnegative", "negative": "negative", "nonzero": "nonzero",
                "integer": "integer", "real": "real", "probability": "nonnegative"}  # fmt: skip


def has_endless(node: Node) -> bool:
    """Whether something occurs that no finite computation gives: a limit, an infinite sum, an improper integral."""
    if "Binder" not in survey(node).names:
        return False
    return any(isinstance(each, Binder) and _is_endless(each) for _, each in node.walk())


def _is_endless(node: Binder) -> bool:
    return node.op == "limit" or (node.op in _OPS and (is_endless(node.lower) or is_endless(node.upper)))


def closed_form(node: Node, notation: Notation, clock: Clock) -> Node | None:
    """Return a formula with everything endless replaced by its value, as SymPy finds it; None if it does not.

    The child has limits of its own on time and memory. What it answers is data: names by allow-list.
    """
    if not has_endless(node):
        return node
    if not hasattr(os, "fork"):
        return None
    assumptions = {
        name: _ASSUMPTIONS.get(notation.domain_of(symbol), "complex") for name, symbol in survey(node).symbols.items()
    }
    try:
        question = symbolic_value(node)
    except NotRepresented:
        return None
    answer = _asked(_packed(question.root), assumptions, clock)
    if answer is None:
        return None
    try:
        return tree_of(SymbolicValue(_unpacked(answer, 0)))
    except NotRepresented:
        return None


def _packed(node: SymbolicNode) -> list[Any]:
    return [node.head, node.text, [_packed(each) for each in node.args]]


def _unpacked(data: object, depth: int) -> SymbolicNode:
    if not isinstance(data, list) or depth > MAX_LEVELS:
        raise NotRepresented("a malformed answer")
    match cast("list[object]", data):
        case [str(head), (str() | None) as text, args] if isinstance(args, list):
            parts = [_unpacked(each, depth + 1) for each in cast("list[object]", args)]
            return SymbolicNode(head, tuple(parts), text)
        case _:
            raise NotRepresented("a malformed answer")


def _asked(question: list[Any], assumptions: dict[str, str], clock: Clock) -> object | None:
    """Fork, ask, and wait no longer than allowed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(question, assumptions, writing)
    os.close(writing)
    try:
        return _received(reading, min(WALL_S, max(clock.left * 2, 1.0)))
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _received(reading: int, seconds: float) -> object | None:
    ends = time.monotonic() + seconds
    data = b""
    while len(data) <= MAX_ANSWER:
        ready, _, _ = select.select([reading], [], [], max(0.0, ends - time.monotonic()))
        if not ready:
            return None
        chunk = os.read(reading, 1 << 16)
        if not chunk:
            break
        data += chunk
    try:
        found: object = json.loads(data)
    except ValueError:
        return None
    return found


def _answer(question: list[Any], assumptions: dict[str, str], writing: int) -> None:
    """Run in the child, which never returns."""
    try:
        import resource  # only where there is a fork

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_S, hard))
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (held + MEMORY_BYTES, hard))
        from grader.maths.deciding.sympy_side import value_of

        data = json.dumps(value_of(question, assumptions)).encode()
        while data:
            data = data[os.write(writing, data) :]
        os.close(writing)
    finally:
        os._exit(0)
