"""What names mean in typed mathematics: symbols with their indices, constants, functions."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from grader.maths.node import Node, Span
from grader.maths.operators import ELEMENTARY
from grader.maths.syntax.binding import as_symbol, bind
from grader.maths.syntax.tables import GREEK
from grader.maths.tree import AFTER_MARKS, Binder, Constant, Matrix, Number, Op, Relation, Symbol, Text

CONSTANTS = {
    "pi": "pi", "Pi": "pi", "E": "e", "e": "e", "I": "i", "i": "i", "oo": "infinity", "inf": "infinity",
    "Infinity": "infinity", "infinity": "infinity", "EulerGamma": "euler_gamma", "True": "true", "true": "true",
    "False": "false", "false": "false", "EmptySet": "empty_set", "emptyset": "empty_set", "Reals": "reals",
    "Integers": "integers", "Naturals": "naturals", "Rationals": "rationals", "Complexes": "complexes",
}  # fmt: skip
MODULES = frozenset({"sp", "sympy", "np", "numpy", "math", "S", "cmath"})
_BEFORE_MARKS = frozenset({"hat", "tilde", "bar", "dot", "ddot", "vec", "bold", "cal", "check"})

# name -> (operator, fewest arguments, most arguments)
FUNCTIONS: dict[str, tuple[str, int, int]] = {name: (name, 1, 1) for name in ELEMENTARY} | {
    f"arc{name[1:]}": (name, 1, 1) for name in ELEMENTARY if name.startswith("a")
} | {
    "sqrt": ("sqrt", 1, 1), "exp": ("exp", 1, 1), "log": ("log", 1, 2), "ln": ("log", 1, 1), "root": ("root", 2, 2),
    "Abs": ("abs", 1, 1), "abs": ("abs", 1, 1), "sign": ("sgn", 1, 1), "sgn": ("sgn", 1, 1), "floor": ("floor", 1, 1),
    "ceiling": ("ceil", 1, 1), "ceil": ("ceil", 1, 1), "factorial": ("factorial", 1, 1),
    "factorial2": ("double_factorial", 1, 1), "binomial": ("binomial", 2, 2), "gamma": ("gamma", 1, 1),
    "beta": ("beta_function", 2, 2), "erf": ("erf", 1, 1), "erfc": ("erfc", 1, 1), "zeta": ("zeta", 1, 1),
    "LambertW": ("lambert_w", 1, 1), "Max": ("max", 1, 99), "max": ("max", 1, 99), "Min": ("min", 1, 99),
    "min": ("min", 1, 99), "gcd": ("gcd", 1, 99), "lcm": ("lcm", 1, 99), "re": ("re", 1, 1), "im": ("im", 1, 1),
    "arg": ("arg", 1, 1), "conjugate": ("conjugate", 1, 1), "Heaviside": ("heaviside", 1, 1),
    "DiracDelta": ("dirac", 1, 1), "Mod": ("mod", 2, 2), "Pow": ("pow", 2, 2), "And": ("and", 1, 99),
    "Or": ("or", 1, 99), "Not": ("not", 1, 1), "Xor": ("xor", 1, 99), "Implies": ("implies", 2, 2),
    "Equivalent": ("iff", 2, 2), "Union": ("union", 1, 99), "Intersection": ("intersection", 1, 99),
    "Complement": ("difference", 2, 2), "FiniteSet": ("set", 0, 999), "Tuple": ("tuple", 1, 999),
    "det": ("det", 1, 1), "Determinant": ("det", 1, 1), "transpose": ("transpose", 1, 1),
    "Transpose": ("transpose", 1, 1), "trace": ("trace", 1, 1), "Trace": ("trace", 1, 1), "tr": ("trace", 1, 1),
    "diag": ("diag", 1, 99), "sigmoid": ("logistic", 1, 1), "logit": ("logit", 1, 1), "logistic": ("logistic", 1, 1),
    "expit": ("logistic", 1, 1), "relu": ("relu", 1, 1), "norm": ("norm", 1, 1), "Add": ("add", 1, 999),
    "Mul": ("mul", 1, 999), "indicator": ("indicator", 1, 1),
}  # fmt: skip
RELATIONS = {"Eq": "eq", "Ne": "ne", "Lt": "lt", "Le": "le", "Gt": "gt", "Ge": "ge", "Contains": "in"}
BINDERS = {"Integral": "integral", "integrate": "integral", "Sum": "sum", "summation": "sum", "Product": "product",
           "product": "product"}  # fmt: skip

Builder = Callable[[tuple[Node, ...], Span], Node | None]


def symbol_of(name: str, span: Span) -> Symbol:
    """Return the symbol of a typed name: ``mu1`` and ``mu_1`` are μ₁, ``theta_star`` θ*, ``hat_x`` and ``x_hat`` x̂."""
    rest = name.split("_")
    base = rest.pop(0)
    marks: list[str] = []
    while base in _BEFORE_MARKS and rest:
        marks.insert(0, base)
        base = rest.pop(0)
    stem = base.rstrip("0123456789")
    subs: list[Node] = []
    if stem and stem != base and (stem in GREEK or len(stem) == 1):
        subs.append(_index(base[len(stem) :], span))
        base = stem
    for piece in rest:
        if piece in AFTER_MARKS or piece in _BEFORE_MARKS:
            marks.append(piece)
        elif len(piece) == 2 and piece.isalpha() and piece not in GREEK:
            subs.extend(Symbol(letter, (), (), (), span) for letter in piece)
        else:
            subs.append(_index(piece, span))
    return Symbol(base, tuple(marks), tuple(subs), (), span)


def _index(text: str, span: Span) -> Node:
    if text.isascii() and text.isdigit():
        return Number(Fraction(int(text)), text, span)
    if len(text) == 1 or text in GREEK:
        return Symbol(text, (), (), (), span)
    return Text(text, span)


def build(name: str, args: tuple[Node, ...], span: Span) -> Node | None:
    """Return what a well-known name applied to arguments is; None if it is not known or they do not fit."""
    found = FUNCTIONS.get(name)
    if found is not None:
        op, fewest, most = found
        if not fewest <= len(args) <= most:
            return None
        if len(args) == 1 and op in {"and", "or", "xor", "union", "intersection", "add", "mul"}:
            return args[0]
        return Op(op, args, span)
    if name in RELATIONS:
        if len(args) != 2:
            return None
        return Relation(args, (RELATIONS[name],), span, (span,))
    if name in BINDERS:
        return _binder(BINDERS[name], args, span)
    builder = _BUILDERS.get(name)
    return None if builder is None else builder(args, span)


def is_known(name: str) -> bool:
    """Tell whether a name has a meaning of its own before brackets."""
    return name in FUNCTIONS or name in RELATIONS or name in BINDERS or name in _BUILDERS


def _binder(op: str, args: tuple[Node, ...], span: Span) -> Node | None:
    """Build ``Sum(body, (k, 1, n), …)``; the last limits are the outermost."""
    if len(args) < 2:
        return None
    body = args[0]
    for limits in args[1:]:
        pieces = limits.args if isinstance(limits, Op) and limits.op == "tuple" else (limits,)
        variable = as_symbol(pieces[0])
        if variable is None or len(pieces) not in {1, 3} or (len(pieces) == 1 and op != "integral"):
            return None
        lower, upper = (pieces[1], pieces[2]) if len(pieces) == 3 else (None, None)
        body = Binder(op, (variable,), lower, upper, None, bind(body, pieces[0], variable), span)
    return body


def _rational(args: tuple[Node, ...], span: Span) -> Node | None:
    return Op("div", args, span) if len(args) == 2 else args[0] if len(args) == 1 else None


def _same(args: tuple[Node, ...], _span: Span) -> Node | None:
    return args[0] if len(args) == 1 else None


def _cube_root(args: tuple[Node, ...], span: Span) -> Node | None:
    return Op("root", (args[0], Number(Fraction(3), "3", span)), span) if len(args) == 1 else None


def _log_of_base(base: int) -> Builder:
    def log(args: tuple[Node, ...], span: Span) -> Node | None:
        return Op("log", (args[0], Number(Fraction(base), str(base), span)), span) if len(args) == 1 else None

    return log


def _derivative(args: tuple[Node, ...], span: Span) -> Node | None:
    """Build ``Derivative(y, x, 2)``, ``diff(y, x, z)``, ``Derivative(y, (x, 2))``."""
    names: list[Node] = []
    for arg in args[1:]:
        if isinstance(arg, Number) and names and not arg.is_decimal:
            names[-1] = arg
        elif isinstance(arg, Op) and arg.op == "tuple" and len(arg.args) == 2 and isinstance(arg.args[0], Symbol):
            names.extend(arg.args)
        elif isinstance(arg, Symbol):
            names.extend((arg, Number(Fraction(1), "1", arg.span)))
        else:
            return None
    return Op("derivative", (args[0], *names), span) if names else None


def _matrix(args: tuple[Node, ...], span: Span) -> Node | None:
    """Build ``Matrix([[a, b], [c, d]])``; a flat list is a column."""
    if len(args) != 1 or not (isinstance(args[0], Op) and args[0].op == "list" and args[0].args):
        return None
    rows = [row.args if isinstance(row, Op) and row.op == "list" else None for row in args[0].args]
    if all(row is None for row in rows):
        return Matrix(1, args[0].args, span)
    if any(not row or len(row) != len(rows[0] or ()) for row in rows):
        return None
    return Matrix(len(rows[0] or ()), tuple(entry for row in rows for entry in row or ()), span)


def _piecewise(args: tuple[Node, ...], span: Span) -> Node | None:
    pieces: list[Node] = []
    for arg in args:
        if not (isinstance(arg, Op) and arg.op == "tuple" and len(arg.args) == 2):
            return None
        pieces.extend(arg.args)
    return Op("piecewise", tuple(pieces), span) if pieces else None


def _interval(left_closed: bool, right_closed: bool) -> Builder:
    def interval(args: tuple[Node, ...], span: Span) -> Node | None:
        open_ends = [isinstance(arg, Constant) and arg.name == "true" for arg in args[2:]]
        if len(args) not in {2, 3, 4} or any(
            not (isinstance(arg, Constant) and arg.name in {"true", "false"}) for arg in args[2:]
        ):
            return None
        ends = [*open_ends, False, False]
        # No interval reaches infinity, however it is written.
        finite = [not _is_infinite(arg) for arg in args[:2]]
        closed = (left_closed and not ends[0] and finite[0], right_closed and not ends[1] and finite[1])
        return Op("interval", (*args[:2], *(Constant("true" if end else "false") for end in closed)), span)

    return interval


def _is_infinite(node: Node) -> bool:
    inner = node.args[0] if isinstance(node, Op) and node.op == "neg" else node
    return isinstance(inner, Constant) and inner.name == "infinity"


def _limit(args: tuple[Node, ...], span: Span) -> Node | None:
    variable = as_symbol(args[1]) if len(args) == 3 else None
    if variable is None:
        return None
    return Binder("limit", (variable,), args[2], None, None, bind(args[0], args[1], variable), span)


def _map(args: tuple[Node, ...], span: Span) -> Node | None:
    variable = as_symbol(args[0]) if len(args) == 2 else None
    if variable is None:
        return None
    return Binder("map", (variable,), None, None, None, bind(args[1], args[0], variable), span)


_BUILDERS: Mapping[str, Builder] = {
    "Rational": _rational, "Integer": _same, "Float": _same, "S": _same, "sympify": _same, "cbrt": _cube_root,
    "log10": _log_of_base(10), "log2": _log_of_base(2), "lg": _log_of_base(10), "Derivative": _derivative,
    "diff": _derivative, "Matrix": _matrix, "ImmutableMatrix": _matrix, "array": _matrix, "Piecewise": _piecewise,
    "Interval": _interval(left_closed=True, right_closed=True),
    "Interval.open": _interval(left_closed=False, right_closed=False),
    "Interval.Lopen": _interval(left_closed=False, right_closed=True),
    "Interval.Ropen": _interval(left_closed=True, right_closed=False), "Limit": _limit, "limit": _limit,
    "Lambda": _map,
}  # fmt: skip
