"""What occurs in a formula, found in one pass, so that most steps of a comparison can be skipped."""

import zlib
from dataclasses import dataclass
from functools import lru_cache

from grader.maths.node import Node
from grader.maths.tree import Binder, Call, Constant, Density, Number, Op, Symbol


@dataclass(frozen=True, slots=True)
class Survey:
    """What occurs in a formula.

    Attributes:
        names: operators, binders and constants, by name, and the kinds of other nodes (``Call``, ``Matrix`` …).
        symbols: every symbol, also heads of calls and indices, by name.
        literals: the values of numbers.
        digest: the same for the same formula in every run.
    """

    names: frozenset[str]
    symbols: dict[str, Symbol]
    literals: tuple[Number, ...]
    digest: int


@lru_cache(maxsize=64)
def survey(root: Node) -> Survey:
    """Look a formula through; the last ones are remembered."""
    names: set[str] = set()
    symbols: dict[str, Symbol] = {}
    literals: list[Number] = []
    words: list[str] = []
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        match node:
            case Op(op=op, args=args):
                names.add(op)
                words.append(op)
                stack.extend(args)
            case Number():
                literals.append(node)
                words.append(node.written)
            case Symbol():
                name = node.name
                symbols[name] = node
                words.append(name)
                if node.subs or node.sups:
                    stack.extend(node.children)
            case Constant(name=name):
                names.add(name)
                words.append(name)
            case Binder(op=op):
                names.update((op, "Binder"))
                words.append(op)
                stack.extend(node.children)
            case Call() | Density():
                names.add(type(node).__name__)
                words.append("call")
                stack.extend(node.children)
            case _:
                names.add(type(node).__name__)
                stack.extend(node.children)
    return Survey(frozenset(names), symbols, tuple(literals), zlib.crc32(" ".join(words).encode()))
