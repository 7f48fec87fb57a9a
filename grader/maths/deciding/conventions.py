r"""Differences that people do not mean: when a certain ``different`` hangs on how a text was read.

The readers take what is written by its rules: ``\mathbf v`` and ``\vec v`` are two symbols, 45° is π/4, a name that
nobody declared is a function of which nothing is known. Where another habit of writing would make the two sides the
same, or where a side's value is not known at all, the honest verdict is ``undecided``. Nothing here ever leads to
``same``.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from grader.maths.deciding.build import free_names
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.syntax.tables import GREEK
from grader.maths.tree import Call, Constant, Number, Op, Relation, Symbol

_DRESS = frozenset({"bold", "vec", "upright"})
_WHOLE_LETTERS = frozenset({"k", "n", "m", "l", "ell"})
_PERIODIC = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_LETTERS = 3  # of a name that may have been meant as a product
_GROUP = 3  # digits between separators of thousands

Same = Callable[[Node, Node], bool]


def doubt(left: Node, right: Node, notation: Notation, is_same: Same, *, is_typed: bool) -> str | None:
    """Return why two formulas that differ as read may not have been meant so; None if nothing speaks for it.

    Args:
        left: the first formula.
        right: the second.
        notation: what is declared is not doubted.
        is_same: tells whether two formulas are certainly the same.
        is_typed: whether they were typed, where ``+-2`` and ``4j`` have another meaning to programmers.
    """
    for node in (left, right):
        name = _unknown_function(node, notation)
        if name is not None:
            return f"an unknown function: {name}"
    if _has_whole_parameter(left, right) or _has_whole_parameter(right, left):
        return "a symbol on one side alone, perhaps any whole number"
    calls = {**_called(left), **_called(right)}
    plain = tuple([_plain(node, notation, calls, is_typed=is_typed) for node in (left, right)])
    if plain != (left, right) and is_same(*plain):
        return "the same but for the dress of a letter, a unit or a sign that is read in two ways"
    return None


def _unknown_function(node: Node, notation: Notation) -> str | None:
    if "Call" not in survey(node).names:
        return None
    for _, each in node.walk():
        if isinstance(each, Call) and isinstance(each.head, Symbol):
            head = each.head
            if len(head.base) > 1 and head.base not in GREEK and notation.declared(head) is None:
                return head.name
    return None


def _has_whole_parameter(one: Node, other: Node) -> bool:
    """Whether x = kπ stands beside sin x = 0: k was meant to be any whole number."""
    if not (isinstance(one, Relation) and isinstance(other, Relation)):
        return False
    added = free_names(one) - free_names(other)
    return bool(added) and added <= _WHOLE_LETTERS and bool(survey(other).names & _PERIODIC)


def _called(node: Node) -> dict[str, tuple[Node, ...]]:
    if "Call" not in survey(node).names:
        return {}
    found: dict[str, tuple[Node, ...]] = {}
    for _, each in node.walk():
        if isinstance(each, Call):
            head = each.head.args[0] if isinstance(each.head, Op) and each.head.op == "prime" else each.head
            if isinstance(head, Symbol):
                found[head.name] = each.args
    return found


def _plain(node: Node, notation: Notation, calls: Mapping[str, tuple[Node, ...]], *, is_typed: bool) -> Node:
    children = tuple([_plain(child, notation, calls, is_typed=is_typed) for child in node.children])
    if any(a is not b for a, b in zip(children, node.children, strict=True)):
        node = node.with_children(children)
    match node:
        case Symbol() if notation.declared(node) is None:
            return _undressed(node, is_typed=is_typed)
        case Op(op="degrees" | "percent", args=(inner,)):
            return inner
        case Op(op="plus_minus", args=(inner,)) if is_typed:
            return Op("neg", (inner,))
        case Op(op="mul", args=args):
            return _without_unit(node, args)
        case Op(op="derivative", args=(Symbol() as f, Symbol() as x, order)) if calls.get(f.name) == (x,):
            return Call(Op("prime", (f, order)), (x,))
        case Op(op="sequence", args=(Number() as first, *rest)):
            return _as_one_number(node, first, rest)
        case _:
            return node


def _undressed(symbol: Symbol, *, is_typed: bool) -> Node:
    base = symbol.base.removeprefix("var")
    if base == "j" and is_typed and not symbol.children:
        return Constant("i")
    if is_typed and 1 < len(base) <= _LETTERS and base.isalpha() and base not in GREEK and not symbol.children:
        return Op("mul", tuple([Symbol(letter, (), (), ()) for letter in base]))
    if len(base) > 1 and base not in GREEK:
        base = base.casefold()
    marks = tuple([mark for mark in symbol.marks if mark not in _DRESS])
    if base == symbol.base and marks == symbol.marks:
        return symbol
    return Symbol(base, marks, symbol.subs, symbol.sups)


def _without_unit(node: Node, args: tuple[Node, ...]) -> Node:
    """Leave the unit of ``5 cm`` away."""
    first, *rest = args
    if not isinstance(first, Number) or len(rest) != 1:
        return node
    unit = rest[0]
    is_word = isinstance(unit, Symbol) and len(unit.base) > 1 and unit.base not in GREEK
    return first if is_word else node


def _as_one_number(node: Node, first: Number, rest: list[Node]) -> Node:
    """Read ``1,000`` as a thousand, and ``1,5`` with a decimal comma."""
    groups = [each.written for each in rest if isinstance(each, Number)]
    if len(groups) == len(rest) == 1 and (first.written + groups[0]).isdigit() and len(groups[0]) != _GROUP:
        written = f"{first.written}.{groups[0]}"
        return Number(Fraction(written), written)
    if len(groups) != len(rest) or any(len(group) != _GROUP or not group.isdigit() for group in groups):
        return node
    written = first.written + "".join(groups)
    return Number(first.value * 1000 ** len(groups) + int("".join(groups)), written)
