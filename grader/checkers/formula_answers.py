"""A student's SymPy expression as a formula that can be compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grader.maths.node import Node
from grader.maths.symbolic import NotRepresented, tree_of
from grader.maths.tree import Constant, Matrix, Number, Op
from grader.model.values import ArrayValue, OpaqueValue, SymbolicNode, SymbolicValue, Value

_SIMPLE_DENOMINATOR = 1000
_LONG = 10**9
_FLOAT_NOISE = Fraction(1, 10**13)
_NO_VALUE = frozenset({"NaN", "ComplexInfinity"})
_RELATIONS = frozenset({
    "Equality",
    "Unequality",
    "StrictLessThan",
    "LessThan",
    "StrictGreaterThan",
    "GreaterThan",
    "BooleanTrue",
    "BooleanFalse",
})
_TOO_MUCH = ("too_large", "too_deep", "unsupported_node")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its shape, () for a single expression; ``has_floats`` where some number is no simple fraction."""

    tree: Node
    shape: tuple[int, ...]
    has_floats: bool

    @property
    def entries(self) -> tuple[Node, ...]:
        """The entries row by row, or the expression itself."""
        return self.tree.entries if isinstance(self.tree, Matrix) else (self.tree,)


@dataclass(frozen=True, slots=True)
class NoFormula:
    """Why a value is no formula. ``is_ours``: it may well be one, but we cannot take it."""

    reason: str
    is_ours: bool = False


def formula_of(value: Value) -> Formula | NoFormula:
    """Return the formula that a value is.

    Floats that are simple fractions up to rounding become these, since ``1/2`` in Python is a float.

    Args:
        value: a SymPy expression or matrix, a plain number, or an array of numbers.
    """
    match value:
        case SymbolicValue(root=root):
            return _from_symbolic(root)
        case bool():
            return NoFormula("boolean")
        case int() | float() | complex():
            return _from_number(value)
        case ArrayValue(data=data) if data.ndim == 0 and data.dtype.kind in "iufc":
            return _from_number(data.item())
        case OpaqueValue(reason=reason) if reason.startswith(_TOO_MUCH):
            return NoFormula(reason, is_ours=True)
        case None:
            return NoFormula("nothing")
        case str():
            return NoFormula("text")
        case _:
            return NoFormula("not_an_expression")


def _from_symbolic(root: SymbolicNode) -> Formula | NoFormula:
    if root.head in _RELATIONS:
        return NoFormula("relation")
    if _heads(root) & _NO_VALUE:
        return NoFormula("not_finite")
    try:
        tree = tree_of(SymbolicValue(_without_dummies(root)))
    except NotRepresented as trouble:
        return NoFormula(str(trouble), is_ours=True)
    exact, has_floats = _exact(tree)
    return Formula(exact, tree.shape if isinstance(tree, Matrix) else (), has_floats)


def _from_number(value: complex) -> Formula | NoFormula:
    if isinstance(value, complex):
        real, imaginary = _from_number(value.real), _from_number(value.imag)
        if isinstance(real, NoFormula) or isinstance(imaginary, NoFormula) or value.imag == 0:
            return real if value.imag == 0 else NoFormula("not_finite")
        tree = Op("add", (real.tree, Op("mul", (imaginary.tree, Constant("i")))))
        return Formula(tree, (), real.has_floats or imaginary.has_floats)
    try:
        exact = Fraction(value)
    except (ValueError, OverflowError):
        return NoFormula("not_finite")
    if isinstance(value, int):
        return Formula(_fraction(exact), (), has_floats=False)
    simple = _simple(exact)
    return Formula(_fraction(exact if simple is None else simple), (), simple is None)


def _heads(root: SymbolicNode) -> set[str]:
    found: set[str] = set()
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        found.add(node.head)
        open_nodes.extend(node.args)
    return found


def _without_dummies(root: SymbolicNode) -> SymbolicNode:
    """Take a dummy by its name, where no other dummy shares it; the wire numbers them ``x#1``, ``x#2``."""
    numbers: dict[str, set[str]] = {}
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if node.head == "Dummy" and node.text is not None:
            numbers.setdefault(re.sub(r"#\d+$", "", node.text), set()).add(node.text)
        open_nodes.extend(node.args)
    names: Mapping[str, str] = {next(iter(texts)): name for name, texts in numbers.items() if len(texts) == 1}
    return _renamed(root, names) if names else root


def _renamed(node: SymbolicNode, names: Mapping[str, str]) -> SymbolicNode:
    if node.head == "Dummy" and node.text is not None and node.text in names:
        return SymbolicNode("Symbol", (), names[node.text])
    return SymbolicNode(node.head, tuple([_renamed(each, names) for each in node.args]), node.text)


def _exact(node: Node) -> tuple[Node, bool]:
    """Return a tree whose decimals are simple fractions where they can be, and whether any number may be rounded."""
    if isinstance(node, Number):
        if not node.is_decimal:
            return node, node.value > _LONG
        simple = _simple(node.value)
        return (node, True) if simple is None else (_fraction(simple), False)
    quotient = _binary_quotient(node)
    if quotient is not None:
        simple = _simple(quotient)
        return (node, True) if simple is None else (_fraction(simple), False)
    pairs = [_exact(child) for child in node.children]
    if not pairs:
        return node, False
    children = tuple([child for child, _ in pairs])
    return node.with_children(children), any(has_floats for _, has_floats in pairs)


def _binary_quotient(node: Node) -> Fraction | None:
    """Return the value of a quotient that was a float once: SymPy's ``Rational(1/3)`` has sixteen digits below."""
    if isinstance(node, Op) and node.op == "div":
        above, below = node.args
        if isinstance(above, Number) and isinstance(below, Number) and below.value > _LONG:
            return above.value / below.value
    return None


def _simple(value: Fraction) -> Fraction | None:
    near = value.limit_denominator(_SIMPLE_DENOMINATOR)
    return near if abs(near - value) <= _FLOAT_NOISE * abs(value) else None


def _fraction(value: Fraction) -> Node:
    size = abs(value)
    above = Number(Fraction(size.numerator), _digits(size.numerator))
    node: Node = above
    if size.denominator != 1:
        node = Op("div", (above, Number(Fraction(size.denominator), _digits(size.denominator))))
    return Op("neg", (node,)) if value < 0 else node


def _digits(number: int) -> str:
    # Numbers this long come from integers of the student's; their writing is never shown in full.
    return str(number) if number.bit_length() < 10_000 else hex(number)
