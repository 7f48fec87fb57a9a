"""Conditions at a point: relations and logic of balls, and the cases that hang on them."""

from collections.abc import Callable
from typing import TypeAlias

from flint import arb

from grader.maths.deciding.balls import Ball, Unclear, Undefined, sign_of
from grader.maths.deciding.build import free_names
from grader.maths.deciding.compiler import Compiler, compile_formulas
from grader.maths.deciding.program import NotComputable, Special, Surroundings
from grader.maths.deciding.state import State
from grader.maths.node import Node
from grader.maths.operators import as_interval
from grader.maths.tree import Constant, Op, Relation

Condition: TypeAlias = Callable[[State], bool]

_SIGNS: dict[str, frozenset[int]] = {
    "eq": frozenset({0}),
    "ne": frozenset({-1, 1}),
    "lt": frozenset({-1}),
    "le": frozenset({-1, 0}),
    "gt": frozenset({1}),
    "ge": frozenset({0, 1}),
}
"""Signs of left − right for which a relation holds."""


def condition_of(node: Node, around: Surroundings) -> Condition:
    """Compile a condition.

    Its call may raise ``Unclear``, where the balls do not tell. A relation with an undefined side is false.

    Raises:
        NotComputable: for what is no condition on numbers.
    """
    match node:
        case Constant(name="true"):
            return lambda _: True
        case Constant(name="false"):
            return lambda _: False
        case Relation(operands=operands, relations=relations):
            links = [
                _link(left, relation, right, around)
                for left, relation, right in zip(operands, relations, operands[1:], strict=False)
            ]
            return links[0] if len(links) == 1 else _all(links)
        case Op(op="and", args=args):
            return _all([condition_of(arg, around) for arg in args])
        case Op(op="or", args=args):
            return _any([condition_of(arg, around) for arg in args])
        case Op(op="not", args=(arg,)):
            inner = condition_of(arg, around)
            return lambda state: not inner(state)
        case Op(op="xor" | "iff" | "implies" as op, args=(left, right)):
            return _pair(op, condition_of(left, around), condition_of(right, around))
        case _:
            raise NotComputable("condition")


def _link(left: Node, relation: str, right: Node, around: Surroundings) -> Condition:
    if relation in {"in", "not_in"}:
        inside = _membership(left, right, around)
        return inside if relation == "in" else lambda state: not inside(state)
    if relation not in _SIGNS:
        raise NotComputable(relation)
    program = compile_formulas([left, right], around)
    signs = _SIGNS[relation]
    is_order = relation not in {"eq", "ne"}

    def holds(state: State) -> bool:
        try:
            first, second = program.run(state)
        except Undefined:
            return False
        gap = first - second
        if not is_order and not gap.contains(0):
            return relation == "ne"
        return sign_of(gap) in signs

    return holds


def _membership(value: Node, container: Node, around: Surroundings) -> Condition:
    interval = as_interval(container)
    if interval is not None:
        lower, upper, left, right = interval.args
        return condition_of(
            Relation(
                (lower, value, upper),
                ("le" if left == Constant("true") else "lt", "le" if right == Constant("true") else "lt"),
            ),
            around,
        )
    match container:
        case Op(op="set", args=args):
            return _any([_link(value, "eq", arg, around) for arg in args])
        case Constant(name="reals"):
            return lambda _: True
        case _:
            raise NotComputable("membership")


def _all(parts: list[Condition]) -> Condition:
    def every(state: State) -> bool:
        return _settle(parts, state, decisive=False)

    return every


def _any(parts: list[Condition]) -> Condition:
    def some(state: State) -> bool:
        return _settle(parts, state, decisive=True)

    return some


def _settle(parts: list[Condition], state: State, *, decisive: bool) -> bool:
    """Let one decisive part settle it, even if others are unclear."""
    is_unclear = False
    for part in parts:
        try:
            if part(state) is decisive:
                return decisive
        except Unclear:
            is_unclear = True
    if is_unclear:
        raise Unclear
    return not decisive


def _pair(op: str, left: Condition, right: Condition) -> Condition:
    if op == "implies":
        return _any([lambda state: not left(state), right])
    wanted = op == "iff"
    return lambda state: (left(state) == right(state)) is wanted


def register_cases(compiler: Compiler, node: Op) -> int:
    """Return the register of a ``piecewise`` or ``indicator``; only the branch that holds is evaluated.

    Raises:
        NotComputable: for conditions that are none on numbers.
    """
    around = compiler.around
    if node.op == "indicator":
        conditions = [condition_of(node.args[0], around)]
        branches = [compile_formulas([], around)]
    else:
        conditions = [condition_of(each, around) for each in node.args[1::2]]
        branches = [compile_formulas([each], around) for each in node.args[0::2]]
        if len(conditions) != len(branches):
            raise NotComputable("piecewise")
    for program in branches:
        compiler.absorb(program.traits)
    is_indicator = node.op == "indicator"
    for name in sorted(free_names(node)):
        compiler.symbol(name)  # so that the outer program knows what the cases hang on

    def make(_: tuple[int, ...]) -> Special:
        def cases(state: State, _registers: list[Ball]) -> Ball:
            if is_indicator:
                return arb(1) if conditions[0](state) else arb(0)
            for condition, branch in zip(conditions, branches, strict=True):
                if condition(state):
                    return branch.run(state)[0]
            raise Undefined

        return cases

    return compiler.special(make, ())
