"""Other readings of a formula that a marker accepts where the literal one fails."""

from grader.maths.tree import Binder, Call, Density, Expectation, Node, Op, Relation, Symbol


def _is_bare_derivative(node: Op) -> bool:
    return node.op in {"derivative", "partial"} and len(node.args) == 3 and isinstance(node.args[0], Symbol)


def derivatives_applied(node: Node) -> Node:
    """Return a formula with dg/dz (x) read as the derivative at x instead of a product."""
    children = tuple(derivatives_applied(child) for child in node.children)
    node = node.with_children(children)
    if not isinstance(node, Op) or node.op != "mul":
        return node
    factors: list[Node] = []
    for factor in node.args:
        last = factors[-1] if factors else None
        if isinstance(last, Op) and _is_bare_derivative(last):
            factors[-1] = Op("at", (last, Relation((last.args[1], factor), ("eq",))))
        else:
            factors.append(factor)
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors))


def differentiated(node: Node) -> Symbol | None:
    """Return the variable of a formula that is one derivative: of d/du f(u) and f'(u) it is u."""
    if isinstance(node, Op) and node.op in {"derivative", "partial"} and isinstance(node.args[1], Symbol):
        return node.args[1]
    if isinstance(node, Op) and node.op == "at":
        return differentiated(node.args[0])
    if isinstance(node, Call) and isinstance(node.head, Op) and node.head.op == "prime" and len(node.args) == 1:
        return node.args[0] if isinstance(node.args[0], Symbol) else None
    return None


def widened(node: Node) -> Node:
    r"""Return a formula whose logarithms without brackets take all their product: ``\log\frac ab \cdot \frac cd``."""
    node = node.with_children(tuple(widened(child) for child in node.children))
    if not isinstance(node, Op) or node.op != "mul":
        return node
    for at, factor in enumerate(node.args):
        behind = node.args[at + 1 :]
        if _is_open_logarithm(factor) and behind and all(_is_group(each) for each in behind):
            log = Op("log", (Op("mul", (*factor.children[:1], *behind)), *factor.children[1:]))
            return log if not at else Op("mul", (*node.args[:at], log))
    return node


def _is_open_logarithm(node: Node) -> bool:
    """Whether a logarithm was written without brackets: it ends where its argument ends."""
    return isinstance(node, Op) and node.op == "log" and node.span.end == node.args[0].span.end


def _is_group(node: Node) -> bool:
    """Whether a factor is a fraction, a density or a product over an index, as ratios of laws are written."""
    if isinstance(node, Op) and node.op == "div":
        return any(isinstance(each, Density) for _, each in node.walk())
    return isinstance(node, Density) or (isinstance(node, Binder) and node.op == "product")


def as_written(node: Node) -> Node:
    r"""Return a formula with two habits read as they are meant.

    ``\mathsf E_{x ∼ p} ‖…‖²``, an E without a bracket, is the expectation of what it stands before; in ``q\,(x - μ)^2``
    the bracket is a factor, as nobody squares a density.
    """
    children = tuple(as_written(child) for child in node.children)
    node = node.with_children(children) if children != tuple(node.children) else node
    match node:
        case Op(op="pow", args=(Density(head=head, of=(Op(op="add") as bracket,), given=()), power)):
            return Op("mul", (head, Op("pow", (bracket, power), node.span)), node.span)
        case _:
            pass
    if not isinstance(node, Op) or node.op != "mul":
        return node
    for at, each in enumerate(node.args[:-1]):
        if isinstance(each, Symbol) and each.base == "E" and len(each.subs) == 1 and isinstance(each.subs[0], Relation):
            rest = node.args[at + 1 :]
            body = rest[0] if len(rest) == 1 else Op("mul", rest)
            mean = Expectation("expectation", each.subs, (body,), span=node.span)
            return Op("mul", (*node.args[:at], mean), node.span) if at else mean
    return node
