"""Small edits of a formula, cheapest first: what an author's slip of the pen may have been."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from grader.maths.node import Node, Path
from grader.maths.tree import Binder, Call, Density, Expectation, Matrix, Number, Op, Symbol

COSTS = {
    "sign": 0, "order": 0, "subscript": 1, "range": 1, "law": 2, "condition": 2, "arguments": 2, "number": 3, "inverse": 3,
    "power": 3, "name": 3, "function": 3, "drop": 4, "complement": 5, "insert": 5,
}  # fmt: skip
_SWAPPED_FUNCTIONS = {
    "log": ("exp",), "exp": ("log",), "sin": ("cos",), "cos": ("sin",), "max": ("min",), "min": ("max",),
    "det": ("trace",), "trace": ("det",), "logistic": ("logit",),
}  # fmt: skip
_WRAPPERS = frozenset({"log", "exp", "sqrt", "abs", "norm", "logistic", "neg", "transpose"})
_AFFIXES = ("expectation", "variance")
ONE = Number(Fraction(1), "1")
TWO = Number(Fraction(2), "2")
HALF = Op("div", (ONE, TWO))


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


@dataclass(slots=True)
class Vocabulary:
    """What an edit may bring in: the pieces of the step, its neighbours, and the notation's laws."""

    symbols: dict[str, list[Symbol]] = field(default_factory=dict[str, list[Symbol]])  # by stem
    heads: list[Node] = field(default_factory=list[Node])  # of densities
    laws: list[Node] = field(default_factory=list[Node])  # below expectations
    functions: list[Node] = field(default_factory=list[Node])
    variables: list[Symbol] = field(default_factory=list[Symbol])  # inside densities
    terms: list[Node] = field(default_factory=list[Node])
    pieces: dict[Node, int] = field(default_factory=dict[Node, int])  # every subtree of the neighbours, with its size

    @classmethod
    def of(cls, side: Node, others: tuple[Node, ...], declared: tuple[Symbol, ...]) -> "Vocabulary":
        """Collect the pieces of a side, of the formulas around it, the nearest first, and of the notation."""
        found = cls()
        for node in (side, *others):
            _collect(found, node)
            found.terms.extend(_terms(node))
        for node in others:
            _measure(node, found.pieces)
        for symbol in declared:
            _add(found.symbols.setdefault(symbol.stem, []), symbol)
        return found

    def occurs(self, node: Node) -> bool:
        """Whether a piece, larger than a name, stands somewhere around."""
        return self.pieces.get(node, 0) > 2


def _measure(node: Node, sizes: dict[Node, int]) -> int:
    """Record the size of every subtree that is a value."""
    if isinstance(node, Symbol):
        size = 1
    else:
        size = 1 + sum(_measure(child, sizes) for child in node.children)
    sizes[node] = size
    return size


def _collect(found: Vocabulary, node: Node) -> None:
    match node:
        case Density():
            _add(found.heads, node.head)
            for each in (*node.of, *node.given):
                if isinstance(each, Symbol):
                    _add(found.variables, each)
            return
        case Expectation():
            for law in node.laws:
                _add(found.laws, law)
                _collect(found, law)
            for arg in node.args:
                _collect(found, arg)
            return
        case Call():
            _add(found.functions, node.head)
            for arg in node.args:
                _collect(found, arg)
            return
        case Binder():
            bound = {variable for variable in node.variables}
            for child in node.children:
                if child not in bound:
                    _collect(found, child)
            return
        case Symbol():
            _add(found.symbols.setdefault(node.stem, []), node)
            return
        case _:
            for child in node.children:
                _collect(found, child)


def _add(items: "list[Node] | list[Symbol]", item: Node) -> None:
    if item not in items:
        items.append(item)  # type: ignore[arg-type]


def _terms(node: Node) -> list[Node]:
    """Return the terms of a sum, of its expectation's body too."""
    if isinstance(node, Op) and node.op == "add":
        return list(node.args)
    if isinstance(node, Expectation) and len(node.args) == 1:
        return _terms(node.args[0])
    return [node]


def negated(node: Node) -> Node:
    """Return minus a node, a double minus removed."""
    if isinstance(node, Op) and node.op == "neg":
        return node.args[0]
    if isinstance(node, Op) and node.op == "plus_minus":
        return Op("minus_plus", node.args)
    return Op("neg", (node,))


VERBATIM = {"insert": 1.5}  # how much likelier an edit is whose result stands somewhere around; 4 for other kinds
MOST_PIECES = 40  # of the side and around it that an insertion may bring in


def edits(side: Node, vocabulary: Vocabulary) -> list[Edit]:
    """Return the edits of a formula, likeliest first."""
    found: dict[tuple[Path, Node], Edit] = {}
    for path, node, inside in _walk(side):
        for edit in _edits_of(side, path, node, inside, vocabulary):
            if edit.new != side.at(edit.path):
                found.setdefault((edit.path, edit.new), edit)

    def weight(edit: Edit) -> float:
        bonus = VERBATIM.get(edit.kind, 4.0)
        if vocabulary.occurs(edit.new):
            return edit.cost - bonus
        if edit.path:
            above = side.at(edit.path[:-1])
            at = edit.path[-1]
            changed = above.with_children((*above.children[:at], edit.new, *above.children[at + 1 :]))
            if vocabulary.occurs(changed):
                return edit.cost - bonus
        return edit.cost

    return sorted(found.values(), key=weight)


def _walk(side: Node) -> Iterator[tuple[Path, Node, str]]:
    """Yield every node with its path and what it is part of: a value, a law, an index or a bound."""
    stack: list[tuple[Path, Node, str]] = [((), side, "value")]
    while stack:
        path, node, inside = stack.pop()
        yield path, node, inside
        for at in range(len(node.children) - 1, -1, -1):
            part = inside
            if isinstance(node, Symbol) or isinstance(node, Binder) and at < len(node.variables):
                part = "index"
            elif isinstance(node, Binder) and at < len(node.children) - 1:
                part = "bound"
            elif isinstance(node, Density):
                part = "law"
            elif isinstance(node, Expectation) and at < len(node.laws):
                part = "law"
            elif isinstance(node, Call) and at == 0:
                part = "head"
            stack.append(((*path, at), node.children[at], part))


def _edits_of(side: Node, path: Path, node: Node, inside: str, words: Vocabulary) -> Iterator[Edit]:
    if inside == "index":
        return
    if inside == "bound":
        yield from _bound_edits(path, node)
        return
    match node:
        case Symbol():
            yield from _symbol_edits(path, node, inside, words)
        case Number():
            yield from _number_edits(path, node)
        case Density():
            yield from _density_edits(path, node, words)
        case Expectation():
            yield from _expectation_edits(path, node, words)
        case Binder():
            yield from _binder_edits(path, node)
        case Call():
            yield from _call_edits(path, node, words)
        case Matrix():
            if node.shape[0] == node.shape[1]:
                width = node.columns
                flipped = tuple(node.entries[column * width + row] for row in range(width) for column in range(width))
                yield Edit("arguments", path, Matrix(width, flipped))
            for at, entry in enumerate(node.entries):
                if not (isinstance(entry, Number) and entry.value == 0):
                    yield Edit("sign", (*path, at), negated(entry))
        case Op():
            yield from _operator_edits(path, node)
        case _:
            pass
    if inside == "value":
        yield from _value_edits(side, path, node, words)


# --- leaves
def _symbol_edits(path: Path, node: Symbol, inside: str, words: Vocabulary) -> Iterator[Edit]:
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


def _bound_edits(path: Path, node: Node) -> Iterator[Edit]:
    for moved in _shifted(node):
        yield Edit("range", path, moved)


def _number_edits(path: Path, node: Number) -> Iterator[Edit]:
    if node.is_decimal:
        return
    value = int(node.value)
    for other in (value + 1, value - 1, 2 * value):
        if other >= 0:
            yield Edit("number", path, Number(Fraction(other), str(other)))
    if value % 2 == 0 and value > 2:
        yield Edit("number", path, Number(Fraction(value // 2), str(value // 2)))


# --- laws
def _density_edits(path: Path, node: Density, words: Vocabulary) -> Iterator[Edit]:
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


def _expectation_edits(path: Path, node: Expectation, words: Vocabulary) -> Iterator[Edit]:
    for law in words.laws:
        if node.laws != (law,):
            yield Edit("law", path, Expectation(node.op, (law,), node.args, node.given))
    if node.op in _AFFIXES:
        other = _AFFIXES[1 - _AFFIXES.index(node.op)]
        yield Edit("function", path, Expectation(other, node.laws, node.args, node.given))


# --- operators
def _binder_edits(path: Path, node: Binder) -> Iterator[Edit]:
    if node.op in {"sum", "product"}:
        other = "product" if node.op == "sum" else "sum"
        yield Edit("function", path, Binder(other, node.variables, node.lower, node.upper, node.domain, node.body))
        yield Edit("drop", path, node.body)
    last = len(node.children) - 1
    yield Edit("sign", (*path, last), negated(node.body))


def _call_edits(path: Path, node: Call, words: Vocabulary) -> Iterator[Edit]:
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


def _operator_edits(path: Path, node: Op) -> Iterator[Edit]:
    args = node.args
    match node.op:
        case "add":
            for at, arg in [*enumerate(args)][1:] + [(0, args[0])]:  # the first term's sign is the least likely slip
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


# --- what may be missing
def _value_edits(side: Node, path: Path, node: Node, words: Vocabulary) -> Iterator[Edit]:
    parent = side.at(path[:-1]) if path else None
    if not path:
        yield Edit("sign", path, negated(node))
    is_atom = isinstance(node, (Symbol, Call, Op)) and not (isinstance(node, Op) and node.op in {"pow", "neg", "mul"})
    if is_atom and not isinstance(parent, (Density, Matrix)) and not (isinstance(parent, Op) and parent.op == "pow"):
        yield Edit("power", path, Op("pow", (node, TWO)))
        yield Edit("complement", path, Op("add", (ONE, Op("neg", (node,)))))
    if path:  # the whole of another side would mend every step
        yield from _pieces_from_around(path, node, words)
    is_factor = isinstance(parent, Op) and parent.op == "mul"
    if not is_factor:
        yield from _missing_factors(side, path, node, words)
        if isinstance(node, (Call, Density)) or (isinstance(node, Op) and node.op in {"div", "mul"}):
            yield Edit("insert", path, Op("log", (node,)))
    if not (isinstance(parent, Op) and parent.op == "add") and (not is_factor or isinstance(node, Symbol)):
        yield from _missing_terms(path, node, words)


def _pieces_from_around(path: Path, node: Node, words: Vocabulary) -> Iterator[Edit]:
    """Yield the pieces around that hold all of a node's leaves and a few more: what it may have lost a part of."""
    leaves = _leaves(node)
    if len(leaves) < 2:
        return
    for piece, size in words.pieces.items():
        if type(piece) is not type(node) and not isinstance(piece, Op):
            continue
        others = _leaves(piece)
        if len(leaves) < len(others) <= len(leaves) + max(4, len(leaves) // 2) and size > 2:
            if all(others.count(leaf) >= leaves.count(leaf) for leaf in set(leaves)):
                yield Edit("insert", path, piece)


def _leaves(node: Node) -> list[Node]:
    if isinstance(node, (Symbol, Density)) or not node.children:
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _missing_factors(side: Node, path: Path, node: Node, words: Vocabulary) -> Iterator[Edit]:
    """Yield a node times and over everything that a factor may be."""
    factors: list[Node] = [TWO, HALF]
    for others in words.symbols.values():
        factors.extend(others)
    compound = [piece for piece in dict.fromkeys((*_compounds(side), *words.pieces)) if _may_be_factor(piece)]
    factors.extend(compound[:MOST_PIECES])
    if isinstance(node, Number) and node.value != 1:
        factors = factors[2:]
    for factor in factors:
        if isinstance(node, Op) and node.op == "div":
            yield Edit("insert", path, Op("div", (node.args[0], _times(node.args[1], factor))))
            yield Edit("insert", path, Op("div", (_times(node.args[0], factor), node.args[1])))
            continue
        yield Edit("insert", path, factor if node == ONE else _times(node, factor))
        yield Edit("insert", path, Op("div", (node, factor)))


def _times(node: Node, factor: Node) -> Node:
    if isinstance(node, Op) and node.op == "mul":
        return Op("mul", (*node.args, factor))
    if isinstance(node, Op) and node.op == "neg":
        return Op("neg", (_times(node.args[0], factor),))
    return Op("mul", (node, factor))


def _compounds(node: Node) -> list[Node]:
    """Return the subtrees of a side."""
    sizes: dict[Node, int] = {}
    _measure(node, sizes)
    return list(sizes)


def _may_be_factor(node: Node) -> bool:
    if isinstance(node, (Call, Density, Binder)):
        return True
    return isinstance(node, Op) and node.op in {"add", "pow", "logistic", "log", "exp", "sqrt"}


def _missing_terms(path: Path, node: Node, words: Vocabulary) -> Iterator[Edit]:
    """Yield a node plus and minus everything that a term may be."""
    present = set(_terms(node))
    terms: list[Node] = [ONE, HALF, *words.terms]
    for others in words.symbols.values():
        terms.extend(others)
    terms.extend([piece for piece in words.pieces if isinstance(piece, (Call, Binder, Op))][:MOST_PIECES])
    for term in dict.fromkeys(terms):
        if term not in present:
            yield Edit("insert", path, _with_term(node, term))
            yield Edit("insert", path, _with_term(node, negated(term)))


def _with_term(node: Node, term: Node) -> Node:
    if isinstance(node, Op) and node.op == "add":
        return Op("add", (*node.args, term))
    return Op("add", (node, term))
