"""Exact derivatives of formulas."""

from collections.abc import Callable

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
from grader.maths.node import Node
from grader.maths.tree import Binder, Call, Constant, Number, Op, Symbol


class NotDifferentiable(ValueError):
    """A piece has no derivative that could be written down."""


def derivative(node: Node, name: str, depends: frozenset[str] = frozenset()) -> Node:
    """Return the derivative of a formula.

    Args:
        node: the formula, without equations or sets in it.
        name: the variable's name.
        depends: names of symbols that depend on the variable: their derivative stays ``derivative(y, x, 1)``.

    Raises:
        NotDifferentiable: for pieces such as ``floor`` or a sum whose bounds hold the variable.
    """
    return _Derivation(name, depends).of(node)


class _Derivation:
    """The derivative by one variable, each shared subtree once."""

    def __init__(self, name: str, depends: frozenset[str]) -> None:
        self.name = name
        self.depends = depends
        self.known: dict[Node, Node] = {}

    def of(self, node: Node) -> Node:
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = self._of(node)
        return found

    def _of(self, node: Node) -> Node:
        match node:
            case Number() | Constant():
                return ZERO
            case Symbol():
                if node.name == self.name:
                    return ONE
                if node.name in self.depends:
                    return Op("derivative", (node, Symbol(self.name), ONE))
                return ZERO
            case Call():
                return self._of_call(node)
            case Op():
                return self._of_op(node)
            case Binder(op="sum" | "integral"):
                return self._of_binder(node)
            case _:
                if self.name not in free_names(node):
                    return ZERO
                raise NotDifferentiable(type(node).__name__)

    def _of_op(self, node: Op) -> Node:
        args = node.args
        match node.op, args:
            case "add", _:
                return add(*(self.of(arg) for arg in args))
            case "neg", (x,):
                return neg(self.of(x))
            case "mul", _:
                return add(*(mul(*args[:at], self.of(arg), *args[at + 1 :]) for at, arg in enumerate(args)))
            case "div", (x, y):
                dx, dy = self.of(x), self.of(y)
                if dy == ZERO:
                    return div(dx, y)
                return div(sub(mul(dx, y), mul(x, dy)), power(y, TWO))
            case "pow", (x, y):
                return self._of_power(node, x, y)
            case "root", (x, y):
                if self.of(y) != ZERO:
                    raise NotDifferentiable("root")
                return div(mul(self.of(x), node), mul(y, x))
            case "log", (x, base):
                return self.of(div(Op("log", (x,)), Op("log", (base,))))
            case "max" | "min", (x, y):
                pick = Op("heaviside", (sub(x, y) if node.op == "max" else sub(y, x),))
                return add(mul(self.of(x), pick), mul(self.of(y), sub(ONE, pick)))
            case "piecewise", _:
                pieces = [self.of(each) if at % 2 == 0 else each for at, each in enumerate(args)]
                return Op("piecewise", tuple(pieces))
            case "derivative" | "partial", (y, *names):
                inner = self.of(y)
                return ZERO if inner == ZERO else Op(node.op, (inner, *names))
            case _, (x,) if node.op in _OUTER:
                return mul(self.of(x), _OUTER[node.op](x, node))
            case _:
                if all(self.of(arg) == ZERO for arg in args):
                    return ZERO
                raise NotDifferentiable(node.op)

    def _of_power(self, node: Node, x: Node, y: Node) -> Node:
        dx, dy = self.of(x), self.of(y)
        outer = ZERO if dx == ZERO else mul(y, power(x, sub(y, ONE)), dx)
        if dy == ZERO:
            return outer
        return add(outer, mul(node, Op("log", (x,)), dy) if x != Constant("e") else mul(node, dy))

    def _of_call(self, node: Call) -> Node:
        head, orders = head_and_orders(node)
        terms: list[Node] = []
        for at, arg in enumerate(node.args):
            inner = self.of(arg)
            if inner != ZERO:
                raised = tuple([order + (where == at) for where, order in enumerate(orders)])
                terms.append(mul(inner, call_of(head, raised, node.args)))
        return add(*terms)

    def _of_binder(self, node: Binder) -> Node:
        if node.domain is not None or len(node.variables) != 1 or self.name in node.variables[0].children:
            raise NotDifferentiable(node.op)
        (variable,) = node.variables
        if isinstance(variable, Symbol) and variable.name == self.name:
            moved: list[Node] = [ZERO, ZERO]
            inner: Node = ZERO
        else:
            moved = [ZERO if bound is None else self.of(bound) for bound in (node.lower, node.upper)]
            inner = self.of(node.body)
        if node.lower is None or node.upper is None:
            raise NotDifferentiable(node.op)
        rest = ZERO if inner == ZERO else Binder(node.op, node.variables, node.lower, node.upper, None, inner)
        if node.op == "integral" and isinstance(variable, Symbol):
            # Leibniz's rule
            ends = [
                ZERO if slope == ZERO else mul(slope, substitute(node.body, variable.name, bound))
                for slope, bound in zip(moved, (node.lower, node.upper), strict=True)
            ]
            return add(rest, ends[1], neg(ends[0]))
        if moved != [ZERO, ZERO]:
            raise NotDifferentiable(node.op)
        return rest


def head_and_orders(node: Call) -> tuple[Node, tuple[int, ...]]:
    """Return a call's function without its primes, and the order of derivation by each argument."""
    head = node.head
    if isinstance(head, Op) and head.op == "prime":
        orders = [int(each.value) for each in head.args[1:] if isinstance(each, Number)]
        if len(orders) == len(head.args) - 1 and len(orders) in {1, len(node.args)}:
            orders += [0] * (len(node.args) - len(orders))
            return head.args[0], tuple(orders)
        raise NotDifferentiable("prime")
    return head, (0,) * len(node.args)


def call_of(head: Node, orders: tuple[int, ...], args: tuple[Node, ...]) -> Call:
    """Return a call with primes; of several arguments, one order an argument."""
    if not any(orders):
        return Call(head, args)
    counts = tuple([number(order) for order in orders])
    return Call(Op("prime", (head, *counts)), args)


def _over(below: Node) -> Node:
    return div(ONE, below)


def _one_minus_square(x: Node) -> Node:
    return sub(ONE, power(x, TWO))


def _one_plus_square(x: Node) -> Node:
    return add(ONE, power(x, TWO))


def _sqrt(x: Node) -> Node:
    return Op("sqrt", (x,))


def _apply(op: str, x: Node) -> Node:
    return Op(op, (x,))


# outer derivative, given the argument and the whole
_OUTER: dict[str, Callable[[Node, Node], Node]] = {
    "sqrt": lambda _, whole: _over(mul(TWO, whole)),
    "exp": lambda _, whole: whole,
    "log": lambda x, _: _over(x),
    "sin": lambda x, _: _apply("cos", x),
    "cos": lambda x, _: neg(_apply("sin", x)),
    "tan": lambda x, _: _over(power(_apply("cos", x), TWO)),
    "cot": lambda x, _: neg(_over(power(_apply("sin", x), TWO))),
    "sec": lambda x, whole: mul(whole, _apply("tan", x)),
    "csc": lambda x, whole: neg(mul(whole, _apply("cot", x))),
    "sinh": lambda x, _: _apply("cosh", x),
    "cosh": lambda x, _: _apply("sinh", x),
    "tanh": lambda _, whole: _one_minus_square(whole),
    "coth": lambda _, whole: _one_minus_square(whole),
    "sech": lambda x, whole: neg(mul(whole, _apply("tanh", x))),
    "csch": lambda x, whole: neg(mul(whole, _apply("coth", x))),
    "asin": lambda x, _: _over(_sqrt(_one_minus_square(x))),
    "acos": lambda x, _: neg(_over(_sqrt(_one_minus_square(x)))),
    "atan": lambda x, _: _over(_one_plus_square(x)),
    "acot": lambda x, _: neg(_over(_one_plus_square(x))),
    "asinh": lambda x, _: _over(_sqrt(_one_plus_square(x))),
    "acosh": lambda x, _: _over(mul(_sqrt(sub(x, ONE)), _sqrt(add(x, ONE)))),
    "atanh": lambda x, _: _over(_one_minus_square(x)),
    "acoth": lambda x, _: _over(_one_minus_square(x)),
    "erf": lambda x, _: div(mul(TWO, Op("exp", (neg(power(x, TWO)),))), _sqrt(PI)),
    "erfc": lambda x, _: neg(div(mul(TWO, Op("exp", (neg(power(x, TWO)),))), _sqrt(PI))),
    "abs": lambda x, _: _apply("sgn", x),
    "relu": lambda x, _: _apply("heaviside", x),
    "softplus": lambda x, _: _apply("logistic", x),
    "logistic": lambda _, whole: mul(whole, sub(ONE, whole)),
    "logit": lambda x, _: _over(mul(x, sub(ONE, x))),
    "sgn": lambda _, __: ZERO,
    "lambert_w": lambda x, whole: div(whole, mul(x, add(ONE, whole))),
}
