"""A point given by its coordinates: ``(ψ_0^*, ψ_1^*, θ^*) = (0, 0, 0)``, or one equation for each of them."""

from collections.abc import Mapping

from grader.checkers.theory.reading import Chain, Reading, entries_of
from grader.checkers.theory.results import is_equality
from grader.maths.derivations.statements import Expression
from grader.maths.tree import Call, Node, Symbol


def coordinates_given(reading: Reading, point: Mapping[str, Node]) -> dict[str, Expression]:
    """Return where the text gives the coordinates of a point their values, by name.

    Args:
        reading: the part.
        point: the right value of every coordinate.
    """
    found: dict[str, Expression] = {}
    for chain in reading.chains:
        for group in _groups(chain):
            for at, side in enumerate(group):
                for value in group[at + 1 :]:
                    for name in _agree(reading, side.node, value.node, point):
                        found[name] = value
    return found


def _groups(chain: Chain) -> list[list[Expression]]:
    """Return the stretches of a chain that are said to be equal."""
    groups = [[chain.sides[0]]]
    for at, side in enumerate(chain.sides[1:], start=1):
        if is_equality(chain, at):
            groups[-1].append(side)
        else:
            groups.append([side])
    return groups


def _agree(reading: Reading, name: Node | None, value: Node | None, point: Mapping[str, Node]) -> list[str]:
    if name is None or value is None:
        return []
    names, values = _flat(name, reading), _flat(value, reading)
    if len(values) == 1 and len(names) > 1:  # ψ = 0 of a vector
        values = values * len(names)
    if len(names) != len(values):
        return []
    return [
        key
        for one, other in zip(names, values, strict=True)
        if (key := _plain_name(one)) in point
        and reading.judged.judge.judged(point[key], "eq", other, final=False).verdict == "holds"
        and _plain_name(other) not in point
    ]


def _flat(node: Node, reading: Reading) -> list[Node]:
    """Return the entries of nested tuples, names of groups unfolded."""
    entries = entries_of(node)
    if entries is not None:
        return [each for entry in entries for each in _flat(entry, reading)]
    members = reading.question.groups.get(_plain_name(node))
    return [_named(member) for member in members] if members else [node]


def _named(name: str) -> Symbol:
    base, _, index = name.partition("_")
    return Symbol(base, (), (Symbol(index),)) if index else Symbol(base)


def _plain_name(node: Node) -> str:
    """Return a name without its star."""
    head = node.head if isinstance(node, Call) else node
    if not isinstance(head, Symbol):
        return ""
    marks = tuple(mark for mark in head.marks if mark != "star")
    return Symbol(head.base, marks, head.subs, head.sups).name
