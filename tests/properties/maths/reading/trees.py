"""Random trees of the kind that readers make, for laws that must hold of all of them."""

from fractions import Fraction

from hypothesis import strategies as st

from grader.maths.tree import (
    Binder,
    Call,
    Constant,
    Density,
    Expectation,
    Matrix,
    Node,
    Number,
    Op,
    Relation,
    Symbol,
    Text,
)

Strategy = st.SearchStrategy[Node]
Names = tuple[Symbol, ...]
ONE = Number(Fraction(1), "1")
X, K = Symbol("x"), Symbol("k")
LETTERS = ["a", "b", "c", "x", "y", "z", "t", "n", "A", "C", "K", "X", "alpha", "mu", "psi", "Sigma", "theta"]
MARKS = [(), (), ("hat",), ("tilde",), ("bold",), ("bold", "hat"), ("cal",), ("dot",), ("bar",), ("star",), ("prime",)]
UNARY = [
    "neg",
    "sqrt",
    "exp",
    "log",
    "sin",
    "cosh",
    "atan",
    "asinh",
    "abs",
    "floor",
    "ceil",
    "factorial",
    "sgn",
    "norm",
]
UNARY_MORE = ["transpose", "det", "trace", "percent", "gamma", "logistic", "re", "erf", "conjugate", "plus_minus"]
BINARY = ["div", "pow", "root", "log", "binomial", "plus_minus", "hadamard", "norm", "inner", "mod", "max", "compose"]
RELATIONS = ["eq", "ne", "lt", "le", "gt", "ge", "approx", "proportional", "define", "equivalent"]


def number(written: str) -> Number:
    return Number(Fraction(written), written)


@st.composite
def numbers(draw: st.DrawFn) -> Node:
    digits = draw(st.text("0123456789", max_size=3))
    return number(f"{draw(st.integers(0, 99))}.{digits}" if digits else str(draw(st.integers(0, 400))))


@st.composite
def indices(draw: st.DrawFn) -> tuple[Node, ...]:
    choices: list[Node] = [
        Symbol("t"),
        Symbol("j"),
        number("0"),
        number("12"),
        Op("add", (Symbol("t"), Op("neg", (ONE,)))),
        Op("range", (ONE, Symbol("T"))),
        Text("data"),
        Text("KL"),
    ]
    return tuple(draw(st.lists(st.sampled_from(choices), max_size=2)))


@st.composite
def symbols(draw: st.DrawFn, letters: tuple[str, ...] = (), *, plain: bool = False) -> Symbol:
    base = draw(st.sampled_from(letters or LETTERS))
    if plain:
        return Symbol(base, (), draw(indices()))
    marks = draw(st.sampled_from(MARKS))
    sups = () if "star" in marks else draw(st.sampled_from([(), (), (), (K,)]))
    return Symbol(base, marks, draw(indices()), sups)


@st.composite
def leaves(draw: st.DrawFn) -> Node:
    match draw(st.integers(0, 4)):
        case 0:
            return draw(numbers())
        case 1:
            return Constant(draw(st.sampled_from(["pi", "e", "i", "infinity"])))
        case _:
            return draw(symbols())


variables = symbols(("x", "y", "t", "theta"), plain=True)
functions = symbols(("f", "g", "h", "F"), plain=True)
laws = st.sampled_from([Symbol("p"), Symbol("q"), Symbol("p", (), (Symbol("phi"),)), Symbol("q", (), (Symbol("psi"),))])


@st.composite
def expressions(draw: st.DrawFn, inner: Strategy) -> Node:
    """Algebra, functions, calculus."""
    match draw(st.integers(0, 14)):
        case 0 | 1:
            terms = draw(st.lists(inner, min_size=2, max_size=4))
            signs = draw(st.lists(st.booleans(), min_size=4, max_size=4))
            signed = (Op("neg", (term,)) if sign else term for term, sign in zip(terms, signs, strict=False))
            return Op("add", tuple(signed))
        case 2 | 3:
            return Op("mul", tuple(draw(st.lists(inner, min_size=2, max_size=4))))
        case 4 | 5:
            return Op(draw(st.sampled_from(UNARY + UNARY_MORE)), (draw(inner),))
        case 6 | 7:
            return Op(draw(st.sampled_from(BINARY)), (draw(inner), draw(inner)))
        case 8:
            name = draw(functions)
            head: Node = draw(st.sampled_from([name, Op("prime", (name, ONE)), Op("inverse_function", (name,))]))
            return Call(head, tuple(draw(st.lists(inner, min_size=1, max_size=2))))
        case 9:
            op = draw(st.sampled_from(["sum", "product"]))
            return Binder(op, (K,), draw(inner), draw(inner), None, draw(inner))
        case 10:
            return Binder("integral", (X,), draw(inner), draw(inner), None, draw(inner))
        case 11:
            return Binder("limit", (X,), draw(inner), None, None, draw(inner))
        case 12:
            op = draw(st.sampled_from(["derivative", "partial"]))
            return Op(op, (draw(inner), draw(variables), ONE))
        case 13:
            return Op("gradient", (draw(inner), draw(variables)))
        case _:
            body = draw(inner)
            other = draw(inner)
            return draw(
                st.sampled_from([
                    Op("at", (body, Relation((X, other), ("eq",)))),
                    Op("between", (body, other, ONE)),
                    Op("underbrace", (body, Text("name"))),
                ])
            )


@st.composite
def densities(draw: st.DrawFn) -> Density:
    of = tuple(draw(st.lists(variables, min_size=1, max_size=3)))
    return Density(draw(laws), of, tuple(draw(st.lists(variables, max_size=2))))


@st.composite
def probabilities(draw: st.DrawFn, inner: Strategy) -> Node:
    """Densities, expectations, divergences, normal laws."""
    match draw(st.integers(0, 6)):
        case 0:
            return draw(densities())
        case 1:
            law = draw(laws)
            subscript: Node = draw(st.sampled_from([law, draw(densities()), Relation((X, law), ("similar",))]))
            op = draw(st.sampled_from(["expectation", "variance"]))
            return Expectation(op, (subscript,), (draw(inner),))
        case 2:
            return Expectation("expectation", (), (draw(inner),), tuple(draw(st.lists(variables, max_size=2))))
        case 3:
            return Op("kl", (draw(densities()), draw(densities())))
        case 4:
            return Op("kl", (draw(laws), draw(laws)))
        case 5:
            place: tuple[Node, ...] = (draw(variables),) if draw(st.booleans()) else ()
            return Op("normal", (*place, draw(inner), draw(inner)))
        case _:
            return Op("indicator", (Relation((draw(inner), draw(inner)), ("gt",)),))


def grown(inner: Strategy) -> Strategy:
    return st.one_of(expressions(inner), probabilities(inner))


trees: Strategy = st.recursive(leaves(), grown, max_leaves=8)


@st.composite
def chains(draw: st.DrawFn) -> Node:
    count = draw(st.integers(1, 3))
    operands = tuple(draw(trees) for _ in range(count + 1))
    return Relation(operands, tuple(draw(st.sampled_from(RELATIONS)) for _ in range(count)))


@st.composite
def simple_sets(draw: st.DrawFn) -> Node:
    match draw(st.integers(0, 3)):
        case 0:
            left, right = draw(st.sampled_from([("true", "false"), ("false", "true"), ("false", "false")]))
            return Op("interval", (draw(trees), draw(trees), Constant(left), Constant(right)))
        case 1:
            return Op("set", tuple(draw(st.lists(trees, min_size=1, max_size=3))))
        case 2:
            return Constant(draw(st.sampled_from(["reals", "empty_set", "integers"])))
        case _:
            return Binder("set_of", (X,), None, None, None, draw(chains()))


@st.composite
def combined_sets(draw: st.DrawFn, inner: Strategy) -> Node:
    return Op(draw(st.sampled_from(["union", "intersection", "difference"])), (draw(inner), draw(inner)))


sets: Strategy = st.recursive(simple_sets(), combined_sets, max_leaves=4)


@st.composite
def members(draw: st.DrawFn) -> Node:
    return Relation((draw(trees), draw(sets)), ("in",))


@st.composite
def combined_statements(draw: st.DrawFn, inner: Strategy) -> Node:
    match draw(st.integers(0, 3)):
        case 0:
            return Op("not", (draw(inner),))
        case 1:
            return Binder("forall", (X,), None, None, Constant("reals"), draw(inner))
        case _:
            op = draw(st.sampled_from(["and", "or", "xor", "implies", "iff"]))
            return Op(op, (draw(inner), draw(inner)))


statements: Strategy = st.recursive(st.one_of(chains(), members()), combined_statements, max_leaves=4)


@st.composite
def arrangements(draw: st.DrawFn) -> Node:
    """Matrices, cases, tuples."""
    match draw(st.integers(0, 2)):
        case 0:
            rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            return Matrix(columns, tuple(draw(trees) for _ in range(rows * columns)))
        case 1:
            return Op("piecewise", (draw(trees), draw(chains()), draw(trees), Constant("true")))
        case _:
            return Op("tuple", tuple(draw(st.lists(trees, min_size=1, max_size=3))))


everything: Strategy = st.one_of(trees, trees, trees, chains(), sets, statements, arrangements())
