"""Single edits of neutral formulas, by kind, written independently of the program's own edits."""

from collections.abc import Iterator
from typing import Any, cast

from tests.properties.maths.derivations.formulas import Formula

SWAPPED = {
    "mu_1": ["mu_2"], "mu_2": ["mu_1"], "sigma_1": ["sigma_2"], "sigma_2": ["sigma_1"], "psi_0": ["psi_1", "theta"],
    "psi_1": ["psi_0"], "theta": ["psi_0"], "alpha": ["beta", "r"], "beta": ["alpha"], "r": ["alpha"], "a_i": ["w_i"],
    "w_i": ["a_i"], "b_i": ["a_i"], "gamma": ["theta"],
}  # fmt: skip


def mutants(node: Formula, names: tuple[Formula, ...] = ()) -> Iterator[tuple[str, Formula]]:
    """Yield the kind and result of every single edit."""
    yield from _here(node, names)
    if node[0] in {"dens", "raw", "num", "sym"}:
        return
    for at, child in enumerate(node):
        if at and isinstance(child, tuple) and child and isinstance(child[0], str) and child[0] in KINDS:
            for kind, new in mutants(cast("Formula", child), names):
                yield kind, (*node[:at], new, *node[at + 1 :])


KINDS = frozenset({
    "num", "sym", "add", "neg", "mul", "frac", "pow", "log", "exp", "sigma", "dens", "mean", "sum", "prod", "sumi",
    "kl", "int", "raw",
})  # fmt: skip


def _here(node: Formula, names: tuple[Formula, ...]) -> Iterator[tuple[str, Formula]]:
    kind = node[0]
    if kind == "num":
        yield "number", ("num", node[1] + 1)
        if node[1] > 1:
            yield "number", ("num", node[1] - 1)
    elif kind == "sym":
        for other in SWAPPED.get(node[1], []):
            yield "name", ("sym", other)
    elif kind == "add":
        for at in range(1, len(node)):
            term = node[at]
            flipped = term[1] if term[0] == "neg" else ("neg", term)
            yield "sign", (*node[:at], flipped, *node[at + 1 :])
            rest = (*node[1:at], *node[at + 1 :])
            yield "drop", rest[0] if len(rest) == 1 else ("add", *rest)
    elif kind == "neg":
        yield "sign", node[1]
    elif kind == "mul":
        for at in range(1, len(node)):
            rest = (*node[1:at], *node[at + 1 :])
            yield "drop", rest[0] if len(rest) == 1 else ("mul", *rest)
    elif kind == "frac":
        yield "inverse", ("frac", node[2], node[1])
    elif kind == "pow":
        yield "power", node[1]
    elif kind == "log":
        yield "drop", node[1]
    elif kind == "sigma":
        yield "sign", ("sigma", ("neg", node[1]))
    elif kind in {"sum", "prod"}:
        yield "range", (kind, node[1] + 1, *node[2:])
        if node[1] > 1:
            yield "range", (kind, node[1] - 1, *node[2:])
        yield "range", (kind, node[1], ("T", -1), node[3])
    elif kind == "kl":
        yield "arguments", ("kl", node[2], node[1])
    elif kind == "dens":
        yield from _laws(node, names)
    elif kind == "mean" and node[1] is not None:
        for changed, law in _laws(node[1], names):
            yield changed, ("mean", law, node[2])


def _laws(node: Formula, names: tuple[Formula, ...]) -> Iterator[tuple[str, Formula]]:
    _, head, of, given = node
    if head[0] in "pq":
        yield "law", ("dens", {"p": "q", "q": "p"}[head[0]], of, given)
    if len(of) == len(given) == 1:
        yield "arguments", ("dens", head, given, of)
    for at in range(len(given)):
        yield "condition", ("dens", head, of, (*given[:at], *given[at + 1 :]))
    for where, variables in (("of", of), ("given", given)):
        for at, each in enumerate(variables):
            for moved in _moved(each):
                changed = (*variables[:at], moved, *variables[at + 1 :])
                yield "subscript", ("dens", head, *((changed, given) if where == "of" else (of, changed)))


def _moved(variable: Formula) -> Iterator[Formula]:
    if len(variable) < 2:
        return
    index: Any = variable[1]
    if isinstance(index, int):
        yield (variable[0], index + 1)
        if index:
            yield (variable[0], index - 1)
    elif isinstance(index, tuple) and index[0] == "t":
        yield (variable[0], ("t", index[1] + 1))
        yield (variable[0], ("t", index[1] - 1))
    elif isinstance(index, tuple) and index[0] == "range":
        yield (variable[0], ("range", index[1] + 1, index[2]))
