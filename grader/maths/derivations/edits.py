"""Small edits of a formula, likeliest first: what an author's slip of the pen may have been."""

from collections.abc import Iterator

from grader.maths.derivations.slips import (
    ONE,
    TWO,
    Edit,
    binder_edits,
    bound_edits,
    call_edits,
    density_edits,
    expectation_edits,
    negated,
    number_edits,
    operator_edits,
    symbol_edits,
)
from grader.maths.derivations.vocabulary import Vocabulary, measured, terms_of
from grader.maths.node import Node, Path
from grader.maths.tree import Binder, Call, Density, Expectation, Matrix, Number, Op, Symbol

HALF = Op("div", (ONE, TWO))
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
            if isinstance(node, Symbol) or (isinstance(node, Binder) and at < len(node.variables)):
                part = "index"
            elif isinstance(node, Binder) and at < len(node.children) - 1:
                part = "bound"
            elif isinstance(node, Density) or (isinstance(node, Expectation) and at < len(node.laws)):
                part = "law"
            elif isinstance(node, Call) and at == 0:
                part = "head"
            stack.append(((*path, at), node.children[at], part))


def _edits_of(side: Node, path: Path, node: Node, inside: str, words: Vocabulary) -> Iterator[Edit]:
    if inside == "index":
        return
    if inside == "bound":
        yield from bound_edits(path, node)
        return
    match node:
        case Symbol():
            yield from symbol_edits(path, node, inside, words)
        case Number():
            yield from number_edits(path, node)
        case Density():
            yield from density_edits(path, node, words)
        case Expectation():
            yield from expectation_edits(path, node, words)
        case Binder():
            yield from binder_edits(path, node)
        case Call():
            yield from call_edits(path, node, words)
        case Matrix():
            if node.shape[0] == node.shape[1]:
                width = node.columns
                flipped = tuple(node.entries[column * width + row] for row in range(width) for column in range(width))
                yield Edit("arguments", path, Matrix(width, flipped))
            for at, entry in enumerate(node.entries):
                if not (isinstance(entry, Number) and entry.value == 0):
                    yield Edit("sign", (*path, at), negated(entry))
        case Op():
            yield from operator_edits(path, node)
        case _:
            pass
    if inside == "value":
        yield from _value_edits(side, path, node, words)


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
        is_larger = size > 2 and len(leaves) < len(others) <= len(leaves) + max(4, len(leaves) // 2)
        if is_larger and all(others.count(leaf) >= leaves.count(leaf) for leaf in set(leaves)):
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
    measured(node, sizes)
    return list(sizes)


def _may_be_factor(node: Node) -> bool:
    if isinstance(node, (Call, Density, Binder)):
        return True
    return isinstance(node, Op) and node.op in {"add", "pow", "logistic", "log", "exp", "sqrt"}


def _missing_terms(path: Path, node: Node, words: Vocabulary) -> Iterator[Edit]:
    """Yield a node plus and minus everything that a term may be."""
    present = set(terms_of(node))
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
