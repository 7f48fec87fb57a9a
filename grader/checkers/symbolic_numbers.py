"""SymPy numbers as plain numbers: a student may return ``sqrt(3)*I/2`` where a number is wanted."""

from grader.model.values import SequenceValue, SymbolicValue, Value

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
    from grader.checkers.symbolic_evaluation import evaluated  # the engine for formulas loads when there is one

    return evaluated(value)
