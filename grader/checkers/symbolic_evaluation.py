"""A SymPy expression without a symbol as the number that it is."""

from collections.abc import Iterator

from grader.maths.arrays import NotEvaluable, evaluate_array
from grader.maths.node import Node
from grader.maths.symbolic import NotRepresented, tree_of
from grader.maths.tree import Binder, Call, Symbol
from grader.model.values import ArrayValue, SymbolicValue, Value


def evaluated(value: SymbolicValue) -> Value:
    """Return the number, or the array of numbers, that an expression is; otherwise the expression itself."""
    try:
        tree = tree_of(value)
        # A symbol has no value, and a sum may have a hundred thousand terms.
        if any(isinstance(node, Symbol | Call | Binder) for node in _walk(tree)):
            return value
        array = evaluate_array(tree, {})
    except (NotRepresented, NotEvaluable, ArithmeticError, ValueError):
        return value
    return array.item() if array.ndim == 0 else ArrayValue(array)


def _walk(tree: Node) -> Iterator[Node]:
    open_nodes = [tree]
    while open_nodes:
        node = open_nodes.pop()
        yield node
        open_nodes.extend(node.children)
