"""The pieces that an edit may bring in."""

from dataclasses import dataclass, field

from grader.maths.node import Node
from grader.maths.tree import Binder, Call, Density, Expectation, Op, Symbol


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
            found.terms.extend(terms_of(node))
        for node in others:
            measured(node, found.pieces)
        for symbol in declared:
            _add(found.symbols.setdefault(symbol.stem, []), symbol)
        return found

    def occurs(self, node: Node) -> bool:
        """Whether a piece, larger than a name, stands somewhere around."""
        return self.pieces.get(node, 0) > 2


def measured(node: Node, sizes: dict[Node, int]) -> int:
    """Record the size of every subtree that is a value."""
    size = 1 if isinstance(node, Symbol) else 1 + sum(measured(child, sizes) for child in node.children)
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


def terms_of(node: Node) -> list[Node]:
    """Return the terms of a sum, of its expectation's body too."""
    if isinstance(node, Op) and node.op == "add":
        return list(node.args)
    if isinstance(node, Expectation) and len(node.args) == 1:
        return terms_of(node.args[0])
    return [node]
