"""The slips of one node: what its author may have written instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from grader.maths.derivations.vocabulary import Vocabulary
from grader.maths.node import Node, Path
from grader.maths.tree import Binder, Call, Density, Expectation, Number, Op, Symbol

COSTS = {
    "sign": 0, "order": 0, "subscript": 1, "range": 1, "law": 2, "condition": 2, "arguments": 2, "number": 3,
    "inverse": 3, "power": 3, "name": 3, "function": 3, "drop": 4, "complement": 5, "insert": 5,
}  # fmt: skip
_SWAPPED_FUNCTIONS = {
    "log": ("exp",), "exp": ("log",), "sin": ("cos",), "cos": ("sin",), "max": ("min",), "min": ("max",),
    "det": ("trace",), "trace": ("det",), "logistic": ("logit",),
}  # fmt: skip
_WRAPPERS = frozenset({"log", "exp", "sqrt", "abs", "norm", "logistic", "neg", "transpose"})
_AFFIXES = ("expectation", "variance")
ONE = Number(Fraction(1), "1")
TWO = Number(Fraction(2), "2")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the node at ``path`` becomes ``new``."""

    kind: str
    path: Path
    new: Node

    @property
    def cost(self) -> int:
        """How unlikely the slip is; insertions come last."""
        return COSTS[self.kind]


def negated(node: Node) -> Node:
    """Return minus a node, a double minus removed."""
    if isinstance(node, Op) and node.op == "neg":
        return node.args[0]
    if isinstance(node, Op) and node.op == "plus_minus":
        return Op("minus_plus", node.args)
    return Op("neg", (node,))


def symbol_edits(path: Path, node: Symbol, inside: str, words: Vocabulary) -> Iterator[Edit]:
    """Yield other indices and other names."""
    if inside == "head":
        return
    for other in words.symbols.get(node.stem, []):
        if _is_range(other) == _is_range(node):
            yield Edit("subscript", path, other)
    if inside == "law":
        for variable in words.variables:
            if variable.stem == node.stem and _is_range(variable) == _is_range(node):
                yield Edit("subscript", path, variable)
    for at, index in enumerate(node.subs):
        for moved in _shifted(index):
            yield Edit("subscript", path, node.with_children((*node.children[:at], moved, *node.children[at + 1 :])))
        if isinstance(index, Op) and index.op == "range":
            for place in (0, 1):
                for moved in _shifted(index.args[place]):
                    ends = (moved, index.args[1]) if place == 0 else (index.args[0], moved)
                    changed = Op("range", ends)
                    yield Edit(
                        "range", path, node.with_children((*node.children[:at], changed, *node.children[at + 1 :]))
                    )
    if inside == "value":
        for stem, others in words.symbols.items():
            if stem != node.stem:
                for other in others:
                    yield Edit("name", path, other)


def _is_range(symbol: Symbol) -> bool:
    return any(isinstance(sub, Op) and sub.op == "range" for sub in symbol.subs)


def _shifted(index: Node) -> Iterator[Node]:
    """Yield an index one lower and one higher."""
    match index:
        case Number(value=value) if value.denominator == 1:
            for moved in (value - 1, value + 1):
                if moved >= 0:
                    yield Number(moved, str(moved))
        case Symbol():
            yield Op("add", (index, Op("neg", (ONE,))))
            yield Op("add", (index, ONE))
        case Op(op="add", args=(Symbol() as name, Op(op="neg", args=(Number(value=value),)))) if value == 1:
            yield name
            yield Op("add", (name, ONE))
        case Op(op="add", args=(Symbol() as name, Number(value=value))) if value == 1:
            yield name
            yield Op("add", (name, Op("neg", (ONE,))))
        case _:
            return


def bound_edits(path: Path, node: Node) -> Iterator[Edit]:
    """Yield bounds one lower and one higher."""
    for moved in _shifted(node):
        yield Edit("range", path, moved)


def number_edits(path: Path, node: Number) -> Iterator[Edit]:
    """Yield neighbours, the double and the half of an integer."""
    if node.is_decimal:
        return
    value = int(node.value)
    for other in (value + 1, value - 1, 2 * value):
        if other >= 0:
            yield Edit("number", path, Number(Fraction(other), str(other)))
    if value % 2 == 0 and value > 2:
        yield Edit("number", path, Number(Fraction(value // 2), str(value // 2)))


def density_edits(path: Path, node: Density, words: Vocabulary) -> Iterator[Edit]:
    """Yield other laws, variables and conditions."""
    for head in words.heads:
        if head != node.head:
            yield Edit("law", path, Density(head, node.of, node.given))
    if len(node.of) == len(node.given) == 1:
        yield Edit("arguments", path, Density(node.head, node.given, node.of))
    for at in range(len(node.given)):
        yield Edit("condition", path, Density(node.head, node.of, (*node.given[:at], *node.given[at + 1 :])))
    if len(node.of) > 1:
        for at in range(len(node.of)):
            yield Edit("condition", path, Density(node.head, (*node.of[:at], *node.of[at + 1 :]), node.given))
    present = {*node.of, *node.given}
    for variable in words.variables:
        if variable not in present:
            yield Edit("condition", path, Density(node.head, node.of, (*node.given, variable)))
            yield Edit("condition", path, Density(node.head, (*node.of, variable), node.given))


def expectation_edits(path: Path, node: Expectation, words: Vocabulary) -> Iterator[Edit]:
    """Yield other laws and the other moment."""
    for law in words.laws:
        if node.laws != (law,):
            yield Edit("law", path, Expectation(node.op, (law,), node.args, node.given))
    if node.op in _AFFIXES:
        other = _AFFIXES[1 - _AFFIXES.index(node.op)]
        yield Edit("function", path, Expectation(other, node.laws, node.args, node.given))


def binder_edits(path: Path, node: Binder) -> Iterator[Edit]:
    """Yield the other operator, the body alone and its negative."""
    if node.op in {"sum", "product"}:
        other = "product" if node.op == "sum" else "sum"
        yield Edit("function", path, Binder(other, node.variables, node.lower, node.upper, node.domain, node.body))
        yield Edit("drop", path, node.body)
    last = len(node.children) - 1
    yield Edit("sign", (*path, last), negated(node.body))


def call_edits(path: Path, node: Call, words: Vocabulary) -> Iterator[Edit]:
    """Yield other functions, derivatives and arguments."""
    for head in words.functions:
        if head != node.head:
            yield Edit("function", path, Call(head, node.args))
    match node.head:
        case Op(op="prime", args=(inner, Number(value=order))):
            if order == 1:
                yield Edit("function", path, Call(inner, node.args))
        case _:
            yield Edit("function", path, Call(Op("prime", (node.head, ONE)), node.args))
    if len(node.args) == 2:
        yield Edit("arguments", path, Call(node.head, node.args[::-1]))
    for at, arg in enumerate(node.args):
        yield Edit("sign", (*path, at + 1), negated(arg))


def operator_edits(path: Path, node: Op) -> Iterator[Edit]:
    """Yield other signs, arguments, functions, and the operator with a piece less."""
    args = node.args
    match node.op:
        case "add":
            for at, arg in [*[*enumerate(args)][1:], (0, args[0])]:  # the first term's sign is the least likely slip
                yield Edit("sign", (*path, at), negated(arg))
                yield Edit("drop", path, _without(node, at))
        case "mul":
            yield from _product_edits(path, node)
        case "div":
            yield Edit("inverse", path, Op("div", (args[1], args[0])))
            yield Edit("drop", path, args[0])
            yield Edit("inverse", path, Op("mul", args))
        case "pow":
            yield Edit("power", path, args[0])
            yield Edit("sign", (*path, 1), negated(args[1]))
        case "kl":
            yield Edit("arguments", path, Op("kl", (args[1], args[0])))
        case "neg":
            yield Edit("sign", path, args[0])
        case "normal" if len(args) == 3:
            yield Edit("arguments", path, Op("normal", (args[1], args[0], args[2])))
        case _:
            pass
    for other in _SWAPPED_FUNCTIONS.get(node.op, ()):
        yield Edit("function", path, Op(other, args))
    if node.op in _WRAPPERS and len(args) == 1:
        yield Edit("drop", path, args[0])
        if node.op not in {"neg", "abs", "norm"}:
            yield Edit("sign", (*path, 0), negated(args[0]))


def _product_edits(path: Path, node: Op) -> Iterator[Edit]:
    for at, factor in enumerate(node.args):
        yield Edit("drop", path, _without(node, at))
        rest = _without(node, at)
        yield Edit("inverse", path, Op("div", (rest, factor)))
    if len(node.args) > 1 and isinstance(node.args[0], Op) and node.args[0].op == "log":
        yield Edit("order", path, Op("log", (Op("mul", (node.args[0].args[0], *node.args[1:])),)))


def _without(node: Op, at: int) -> Node:
    rest = (*node.args[:at], *node.args[at + 1 :])
    return rest[0] if len(rest) == 1 else Op(node.op, rest)
