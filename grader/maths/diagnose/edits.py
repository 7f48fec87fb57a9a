"""The small slips that people make, as edits of one node: each has a short key that a template puts into words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.maths.deciding.build import ONE, PI, TWO, add, div, mul, neg, number, power
from grader.maths.deciding.survey import survey
from grader.maths.node import Node, Path
from grader.maths.tree import Binder, Call, Density, Matrix, Number, Op, Relation, Symbol

MAX_NODES = 400
MAX_EXCHANGED = 8  # names, or indices, that are exchanged in pairs


@dataclass(frozen=True, slots=True)
class Edit:
    """One slip at one place.

    Attributes:
        key: what kind of slip, such as ``sign`` or ``lost_factor``.
        path: where in the reference.
        new: what the answer seems to have there instead.
        lost: the piece that is missing in it, where that says more than the whole node.
    """

    key: str
    path: Path
    new: Node
    lost: Node | None = None


def edits(reference: Node) -> Iterator[Edit]:
    """Yield the edits of a formula, likely ones first at each node; large formulas only in their first nodes."""
    symbols = _symbols(reference)
    for count, (path, node) in enumerate(reference.walk()):
        if count >= MAX_NODES:
            return
        if isinstance(node, Op) and node.op in {"add", "mul"}:
            yield from _of_parts(node, path)
        for key, new in _at(node, symbols, is_root=not path):
            if new != node:
                yield Edit(key, path, new)
    yield from _everywhere(reference, symbols)


def _of_parts(node: Op, path: Path) -> Iterator[Edit]:
    """Yield the slips in single terms and factors, each at its own place."""
    is_sum = node.op == "add"
    join = add if is_sum else mul
    for at, part in enumerate(node.args):
        rest = (*node.args[:at], *node.args[at + 1 :])
        here = (*path, at)
        if is_sum:
            yield Edit("sign", here, neg(part))
        yield Edit("lost_term" if is_sum else "lost_factor", path, join(*rest), part)
    for at, part in enumerate(node.args):
        here = (*path, at)
        if is_sum:
            yield Edit("doubled", here, mul(TWO, part))
            yield Edit("halved", here, div(part, TWO))
        else:
            yield Edit("inverted_factor", here, div(ONE, part))
            yield Edit("doubled_factor", here, mul(part, part))


def _everywhere(root: Node, symbols: tuple[Symbol, ...]) -> Iterator[Edit]:
    """Yield exchanges of two names, or of two indices, in the whole formula."""
    for at, one in enumerate(symbols[:MAX_EXCHANGED]):
        for other in symbols[at + 1 : MAX_EXCHANGED]:
            yield Edit("swapped_symbols", (), _exchanged(root, {one: other, other: one}))
    indices = list(dict.fromkeys(sub for symbol in symbols for sub in symbol.subs))
    for at, one in enumerate(indices[:MAX_EXCHANGED]):
        for other in indices[at + 1 : MAX_EXCHANGED]:
            table: dict[Node, Node] = {}
            for symbol in symbols:
                subs = tuple([other if sub == one else one if sub == other else sub for sub in symbol.subs])
                if subs != symbol.subs:
                    table[symbol] = Symbol(symbol.base, symbol.marks, subs, symbol.sups)
            if len(table) > 2:
                yield Edit("swapped_indices", (), _exchanged(root, table))


def _exchanged(node: Node, table: Mapping[Node, Node]) -> Node:
    found = table.get(node)
    if found is not None:
        return found
    children = node.children
    changed = tuple([_exchanged(child, table) for child in children])
    return node if all(a is b for a, b in zip(changed, children, strict=True)) else node.with_children(changed)


def _symbols(root: Node) -> tuple[Symbol, ...]:
    found = {node.name: node for _, node in root.walk() if isinstance(node, Symbol)}
    return tuple(found.values())


def _at(node: Node, symbols: tuple[Symbol, ...], *, is_root: bool) -> Iterator[tuple[str, Node]]:
    match node:
        case Op():
            yield from _of_op(node)
        case Symbol():
            yield from _of_symbol(node, symbols)
        case Number():
            yield from _of_number(node)
        case Call():
            yield from _of_call(node)
        case Density() if len(node.given) == 1 and len(node.of) == 1:
            yield "swapped_condition", Density(node.head, node.given, node.of)
        case Binder():
            yield from _of_binder(node)
        case Matrix():
            yield from _of_matrix(node)
        case Relation():
            yield from _of_relation(node)
            return
        case _:
            pass
    if is_root and not isinstance(node, Matrix):
        yield "sign", neg(node)
        yield "doubled", mul(TWO, node)
        yield "halved", div(node, TWO)
        yield "reciprocal", div(ONE, node)
        for places in (10, 100, 1000):
            yield "slipped_decimal", mul(number(places), node)
            yield "slipped_decimal", div(node, number(places))


def _of_op(node: Op) -> Iterator[tuple[str, Node]]:
    args = node.args
    match node.op, args:
        case "add", _:
            yield from _of_sum(args)
        case "mul", _:
            yield from _of_product(args)
        case "neg", (x,):
            yield "sign", x
        case "div", (x, y):
            yield "lost_denominator", x
            yield "reciprocal", div(y, x)
            yield "product_for_quotient", mul(x, y)
            if x != ONE:
                yield "lost_numerator", div(ONE, y)
            yield "sign", neg(node)
        case "pow", (x, y):
            yield "lost_power", x
            yield "sign_of_exponent", power(x, neg(y))
            yield "factor_for_power", mul(y, x)
            yield "swapped_arguments", power(y, x)
            if isinstance(x, Op) and x.op == "add":
                yield "power_of_each_term", add(*(power(term, y) for term in x.args))
        case "sqrt", (x,):
            yield "lost_root", x
        case "exp", (x,):
            yield "sign_of_exponent", Op("exp", (neg(x),))
            yield "lost_function", x
        case "log", (x, *base):
            if base:
                yield "log_base", Op("log", (x,))
            else:
                yield "log_base", Op("log", (x, number(10)))
                yield "log_base", Op("log", (x, TWO))
            yield "lost_function", x
        case "abs", (x,):
            yield "lost_absolute_value", x
        case "transpose" | "adjoint" | "conjugate" | "factorial", (x,):
            yield f"lost_{node.op}", x
        case "binomial" | "mod" | "normal" | "root" | "kl", (x, y, *rest):
            yield "swapped_arguments", Op(node.op, (y, x, *rest))
            if node.op == "normal" and rest:
                yield "swapped_arguments", Op("normal", (x, rest[0], y))
                yield "square", Op("normal", (x, y, power(rest[0], TWO)))
        case "tuple" | "list" | "sequence", (x, y):
            yield "swapped_entries", Op(node.op, (y, x))
        case (("max" | "min"), _):
            yield "max_for_min", Op("min" if node.op == "max" else "max", args)
        case op, (x,) if op in _CONFUSED:
            for other in _CONFUSED[op]:
                yield "other_function", Op(other, (x,))
            if op in _ANGLES:
                yield "degrees", Op(op, (div(mul(x, PI), number(180)),))
                yield "radians", Op(op, (div(mul(x, number(180)), PI),))
        case _:
            pass
    if node.op not in {"add", "neg"} and survey(node).symbols:
        yield "square", power(node, TWO)
        yield "lost_square", Op("sqrt", (node,))


def _of_sum(terms: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    yield "off_by_one", add(*terms, ONE)
    yield "off_by_one", add(*terms, neg(ONE))


def _of_product(factors: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    for at, factor in enumerate(factors):
        before, after = factors[:at], factors[at + 1 :]
        if isinstance(factor, Op) and factor.op == "add":
            first, *others = factor.args
            yield "lost_brackets", add(mul(*before, first, *after), *others)
    yield "halved", div(mul(*factors), TWO)
    yield "doubled", mul(TWO, *factors)


def _of_symbol(node: Symbol, symbols: tuple[Symbol, ...]) -> Iterator[tuple[str, Node]]:
    yield "square", power(node, TWO)
    yield "lost_square", Op("sqrt", (node,))
    for other in symbols:
        if other != node:
            is_kin = other.base == node.base
            yield ("other_index" if is_kin else "other_symbol"), other
    yield "inverted_factor", div(ONE, node)


def _of_number(node: Number) -> Iterator[tuple[str, Node]]:
    value = node.value
    if value.denominator == 1:
        yield "off_by_one", number(value + 1)
        yield "off_by_one", number(value - 1)
    yield "slipped_decimal", number(value * 10)
    yield "slipped_decimal", number(value / 10)
    if value not in {1, 0}:
        yield "doubled", number(value * 2)
        yield "halved", number(value / 2)
    for digits in range(1, 5):
        rounded = round(value, digits)
        if rounded != value:
            yield "rounded", number(rounded)


def _of_call(node: Call) -> Iterator[tuple[str, Node]]:
    if len(node.args) >= 2:
        first, second, *rest = node.args
        yield "swapped_arguments", Call(node.head, (second, first, *rest))
    head = node.head
    if isinstance(head, Op) and head.op in {"prime", "inverse_function"}:
        yield f"lost_{head.op}", Call(head.args[0], node.args)
    elif len(node.args) == 1:
        yield "added_prime", Call(Op("prime", (head, ONE)), node.args)


def _of_binder(node: Binder) -> Iterator[tuple[str, Node]]:
    lower, upper = node.lower, node.upper
    for step in (ONE, neg(ONE)):
        if lower is not None:
            yield "off_by_one_bound", Binder(node.op, node.variables, add(lower, step), upper, node.domain, node.body)
        if upper is not None:
            yield "off_by_one_bound", Binder(node.op, node.variables, lower, add(upper, step), node.domain, node.body)
    if lower is not None and upper is not None:
        yield "swapped_bounds", Binder(node.op, node.variables, upper, lower, node.domain, node.body)
    if node.op in {"sum", "product"}:
        other = "product" if node.op == "sum" else "sum"
        yield "sum_for_product", Binder(other, node.variables, lower, upper, node.domain, node.body)


def _of_matrix(node: Matrix) -> Iterator[tuple[str, Node]]:
    rows = node.rows
    height, width = node.shape
    yield "transposed", Matrix(height, tuple([rows[i][j] for j in range(width) for i in range(height)]))
    yield "sign", Matrix(width, tuple([neg(entry) for entry in node.entries]))
    if height == 2:
        yield "swapped_entries", Matrix(width, (*rows[1], *rows[0]))
    if width == 2:
        yield "swapped_entries", Matrix(width, tuple([entry for row in rows for entry in reversed(row)]))


def _of_relation(node: Relation) -> Iterator[tuple[str, Node]]:
    for at, relation in enumerate(node.relations):
        for key, other in _OTHER_RELATIONS.get(relation, ()):
            yield key, Relation(node.operands, (*node.relations[:at], other, *node.relations[at + 1 :]))


_CONFUSED: dict[str, tuple[str, ...]] = {
    "sin": ("cos", "sinh"),
    "cos": ("sin", "cosh"),
    "tan": ("cot", "tanh"),
    "cot": ("tan",),
    "sec": ("csc",),
    "csc": ("sec",),
    "sinh": ("cosh", "sin"),
    "cosh": ("sinh", "cos"),
    "tanh": ("tan", "coth"),
    "asin": ("acos",),
    "acos": ("asin",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "logistic": ("tanh", "softplus"),
}
_ANGLES = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_OTHER_RELATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "lt": (("flipped", "gt"), ("strict", "le"), ("flipped", "ge")),
    "le": (("flipped", "ge"), ("strict", "lt"), ("flipped", "gt")),
    "gt": (("flipped", "lt"), ("strict", "ge"), ("flipped", "le")),
    "ge": (("flipped", "le"), ("strict", "gt"), ("flipped", "lt")),
    "eq": (("flipped", "ne"),),
}
