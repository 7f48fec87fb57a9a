r"""Products and sums with an ellipsis: ``p(x_{T-1}|x_T) \cdots p(x_0|x_1)``."""

from fractions import Fraction

from grader.maths.tree import Constant, Node, Number, Symbol
from grader.maths.worlds.context import Context, Env
from grader.maths.worlds.values import NoValue

LONGEST = 60  # terms that an ellipsis may stand for


def unfolded_dots(ctx: Context, args: tuple[Node, ...], env: Env) -> tuple[Node, ...]:
    """Return the factors or terms with each ellipsis replaced by what stands between its neighbours.

    Raises:
        NoValue: ``unsupported`` if the neighbours are not one pattern at two places, a step of one apart.
    """
    found: list[Node] = []
    for at, arg in enumerate(args):
        if not (isinstance(arg, Constant) and arg.name == "dots"):
            found.append(arg)
            continue
        if not 0 < at < len(args) - 1:
            raise NoValue("unsupported", "dots")
        first, last = args[at - 1], args[at + 1]
        shift = _shift(ctx, first, last, env)
        if shift is None or abs(shift) > LONGEST:
            raise NoValue("unsupported", "dots")
        if shift == 0:  # one place: the pattern was written twice
            found.pop()
            continue
        sign = 1 if shift > 0 else -1
        before = args[at - 2] if at > 1 else None
        if before is not None and _pattern(before) == _pattern(first):
            step = _shift(ctx, before, first, env)
            if step == -sign:  # q(x_1|x_0) q(x_2|x_1) ⋯ of a chain that ends before: such worlds say nothing
                raise NoValue("range", "dots")
            if step not in {sign, 0}:
                raise NoValue("unsupported", "dots")
        found.extend(_shifted(ctx, first, last, sign * step, env) for step in range(1, abs(shift)))
    return tuple(found)


def _pattern(node: Node) -> Node:
    """Return a formula without its indices."""
    if isinstance(node, Symbol):
        return Symbol(node.base, node.marks)
    return node.with_children(tuple(_pattern(child) for child in node.children))


def _shift(ctx: Context, first: Node, last: Node, env: Env) -> int | None:
    """Return by how much every index that differs differs; None if not all by the same."""
    if _pattern(first) != _pattern(last):
        return None
    shifts: set[int] = set()
    for one, other in _indexed(first, last):
        if one.subs != other.subs:
            if len(one.subs) != 1 or len(other.subs) != 1:
                return None
            shifts.add(ctx.index(other.subs[0], env) - ctx.index(one.subs[0], env))
    if len(shifts) > 1:
        return None
    return shifts.pop() if shifts else 0


def _indexed(first: Node, last: Node) -> list[tuple[Symbol, Symbol]]:
    if isinstance(first, Symbol) and isinstance(last, Symbol):
        return [(first, last)]
    pairs = zip(first.children, last.children, strict=True)
    return [pair for one, other in pairs for pair in _indexed(one, other)]


def _shifted(ctx: Context, first: Node, last: Node, by: int, env: Env) -> Node:
    """Return the pattern of the two with the indices that differ moved from the first's."""
    if isinstance(first, Symbol) and isinstance(last, Symbol):
        if first.subs == last.subs:
            return first
        place = ctx.index(first.subs[0], env) + by
        return Symbol(first.base, first.marks, (Number(Fraction(place), str(place)),), first.sups)
    children = zip(first.children, last.children, strict=True)
    return first.with_children(tuple(_shifted(ctx, one, other, by, env) for one, other in children))
