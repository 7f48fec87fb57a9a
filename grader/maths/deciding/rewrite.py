"""From what people write to what can be evaluated: derivatives taken, conditions put in, notations spelled out."""

from grader.maths.deciding.budget import Clock, OutOfBudget
from grader.maths.deciding.build import (
    ONE,
    PI,
    TWO,
    ZERO,
    add,
    div,
    free_names,
    mul,
    neg,
    number,
    power,
    sub,
    substitute,
)
from grader.maths.deciding.calculus import NotDifferentiable, derivative
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.tree import Binder, Call, Constant, Density, Number, Op, Relation, Symbol

MAX_ORDER = 12  # of a derivative that is written out


def core(node: Node, notation: Notation, clock: Clock, depends: dict[str, frozenset[str]] | None = None) -> Node:
    """Return a formula of arithmetic, functions, calls and binders only, as far as it can be brought there.

    Args:
        node: as it was read.
        notation: what the names mean.
        clock: derivatives may grow; it ends them.
        depends: for each variable of a derivative, the symbols that depend on it; see ``dependents``.
    """
    found = survey(node)
    if not found.names & _REWRITTEN and not _has_complex(notation):
        return node
    return _Rewriting(notation, clock, depends or {}).of(node)


_REWRITTEN = frozenset(
    {"e", "root", "percent", "degrees", "mixed", "underbrace", "overbrace", "above", "hadamard", "norm", "normal", "at",
     "derivative", "partial", "gradient", "between", "Call", "Density"}
)  # fmt: skip


def _has_complex(notation: Notation) -> bool:
    # A bar over a complex letter is its conjugate, whatever the others are.
    return notation.domain == "complex" or any(each.domain == "complex" for each in notation.symbols.values())


def dependents(*nodes: Node) -> dict[str, frozenset[str]]:
    """Return which symbols are written as functions of a variable somewhere: y of x where dy/dx occurs."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if "derivative" not in survey(node).names:
            continue
        for _, each in node.walk():
            if isinstance(each, Op) and each.op == "derivative" and isinstance(each.args[0], Symbol):
                for variable in each.args[1::2]:
                    if isinstance(variable, Symbol) and variable != each.args[0]:
                        found.setdefault(variable.name, set()).add(each.args[0].name)
    return {variable: frozenset(names) for variable, names in found.items()}


class _Rewriting:
    def __init__(self, notation: Notation, clock: Clock, depends: dict[str, frozenset[str]]) -> None:
        self.notation = notation
        self.clock = clock
        self.depends = depends
        self.known: dict[Node, Node] = {}

    def of(self, node: Node) -> Node:
        children = node.children
        if isinstance(node, Symbol):
            return self._conjugated(node)
        if not children:
            return node
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = self._of(node, children)
        return found

    def _of(self, node: Node, children: tuple[Node, ...]) -> Node:
        changed = tuple([self.of(child) for child in children])
        if any(a is not b for a, b in zip(changed, children, strict=True)):
            node = node.with_children(changed)
        if isinstance(node, Op):
            return self._of_op(node)
        if isinstance(node, Density) and not node.given and self.is_undeclared(node.head):
            node = Call(node.head, node.of, node.span)
        if isinstance(node, Call):
            return self._of_call(node)
        return node

    def _conjugated(self, node: Symbol) -> Node:
        """Read z̄ and z* as conjugates where z is complex and nothing else is declared of them."""
        if not node.marks or node.marks[-1] not in {"bar", "star"}:
            return node
        inner = Symbol(node.base, node.marks[:-1], node.subs, node.sups, node.span)
        declared = self.notation.declared(inner)
        domain = self.notation.domain if declared is None else declared.domain
        if domain != "complex" or self.notation.symbols.get(node.name) is not None:
            return node
        return Op("conjugate", (inner,))

    def is_undeclared(self, head: Node) -> bool:
        """Whether nothing says what a head is."""
        return isinstance(head, Symbol) and self.notation.declared(head) is None

    def _of_op(self, node: Op) -> Node:
        args = node.args
        match node.op, args:
            case "pow", (Constant(name="e"), exponent):
                return Op("exp", (exponent,))
            case "root", (x, Number(value=value)) if value == 2:
                return Op("sqrt", (x,))
            case ("percent", (x,)):
                return div(x, number(100))
            case ("degrees", (x,)):
                return div(mul(x, PI), number(180))
            case ("mixed", (x, y)):
                return add(x, y)
            case (("underbrace" | "overbrace" | "above"), (x, _)):
                return x
            case ("hadamard", _) if not self.has_shape(*args):
                return Op("mul", args)
            case ("norm", (x,)) if not self.has_shape(x):
                return Op("abs", (x,))
            case ("normal", (x, mean, variance)):
                gap = div(power(sub(x, mean), TWO), mul(TWO, variance))
                return div(Op("exp", (neg(gap),)), Op("sqrt", (mul(TWO, PI, variance),)))
            case (("derivative" | "partial"), (y, *steps)):
                return self._derived(node, y, steps)
            case ("gradient", (y, Symbol() as x)) if not self.has_shape(x):
                return self._derived(Op("partial", (y, x, ONE)), y, [x, ONE])
            case ("at", (y, condition)):
                return self._put_in(node, y, condition)
            case ("between", (y, lower, upper)):
                return self._between(node, y, lower, upper)
            case _:
                return node

    def has_shape(self, *nodes: Node) -> bool:
        """Whether a declared vector or matrix, or a written one, is among the parts."""
        for node in nodes:
            for _, each in node.walk():
                if type(each).__name__ == "Matrix" or (isinstance(each, Op) and each.op in {"tuple", "transpose"}):
                    return True
                if isinstance(each, Symbol):
                    declared = self.notation.declared(each)
                    if declared is not None and declared.shape != "scalar":
                        return True
        return False

    def _derived(self, node: Op, y: Node, steps: list[Node]) -> Node:
        if isinstance(y, Symbol) and any(isinstance(x, Symbol) and x.name != y.name for x in steps[::2]):
            declared = self.notation.declared(y)
            if node.op == "partial" or declared is None or declared.role == "variable":
                return node  # y is a function of x: what it is stays unknown
        orders: list[int] = []
        for order in steps[1::2]:
            if not (isinstance(order, Number) and order.value.denominator == 1 and 0 <= order.value <= MAX_ORDER):
                return node
            orders.append(int(order.value))
        for variable, order in zip(steps[::2], orders, strict=True):
            if not isinstance(variable, Symbol):
                return node
            depends = self.depends.get(variable.name, frozenset()) if node.op == "derivative" else frozenset[str]()
            for _ in range(order):
                self.clock.check()
                try:
                    y = derivative(y, variable.name, depends)
                except NotDifferentiable:
                    return node
                if y.depth() > 4 * MAX_ORDER * 10:
                    raise OutOfBudget
        return y

    def _put_in(self, node: Op, y: Node, condition: Node) -> Node:
        conditions = condition.args if isinstance(condition, Op) and condition.op == "and" else (condition,)
        for each in conditions:
            match each:
                case Relation(operands=(Symbol() as x, value), relations=("eq" | "to",)):
                    y = substitute(y, x.name, value)
                case _:
                    return node
        return y

    def _between(self, node: Op, y: Node, lower: Node, upper: Node) -> Node:
        ends: list[Node] = []
        names = free_names(y)
        for end in (lower, upper):
            match end:
                case Relation(operands=(Symbol() as x, value), relations=("eq",)):
                    names = {x.name}
                    ends.append(value)
                case _:
                    ends.append(end)
        if len(names) != 1:
            return node
        (name,) = names
        return sub(substitute(y, name, ends[1]), substitute(y, name, ends[0]))

    def _of_call(self, node: Call) -> Node:
        head = node.head
        match head:
            case Op(op="compose", args=heads):
                inner: Node = node
                args = node.args
                for each in reversed(heads):
                    inner = self._of_call(Call(each, args))
                    args = (inner,)
                return inner
            case Op(op="inverse_function", args=(f,)):
                match node.args:
                    case (Call(head=other, args=(x,)),) if other == f:
                        return x
                    case _:
                        return self._known(f, node, inverse=True)
            case Symbol():
                match node.args:
                    case (Call(head=Op(op="inverse_function", args=(f,)), args=(x,)),) if f == head:
                        return x
                    case _:
                        return self._known(head, node, inverse=False)
            case _:
                return node

    def _known(self, head: Node, node: Call, *, inverse: bool) -> Node:
        declared = self.notation.declared(head) if isinstance(head, Symbol) else None
        means = None if declared is None else declared.means
        if means is None:
            return node
        if means == "identity" and len(node.args) == 1:
            return node.args[0]
        if inverse:
            opposite = {"logistic": "logit", "logit": "logistic", "exp": "log", "log": "exp"}.get(means)
            return node if opposite is None else Op(opposite, node.args)
        return self.of(Op(means, node.args)) if means in _PLAIN_MEANINGS else node


_PLAIN_MEANINGS = frozenset({"logistic", "logit", "relu", "softplus", "exp", "log", "sgn", "heaviside", "gamma", "erf"})


def spell_out(node: Node, most: int) -> Node:
    """Write a sum or product with whole bounds out term by term, where an index of a symbol holds the variable.

    Args:
        node: a formula.
        most: the longest sum to be written out.
    """
    if "Binder" not in survey(node).names:
        return node
    children = tuple([spell_out(child, most) for child in node.children])
    if any(a is not b for a, b in zip(children, node.children, strict=True)):
        node = node.with_children(children)
    match node:
        case Binder(
            op="sum" | "product", variables=(Symbol() as variable,), lower=Number() as low, upper=Number() as high
        ) if _indexes(node.body, variable.name):
            first, last = low.value, high.value
            if first.denominator != 1 or last.denominator != 1 or last - first >= most:
                return node
            indices = range(int(first), int(last) + 1)
            terms = [substitute(node.body, variable.name, number(index)) for index in indices]
            if node.op == "sum":
                return add(*terms) if terms else ZERO
            return mul(*terms) if terms else ONE
        case _:
            return node


def named_alike(node: Node, depth: int = 0) -> Node:
    """Give bound variables names by their depth, so that formulas that differ only in such names are identical."""
    if "Binder" not in survey(node).names:
        return node
    is_antiderivative = isinstance(node, Binder) and node.op == "integral" and node.lower is None
    if isinstance(node, Binder) and not is_antiderivative and all(isinstance(each, Symbol) for each in node.variables):
        body, domain = node.body, node.domain
        variables: list[Node] = []
        for at, each in enumerate(node.variables):
            fresh = Symbol(f"⟨{depth}.{at}⟩")
            variables.append(fresh)
            name = each.name if isinstance(each, Symbol) else ""
            body = substitute(body, name, fresh)
            domain = None if domain is None else substitute(domain, name, fresh)
        node = Binder(node.op, tuple(variables), node.lower, node.upper, domain, body, node.span)
        depth += 1
    children = tuple([named_alike(child, depth) for child in node.children])
    return node if all(a is b for a, b in zip(children, node.children, strict=True)) else node.with_children(children)


def _indexes(body: Node, name: str) -> bool:
    for _, each in body.walk():
        if isinstance(each, Symbol) and each.name != name and any(name in free_names(sub) for sub in each.children):
            return True
    return False
