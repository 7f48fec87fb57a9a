"""SymPy expressions, as trees of names, into formulas and back: by tables, never by evaluation."""

from fractions import Fraction
from typing import cast

from grader.maths.node import NOWHERE, Node
from grader.maths.operators import ELEMENTARY
from grader.maths.syntax.typed_names import symbol_of
from grader.maths.tree import Binder, Call, Constant, Matrix, Number, Op, Relation, Symbol
from grader.model.values import SymbolicNode, SymbolicValue

MAX_EXPONENT = 5_000  # of a float in decimal writing: its exact value is computed
MAX_LEVELS = 200  # as the readers promise, so that recursion over the tree is safe
_MINUS_ONE = SymbolicNode("Integer", (), "-1")


class NotRepresented(ValueError):
    """A piece has no counterpart on the other side; the message names it."""


# SymPy's class name -> our constant
_CONSTANTS = {
    "Pi": "pi", "Exp1": "e", "ImaginaryUnit": "i", "EulerGamma": "euler_gamma", "Infinity": "infinity",
    "BooleanTrue": "true", "BooleanFalse": "false", "EmptySet": "empty_set", "Reals": "reals", "Integers": "integers",
    "Naturals": "naturals",
}  # fmt: skip
_RELATIONS = {
    "Equality": "eq", "Unequality": "ne", "StrictLessThan": "lt", "LessThan": "le", "StrictGreaterThan": "gt",
    "GreaterThan": "ge",
}  # fmt: skip
# SymPy's class name -> our operator, arguments one for one
_OPERATORS = {name: name for name in ELEMENTARY if name not in {"acsch", "asech"}} | {
    "exp": "exp", "log": "log", "Abs": "abs", "sign": "sgn", "Max": "max", "Min": "min", "conjugate": "conjugate",
    "re": "re", "im": "im", "arg": "arg", "floor": "floor", "ceiling": "ceil", "Mod": "mod", "Heaviside": "heaviside",
    "DiracDelta": "dirac", "erf": "erf", "erfc": "erfc", "gamma": "gamma", "beta": "beta_function",
    "factorial": "factorial", "binomial": "binomial", "LambertW": "lambert_w", "zeta": "zeta", "And": "and", "Or": "or",
    "Not": "not", "Transpose": "transpose", "Determinant": "det", "Trace": "trace", "Union": "union",
    "Intersection": "intersection", "Complement": "difference", "FiniteSet": "set", "Tuple": "tuple",
}  # fmt: skip
_BINDERS = {"Integral": "integral", "Sum": "sum", "Product": "product"}


def tree_of(value: SymbolicValue) -> Node:
    """Return the formula that a SymPy expression is.

    Differences and quotients come back as such: a factor −1 as ``neg``, a factor to a negative number as a divisor.
    A symbol's name is taken apart as typed mathematics is (``sigma_1``, ``hat_x``).

    Raises:
        NotRepresented: for a head that formulas do not have, malformed data, or too many levels.
    """
    return _node(value.root, MAX_LEVELS)


def symbolic_value(tree: Node) -> SymbolicValue:
    """Return a formula as a SymPy expression by names, for a sandbox or a library that takes such.

    Raises:
        NotRepresented: for a piece that SymPy has no class on the list for.
    """
    return SymbolicValue(_back(tree))


def _node(node: SymbolicNode, levels: int) -> Node:
    if levels <= 0:
        raise NotRepresented("too many levels")
    head, text = node.head, node.text
    if head in {"Integer", "Rational", "Float"}:
        return _number(head, text or "")
    if head in {"Symbol", "Dummy", "Wild"}:
        return _symbol(text or "")
    if head in _CONSTANTS and not node.args:
        return Constant(_CONSTANTS[head])
    if head == "NegativeInfinity":
        return Op("neg", (Constant("infinity"),))
    if head == "Mul" or head == "MatMul":
        return _product(node.args, levels)
    if head == "ExprCondPair":
        raise NotRepresented("a piece of a case distinction that stands alone")
    args = tuple([_node(each, levels - 1) for each in node.args if each.head != "ExprCondPair"])
    if head in {"Add", "MatAdd"} and args:
        return args[0] if len(args) == 1 else Op("add", args)
    if head in {"Pow", "MatPow"} and len(args) == 2:
        return _power(node.args[1], args)
    if head == "Inverse" and len(args) == 1:
        return Op("pow", (args[0], Op("neg", (Number(Fraction(1), "1"),))))
    if head in _OPERATORS and args:
        operator = _OPERATORS[head]
        single = len(args) == 1 and operator in {"and", "or", "union", "intersection"}
        return args[0] if single else Op(operator, args)
    if head in _RELATIONS and len(args) == 2:
        return Relation(args, (_RELATIONS[head],))
    if head == "Function" and text and args:
        return Call(_symbol(text), args)
    if head == "Matrix":
        return _matrix(text or "", args)
    if head == "Piecewise":
        return Op("piecewise", _cases(node.args, levels))
    if head in _BINDERS:
        return _binder(_BINDERS[head], args)
    if head == "Derivative":
        return _derivative(args)
    if head == "Interval" and len(args) == 4:
        return _interval(args)
    if head == "UnevaluatedExpr" and len(args) == 1:
        return args[0]
    raise NotRepresented(f"SymPy's {head} is not taken as a formula")


def _number(head: str, text: str) -> Node:
    try:
        if head == "Rational":
            above, _, below = text.partition("/")
            size = Op("div", (_integer(abs(int(above))), _integer(int(below or "1"))))
            return Op("neg", (size,)) if above.startswith("-") else size
        if len(text) > 2 * MAX_EXPONENT or abs(int(text.lower().partition("e")[2] or "0")) > MAX_EXPONENT:
            raise NotRepresented("a number of too many digits")
        value = Fraction(text)
    except (ValueError, ZeroDivisionError) as trouble:
        if isinstance(trouble, NotRepresented):
            raise
        raise NotRepresented(f"the number {text[:40]!r} is not finite") from None
    size = Number(abs(value), text.lstrip("+-").lower().replace("e+", "e"))
    return Op("neg", (size,)) if value < 0 else size


def _integer(value: int) -> Number:
    return Number(Fraction(value), str(value))


def _symbol(name: str) -> Symbol:
    if not name:
        raise NotRepresented("a symbol without a name")
    return symbol_of(name.translate({ord(sign): None for sign in "\\{}"}), NOWHERE)


def _product(factors: tuple[SymbolicNode, ...], levels: int) -> Node:
    """Write a product with its sign in front and its negative powers below a bar."""
    negative = False
    above: list[Node] = []
    below: list[Node] = []
    for factor in factors:
        exponent = _negative_power(factor)
        if factor == _MINUS_ONE:
            negative = not negative
        elif factor.head == "Rational" and factor.text is not None:
            number = _number("Rational", factor.text)
            if isinstance(number, Op) and number.op == "neg":
                negative, number = not negative, number.args[0]
            numerator, denominator = cast("Op", number).args
            if cast("Number", numerator).value != 1:
                above.append(numerator)
            below.append(denominator)
        elif exponent is not None:
            base = _node(factor.args[0], levels - 1)
            below.append(base if exponent == "1" else Op("pow", (base, _positive(exponent))))
        else:
            above.append(_node(factor, levels - 1))
    top = _joined(above)
    if below:
        top = Op("div", (top, _joined(below)))
    return Op("neg", (top,)) if negative else top


def _negative_power(node: SymbolicNode) -> str | None:
    """Return the size of a negative numeric exponent, None for any other node."""
    if node.head != "Pow" or len(node.args) != 2:
        return None
    exponent = node.args[1]
    if exponent.head in {"Integer", "Rational"} and exponent.text is not None and exponent.text.startswith("-"):
        return exponent.text[1:]
    return None


def _positive(text: str) -> Node:
    return _number("Rational" if "/" in text else "Integer", text)


def _joined(factors: list[Node]) -> Node:
    if not factors:
        return _integer(1)
    return factors[0] if len(factors) == 1 else Op("mul", tuple(factors))


def _power(exponent: SymbolicNode, args: tuple[Node, ...]) -> Node:
    if exponent.head == "Rational" and exponent.text == "1/2":
        return Op("sqrt", args[:1])
    size = exponent.text or ""
    if exponent.head in {"Integer", "Rational"} and size.startswith("-"):
        base = args[0] if size == "-1" else Op("pow", (args[0], _positive(size[1:])))
        return Op("div", (_integer(1), base))
    return Op("pow", args)


def _matrix(text: str, entries: tuple[Node, ...]) -> Node:
    rows, _, columns = text.partition(",")
    if not (rows.isdigit() and columns.isdigit()) or int(rows) * int(columns) != len(entries) or not entries:
        raise NotRepresented("a matrix whose shape and entries disagree")
    return Matrix(int(columns), entries)


def _cases(pairs: tuple[SymbolicNode, ...], levels: int) -> tuple[Node, ...]:
    pieces: list[Node] = []
    for pair in pairs:
        if pair.head != "ExprCondPair" or len(pair.args) != 2:
            raise NotRepresented("a malformed case distinction")
        pieces.extend(_node(each, levels - 1) for each in pair.args)
    return tuple(pieces)


def _binder(op: str, args: tuple[Node, ...]) -> Node:
    if len(args) < 2:
        raise NotRepresented(f"a {op} without limits")
    body = args[0]
    for limits in args[1:]:
        pieces = limits.args if isinstance(limits, Op) and limits.op == "tuple" else (limits,)
        if len(pieces) not in {1, 3}:
            raise NotRepresented(f"a {op} with one limit")
        lower, upper = (pieces[1], pieces[2]) if len(pieces) == 3 else (None, None)
        body = Binder(op, pieces[:1], lower, upper, None, body)
    return body


def _derivative(args: tuple[Node, ...]) -> Node:
    names: list[Node] = []
    for each in args[1:]:
        if not (isinstance(each, Op) and each.op == "tuple" and len(each.args) == 2):
            raise NotRepresented("a derivative by something that is no symbol")
        names.extend(each.args)
    if not names:
        raise NotRepresented("a derivative by nothing")
    return Op("derivative", (args[0], *names))


def _interval(args: tuple[Node, ...]) -> Node:
    ends = [each == Constant("true") for each in args[2:]]  # SymPy says whether an end is open
    return Op("interval", (*args[:2], *(Constant("false" if is_open else "true") for is_open in ends)))


# --- back
_HEADS = {operator: head for head, operator in _OPERATORS.items()} | {"add": "Add", "mul": "Mul", "pow": "Pow"}
_CONSTANT_HEADS = {name: head for head, name in _CONSTANTS.items()}
_RELATION_HEADS = {name: head for head, name in _RELATIONS.items()}
_BINDER_HEADS = {name: head for head, name in _BINDERS.items()}


def _rational(value: Fraction) -> SymbolicNode:
    if value.denominator == 1:
        return SymbolicNode("Integer", (), str(value.numerator))
    return SymbolicNode("Rational", (), f"{value.numerator}/{value.denominator}")


def _back(node: Node) -> SymbolicNode:
    match node:
        case Number(value=value):
            return _rational(value)
        case Symbol():
            return SymbolicNode("Symbol", (), node.name)
        case Constant(name=name) if name in _CONSTANT_HEADS:
            return SymbolicNode(_CONSTANT_HEADS[name])
        case Op(op="piecewise", args=args):
            parts = [_back(each) for each in args]
            pairs = zip(parts[0::2], parts[1::2], strict=True)
            return SymbolicNode("Piecewise", tuple(SymbolicNode("ExprCondPair", pair) for pair in pairs))
        case Op(op="interval", args=(lower, upper, *closed)):
            ends = [SymbolicNode("BooleanFalse" if each == Constant("true") else "BooleanTrue") for each in closed]
            return SymbolicNode("Interval", (_back(lower), _back(upper), *ends))
        case Op(op="derivative", args=(body, *names)):
            steps = [SymbolicNode("Tuple", (_back(a), _back(b))) for a, b in zip(names[::2], names[1::2], strict=True)]
            return SymbolicNode("Derivative", (_back(body), *steps))
        case Op(op=op, args=args):
            return _operator(op, tuple(_back(each) for each in args))
        case Call(head=Symbol() as head, args=args):
            return SymbolicNode("Function", tuple(_back(each) for each in args), head.name)
        case Relation(operands=operands, relations=relations):
            parts = [_back(each) for each in operands]
            if any(relation not in _RELATION_HEADS for relation in relations):
                raise NotRepresented("a relation that SymPy does not have")
            links = [
                SymbolicNode(_RELATION_HEADS[relation], (parts[at], parts[at + 1]))
                for at, relation in enumerate(relations)
            ]
            return links[0] if len(links) == 1 else SymbolicNode("And", tuple(links))
        case Matrix(columns=columns, entries=entries):
            rows = len(entries) // columns
            return SymbolicNode("Matrix", tuple(_back(each) for each in entries), f"{rows},{columns}")
        case Binder(op="limit", variables=(variable,), lower=Node() as point, upper=None, domain=None):
            limits = SymbolicNode("Tuple", (_back(variable), _back(point)))
            return SymbolicNode("Limit", (_back(node.body), limits))
        case Binder(op=op, variables=(variable,), domain=None) if op in _BINDER_HEADS:
            limits = [_back(each) for each in (variable, node.lower, node.upper) if each is not None]
            return SymbolicNode(_BINDER_HEADS[op], (_back(node.body), SymbolicNode("Tuple", tuple(limits))))
        case _:
            raise NotRepresented(f"SymPy has no class for this {type(node).__name__.lower()}")


def _operator(op: str, args: tuple[SymbolicNode, ...]) -> SymbolicNode:
    one, two = SymbolicNode("Integer", (), "1"), SymbolicNode("Integer", (), "2")
    match op, args:
        case "neg", (arg,):
            if arg.head in {"Integer", "Rational"} and arg.text is not None and not arg.text.startswith("-"):
                return SymbolicNode(arg.head, (), f"-{arg.text}")
            return SymbolicNode("Mul", (_MINUS_ONE, arg))
        case "div", (above, below):
            return SymbolicNode("Mul", (above, SymbolicNode("Pow", (below, _MINUS_ONE))))
        case "sqrt", (arg,):
            return SymbolicNode("Pow", (arg, SymbolicNode("Rational", (), "1/2")))
        case "root", (arg, index):
            return SymbolicNode("Pow", (arg, SymbolicNode("Pow", (index, _MINUS_ONE))))
        case "mixed", _:
            return SymbolicNode("Add", args)
        case "percent", (arg,):
            return SymbolicNode("Mul", (arg, SymbolicNode("Rational", (), "1/100")))
        case "logistic", (arg,):
            decay = SymbolicNode("exp", (SymbolicNode("Mul", (_MINUS_ONE, arg)),))
            return SymbolicNode("Pow", (SymbolicNode("Add", (one, decay)), _MINUS_ONE))
        case "gradient" | "at" | "between", _:
            raise NotRepresented(f"SymPy has no class for {op}")
        case "norm", (arg,) if arg.head == "Matrix":
            squares = tuple(SymbolicNode("Pow", (each, two)) for each in arg.args)
            return SymbolicNode("Pow", (SymbolicNode("Add", squares), SymbolicNode("Rational", (), "1/2")))
        case _ if op in _HEADS:
            return SymbolicNode(_HEADS[op], args)
        case _:
            raise NotRepresented(f"SymPy has no class for {op}")
