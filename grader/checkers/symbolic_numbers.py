"""SymPy numbers as plain numbers: a student may return ``sqrt(3)*I/2`` where a number is wanted."""

from collections.abc import Iterator

from grader.maths.arrays import NotEvaluable, evaluate_array
from grader.maths.node import Node
from grader.maths.symbolic import NotRepresented, tree_of
from grader.maths.tree import Binder, Call, Symbol
from grader.model.values import ArrayValue, SequenceValue, SymbolicValue, Value

_MOST_NUMBERS = 1000
_DEEPEST = 4


def with_plain_numbers(value: Value) -> Value:
    """Return a value whose SymPy numbers and matrices of numbers are plain ones.

    Args:
        value: anything; what holds a symbol, a sum or a function of the author's stays as it is.

    Returns:
        The value; the same one if there is too much of it, or nothing to do.
    """
    return _plain(value, _Budget(), 0)


class _Budget:
    def __init__(self) -> None:
        self.left = _MOST_NUMBERS


def _plain(value: Value, budget: _Budget, depth: int) -> Value:
    if isinstance(value, SequenceValue) and depth < _DEEPEST and len(value.items) <= budget.left:
        return SequenceValue(value.kind, tuple([_plain(item, budget, depth + 1) for item in value.items]))
    budget.left -= 1
    if not isinstance(value, SymbolicValue) or budget.left < 0:
        return value
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
