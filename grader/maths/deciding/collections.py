"""Tuples, lists, sequences, sets and matrices compared element by element."""

from collections.abc import Callable, Sequence

from grader.maths.deciding.verdict import Comparison, different, same, undecided
from grader.maths.node import Node
from grader.maths.tree import Op

Compare = Callable[[Node, Node], Comparison]

ORDERED = frozenset({"tuple", "list", "sequence"})
MAX_ELEMENTS = 200
MAX_PAIRS = 2_000


def elements_of(node: Node, kinds: frozenset[str]) -> tuple[Node, ...] | None:
    """Return the elements of a collection of one of these kinds, None for anything else."""
    return node.args if isinstance(node, Op) and node.op in kinds else None


def compare_in_order(left: Sequence[Node], right: Sequence[Node], compare: Compare) -> Comparison:
    """Compare two ordered collections.

    Args:
        left: the elements of the first.
        right: the elements of the second.
        compare: compares two elements.
    """
    if len(left) != len(right):
        return different("number of elements")
    if len(left) > MAX_ELEMENTS:
        return undecided("too many elements")
    results: list[Comparison] = []
    for one, other in zip(left, right, strict=True):
        result = compare(one, other)
        if result.is_different:
            return different(f"element: {result.method}", result.witness)
        results.append(result)
    if all(result.is_same for result in results):
        return same(_methods(results), proved=all(result.proved for result in results))
    return undecided(next(result.method for result in results if not result.is_same))


def compare_as_sets(left: Sequence[Node], right: Sequence[Node], compare: Compare) -> Comparison:
    """Compare two finite sets: each element of one must be the same as some element of the other.

    Args:
        left: the elements of the first, perhaps with repetitions.
        right: the elements of the second.
        compare: compares two elements.
    """
    if len(left) * len(right) > MAX_PAIRS:
        return undecided("too many elements")
    table = [[compare(one, other) for other in right] for one in left]
    used: list[Comparison] = []
    open_row = False
    columns = [[row[at] for row in table] for at in range(len(right))]
    for row in [*table, *columns]:
        match = next((result for result in row if result.is_same), None)
        if match is not None:
            used.append(match)
        elif all(result.is_different for result in row):
            return different("an element without partner", row[0].witness if len(row) == 1 else None)
        else:
            open_row = True
    if open_row:
        return undecided("elements")
    return same(_methods(used), proved=all(result.proved for result in used))


def _methods(results: Sequence[Comparison]) -> str:
    names = list(dict.fromkeys(result.method for result in results))
    return f"elements: {'; '.join(names[:3])}" if names else "elements"
