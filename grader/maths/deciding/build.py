"""Small constructors of trees, which drop neutral elements so that rewritten formulas stay small."""

from fractions import Fraction

from grader.maths.node import Node
from grader.maths.tree import Binder, Constant, Number, Op, Symbol

TRUE, FALSE = Constant("true"), Constant("false")
PI, E, IMAGINARY, INFINITY = Constant("pi"), Constant("e"), Constant("i"), Constant("infinity")


def number(value: int | Fraction) -> Node:
    """Return an exact number; a fraction is a quotient, a negative number a ``neg``."""
    value = Fraction(value)
    if value < 0:
        return Op("neg", (number(-value),))
    above = Number(Fraction(value.numerator), str(value.numerator))
    if value.denominator == 1:
        return above
    return Op("div", (above, Number(Fraction(value.denominator), str(value.denominator))))


ZERO, ONE, TWO = number(0), number(1), number(2)


def add(*terms: Node) -> Node:
    """Return a sum without its zeros."""
    kept = tuple([term for term in terms if term != ZERO])
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Op("add", kept)


def neg(term: Node) -> Node:
    """Return the opposite."""
    if isinstance(term, Op) and term.op == "neg":
        return term.args[0]
    return term if term == ZERO else Op("neg", (term,))


def sub(left: Node, right: Node) -> Node:
    """Return a difference."""
    return add(left, neg(right))


def mul(*factors: Node) -> Node:
    """Return a product without its ones; 0 if a factor is."""
    if ZERO in factors:
        return ZERO
    kept = tuple([factor for factor in factors if factor != ONE])
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Op("mul", kept)


def div(above: Node, below: Node) -> Node:
    """Return a quotient."""
    return above if below == ONE else ZERO if above == ZERO else Op("div", (above, below))


def power(base: Node, exponent: Node) -> Node:
    """Return a power."""
    return base if exponent == ONE else ONE if exponent == ZERO else Op("pow", (base, exponent))


def substitute(node: Node, name: str, value: Node) -> Node:
    """Replace the free occurrences of a symbol, also in indices of other symbols."""
    if isinstance(node, Symbol) and node.name == name:
        return value
    if isinstance(node, Binder) and any(isinstance(each, Symbol) and each.name == name for each in node.variables):
        return _substitute_in_bounds(node, name, value)
    children = node.children
    if not children:
        return node
    changed = tuple([substitute(child, name, value) for child in children])
    return node if all(a is b for a, b in zip(changed, children, strict=True)) else node.with_children(changed)


def _substitute_in_bounds(node: Binder, name: str, value: Node) -> Node:
    """Bounds stand outside the scope of the variable they bound."""
    lower = None if node.lower is None else substitute(node.lower, name, value)
    upper = None if node.upper is None else substitute(node.upper, name, value)
    return Binder(node.op, node.variables, lower, upper, node.domain, node.body, node.span)


def free_names(node: Node) -> set[str]:
    """Return the names of the free symbols; heads of calls are not among them, indices of symbols are not either."""
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return found


def _collect(node: Node, bound: frozenset[str], found: set[str]) -> None:
    if isinstance(node, Symbol):
        if node.name not in bound:
            found.add(node.name)
        return
    if isinstance(node, Binder):
        names = frozenset(each.name for each in node.variables if isinstance(each, Symbol))
        for bound_at in (node.lower, node.upper):
            if bound_at is not None:
                _collect(bound_at, bound, found)
        inner = bound | names
        if node.domain is not None:
            _collect(node.domain, inner, found)
        _collect(node.body, inner, found)
        return
    children = node.children
    from_call = type(node).__name__ == "Call"
    for child in children[1:] if from_call else children:
        _collect(child, bound, found)


def count_nodes(*trees: Node, most: int) -> int:
    """Count nodes, stopping soon after ``most``."""
    total = 0
    stack = list(trees)
    while stack and total <= most:
        node = stack.pop()
        total += 1
        stack.extend(node.children)
    return total
