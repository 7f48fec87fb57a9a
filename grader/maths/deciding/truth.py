"""Statements in one form: relations of two sides joined by and, or, not, implies, iff, xor.

Chains become conjunctions, memberships of intervals and finite sets become relations, a ± alternatives, and an absolute
value or a maximum is taken apart by cases, so that what is left compares expressions without such kinks.
"""

from grader.maths.deciding.build import FALSE, TRUE, ZERO, neg, sub, substitute
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.operators import as_interval
from grader.maths.tree import Binder, Constant, Number, Op, Relation, Symbol

CONNECTIVES = frozenset({"and", "or", "not", "xor", "implies", "iff"})
COMPARED = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
MAX_CASES = 4  # nested distinctions of cases
MAX_SIGNS = 6  # of ± in one formula
FLIPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_RISING = {"exp": "", "sinh": "", "tanh": "", "asinh": "", "atan": "", "sqrt": "ge", "log": "gt"}  # and their domains
_KINKS = frozenset({"abs", "relu", "max", "min"})
_SAME_RELATION = {"define": "eq", "equivalent": "eq", "much_less": "", "much_greater": ""}


class NotAStatement(ValueError):
    """It is no statement about numbers that could be decided here."""


def is_statement(node: Node) -> bool:
    """Whether a node is true or false, not a value."""
    match node:
        case Relation() | Constant(name="true" | "false"):
            return True
        case Op(op=op):
            return op in CONNECTIVES
        case _:
            return False


def statement(node: Node, *, splits: bool = True) -> Node:
    """Bring a statement to the one form.

    Args:
        node: a statement.
        splits: whether absolute values and the like are taken apart, as can be done on the real line.

    Raises:
        NotAStatement: if a part is none.
    """
    match node:
        case Constant(name="true" | "false"):
            return node
        case Symbol():
            return node
        case Op(op=op, args=args) if op in CONNECTIVES:
            return Op(op, tuple([statement(arg, splits=splits) for arg in args]))
        case Relation():
            return _relation(node, splits)
        case _:
            raise NotAStatement(type(node).__name__)


def _relation(node: Relation, splits: bool) -> Node:
    variants = signs_chosen(node)
    if len(variants) > 1:
        return Op("or", tuple([statement(each, splits=splits) for each in variants]))
    operands, relations = node.operands, node.relations
    links = [_link(a, relation, b, splits) for a, relation, b in zip(operands, relations, operands[1:], strict=False)]
    return links[0] if len(links) == 1 else Op("and", tuple(links))


def _link(left: Node, relation: str, right: Node, splits: bool = True) -> Node:
    relation = _SAME_RELATION.get(relation, relation)
    if relation in {"in", "not_in"}:
        inside = membership(left, right, splits=splits)
        return inside if relation == "in" else Op("not", (inside,))
    if relation not in COMPARED:
        raise NotAStatement(relation)
    if is_statement(left) or is_statement(right):
        if relation in {"eq", "ne"}:
            both = Op("iff", (statement(left, splits=splits), statement(right, splits=splits)))
            return both if relation == "eq" else Op("not", (both,))
        raise NotAStatement("order of statements")
    infinite = _with_infinity(left, relation, right)
    if infinite is not None:
        return infinite
    if splits:
        left, right = _moduli(left), _moduli(right)
        inner = _without_rising(left, relation, right)
        if inner is not None:
            return inner
    return _by_cases(Relation((left, right), (relation,)), MAX_CASES if splits else 0)


def _without_rising(left: Node, relation: str, right: Node) -> Node | None:
    """Write f(u) ρ f(v) as u ρ v where f rises on the real line; √ and log ask that both have a value."""
    match left, right:
        case Op(op=f, args=(u, *rest)), Op(op=g, args=(v, *others)) if f == g and f in _RISING and not (rest or others):
            plain = _link(u, relation, v)
            needed = _RISING[f]
            if not needed:
                return plain
            return Op("and", (plain, *[_link(each, needed, ZERO) for each in (u, v)]))
        case _:
            return None


def _moduli(node: Node) -> Node:
    """Write √(u²) as |u|, as holds on the real line."""
    if "sqrt" not in survey(node).names:
        return node
    children = tuple([_moduli(child) for child in node.children])
    if any(a is not b for a, b in zip(children, node.children, strict=True)):
        node = node.with_children(children)
    match node:
        case Op(op="sqrt", args=(Op(op="pow", args=(u, Number(written="2"))),)):
            return Op("abs", (u,))
        case _:
            return node


def _with_infinity(left: Node, relation: str, right: Node) -> Node | None:
    """Settle a comparison of a real symbol or number with ±∞."""
    for one, other, seen in ((left, right, relation), (right, left, FLIPPED[relation])):
        end = infinity_sign(other)
        if end and (isinstance(one, Symbol) or not infinity_sign(one)):
            holds = seen == "ne" or (seen in {"lt", "le"} and end > 0) or (seen in {"gt", "ge"} and end < 0)
            return TRUE if holds else FALSE
    if infinity_sign(left) or infinity_sign(right):
        raise NotAStatement("infinity")
    return None


def infinity_sign(node: Node) -> int:
    """Return 1 for ∞, −1 for −∞, 0 for anything else."""
    match node:
        case Constant(name="infinity"):
            return 1
        case Op(op="neg", args=(Constant(name="infinity"),)):
            return -1
        case _:
            return 0


def membership(value: Node, container: Node, *, splits: bool = True) -> Node:
    """Return the statement that a value lies in a set.

    Raises:
        NotAStatement: for sets that are not built of intervals, finite sets and ℝ.
    """
    interval = as_interval(container)
    if interval is not None:
        lower, upper, left, right = interval.args
        first = "le" if left == TRUE else "lt"
        last = "le" if right == TRUE else "lt"
        return Op("and", (_link(lower, first, value, splits), _link(value, last, upper, splits)))
    match container:
        case Op(op="set", args=args):
            return any_of([_relation(Relation((value, arg), ("eq",)), splits) for arg in args])
        case Op(op="union", args=args):
            return any_of([membership(value, arg, splits=splits) for arg in args])
        case Op(op="intersection", args=args):
            return Op("and", tuple([membership(value, arg, splits=splits) for arg in args]))
        case Op(op="difference", args=(first, second)):
            return Op(
                "and", (membership(value, first, splits=splits), Op("not", (membership(value, second, splits=splits),)))
            )
        case Op(op="complement", args=(inner,)):
            return Op("not", (membership(value, inner, splits=splits),))
        case Binder(op="set_of", variables=(Symbol() as bound,), lower=None, upper=None, domain=domain, body=body):
            holds = statement(substitute(body, bound.name, value), splits=splits)
            return holds if domain is None else Op("and", (membership(value, domain, splits=splits), holds))
        case Constant(name="empty_set"):
            return FALSE
        case Constant(name="reals"):
            return TRUE
        case _:
            raise NotAStatement("set")


def any_of(parts: list[Node]) -> Node:
    """Return a disjunction; false without parts."""
    return FALSE if not parts else parts[0] if len(parts) == 1 else Op("or", tuple(parts))


def _by_cases(node: Relation, levels: int) -> Node:
    """Take the first innermost absolute value, sign, maximum or minimum apart."""
    found = _kink(node) if levels and survey(node).names & _KINKS else None
    if found is None:
        return node
    options = _options(found)
    return Op(
        "or",
        tuple([
            Op("and", (_by_cases(when, levels - 1), _by_cases(_put(node, found, value), levels - 1)))
            for when, value in options
        ]),
    )


def _options(kink: Op) -> list[tuple[Relation, Node]]:
    match kink.op, kink.args:
        case "abs", (u,):
            return [(Relation((u, ZERO), ("ge",)), u), (Relation((u, ZERO), ("lt",)), neg(u))]
        case "relu", (u,):
            return [(Relation((u, ZERO), ("ge",)), u), (Relation((u, ZERO), ("lt",)), ZERO)]
        case op, (u, v):
            gap = sub(u, v)
            first, second = (u, v) if op == "max" else (v, u)
            return [(Relation((gap, ZERO), ("ge",)), first), (Relation((gap, ZERO), ("lt",)), second)]
        case _:
            raise NotAStatement(kink.op)


def _kink(node: Node) -> Op | None:
    for child in node.children:
        found = _kink(child)
        if found is not None:
            return found
    if isinstance(node, Op) and (node.op in {"abs", "relu"} or (node.op in {"max", "min"} and len(node.args) == 2)):
        return node
    return None


def _put(node: Node, old: Node, new: Node) -> Relation:
    result = _replaced(node, old, new)
    if not isinstance(result, Relation):
        raise NotAStatement("relation")
    return result


def _replaced(node: Node, old: Node, new: Node) -> Node:
    if node == old:
        return new
    children = node.children
    changed = tuple([_replaced(child, old, new) for child in children])
    return node if all(a is b for a, b in zip(changed, children, strict=True)) else node.with_children(changed)


def signs_chosen(node: Node) -> list[Node]:
    """Return what a formula with ± stands for: all upper signs, and all lower ones; itself if there is none."""
    if not survey(node).names & {"plus_minus", "minus_plus"}:
        return [node]
    count = sum(isinstance(each, Op) and each.op in {"plus_minus", "minus_plus"} for _, each in node.walk())
    if count > MAX_SIGNS:
        raise NotAStatement("too many signs")
    return [_chosen(node, is_upper=True), _chosen(node, is_upper=False)]


def _chosen(node: Node, *, is_upper: bool) -> Node:
    children = tuple([_chosen(child, is_upper=is_upper) for child in node.children])
    if isinstance(node, Op) and node.op in {"plus_minus", "minus_plus"}:
        is_plus = is_upper == (node.op == "plus_minus")
        last = children[-1] if is_plus else neg(children[-1])
        return last if len(children) == 1 else Op("add", (children[0], last))
    return node.with_children(children) if children else node
