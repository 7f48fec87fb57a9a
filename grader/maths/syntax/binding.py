"""Letters that mean a constant until an operator binds them: i and e."""

from grader.maths.node import Node
from grader.maths.tree import Constant, Symbol


def as_symbol(node: Node) -> Symbol | None:
    """Return the symbol that a bound variable is, even if its letter means a constant elsewhere."""
    if isinstance(node, Symbol):
        return node
    if isinstance(node, Constant) and node.name in {"i", "e"}:
        return Symbol(node.name, (), (), (), node.span)
    return None


def bind(body: Node, written: Node, variable: Symbol) -> Node:
    """Return a body in which a bound ``i`` is the variable and no longer the imaginary unit."""
    if not isinstance(written, Constant):
        return body
    if body == written:
        return Symbol(variable.base, (), (), (), body.span)
    children = tuple(bind(child, written, variable) for child in body.children)
    return body if all(a is b for a, b in zip(children, body.children, strict=True)) else body.with_children(children)
