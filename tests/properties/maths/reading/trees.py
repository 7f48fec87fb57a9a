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

ONE = Number(Fraction(1), "1")


def number(written: str) -> Number:
    return Number(Fraction(written), written)


integers = st.integers(0, 400).map(lambda value: number(str(value)))
decimals = st.tuples(st.integers(0, 99), st.text("0123456789", min_size=1, max_size=4)).map(
    lambda parts: number(f"{parts[0]}.{parts[1]}")
)
LETTERS = ["a", "b", "c", "x", "y", "z", "t", "n", "A", "C", "K", "X", "alpha", "mu", "psi", "Sigma", "theta"]
MARKS = [(), (), ("hat",), ("tilde",), ("bold",), ("bold", "hat"), ("cal",), ("dot",), ("bar",), ("star",), ("prime",)]
indices = st.one_of(
    st.sampled_from(["t", "k", "j"]).map(Symbol),
    st.integers(0, 12).map(lambda value: number(str(value))),
    st.just(Op("add", (Symbol("t"), Op("neg", (ONE,))))),
    st.just(Op("range", (ONE, Symbol("T")))),
    st.sampled_from(["data", "max", "KL", "DDPM"]).map(Text),
)
symbols = st.builds(
    Symbol,
    st.sampled_from(LETTERS),
    st.sampled_from(MARKS),
    st.one_of(st.just(()), st.tuples(indices), st.tuples(indices, indices)),
    st.sampled_from([(), (), (), (Symbol("k"),)]),
).map(lambda name: Symbol(name.base, name.marks, name.subs, name.sups if "star" not in name.marks else ()))
constants = st.sampled_from(["pi", "e", "i", "infinity"]).map(Constant)
leaves = st.one_of(integers, decimals, symbols, symbols, constants)
plain_names = st.builds(
    Symbol, st.sampled_from(["x", "y", "t", "theta"]), st.just(()), st.one_of(st.just(()), st.tuples(indices))
)
functions = st.builds(
    Symbol, st.sampled_from(["f", "g", "h", "F"]), st.just(()), st.one_of(st.just(()), st.tuples(indices))
)
laws = st.builds(
    Symbol, st.sampled_from(["p", "q"]), st.just(()), st.sampled_from([(), (Symbol("phi"),), (Symbol("theta"),)])
)
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
    "transpose",
    "det",
    "trace",
    "percent",
    "gamma",
    "logistic",
    "re",
    "erf",
    "conjugate",
    "plus_minus",
]
BINARY = ["div", "pow", "root", "log", "binomial", "plus_minus", "hadamard", "norm", "inner", "mod", "max", "compose"]


def expressions(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Algebra, functions, calculus."""
    several = st.lists(children, min_size=2, max_size=4).map(tuple)
    negated = st.one_of(children, children.map(lambda node: Op("neg", (node,))))
    terms = st.lists(negated, min_size=2, max_size=4).map(tuple)
    heads = st.one_of(
        functions,
        functions.map(lambda f: Op("prime", (f, ONE))),
        functions.map(lambda f: Op("inverse_function", (f,))),
    )
    return st.one_of(
        terms.map(lambda args: Op("add", args)),
        several.map(lambda args: Op("mul", args)),
        st.builds(lambda op, a: Op(op, (a,)), st.sampled_from(UNARY), children),
        st.builds(lambda op, a, b: Op(op, (a, b)), st.sampled_from(BINARY), children, children),
        st.builds(lambda head, args: Call(head, tuple(args)), heads, st.lists(children, min_size=1, max_size=2)),
        st.builds(
            lambda op, low, high, body: Binder(op, (Symbol("k"),), low, high, None, body),
            st.sampled_from(["sum", "product"]),
            children,
            children,
            children,
        ),
        st.builds(
            lambda low, high, body: Binder("integral", (Symbol("x"),), low, high, None, body),
            children,
            children,
            children,
        ),
        st.builds(lambda point, body: Binder("limit", (Symbol("x"),), point, None, None, body), children, children),
        st.builds(
            lambda op, body, name: Op(op, (body, name, ONE)),
            st.sampled_from(["derivative", "partial"]),
            children,
            plain_names,
        ),
        st.builds(lambda body, name: Op("gradient", (body, name)), children, plain_names),
        st.builds(lambda body, value: Op("at", (body, Relation((Symbol("x"), value), ("eq",)))), children, children),
        st.builds(lambda body, a, b: Op("between", (body, a, b)), children, children, children),
        st.builds(lambda body: Op("underbrace", (body, Text("name"))), children),
    )


def probabilities(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Densities, expectations, divergences, normal laws."""
    names = st.lists(plain_names, min_size=1, max_size=3).map(tuple)
    densities = st.builds(Density, laws, names, st.one_of(st.just(()), names))
    subscripts = st.one_of(
        st.just(()),
        laws.map(lambda q: (q,)),
        densities.map(lambda q: (q,)),
        st.builds(lambda x, q: (Relation((x, q), ("similar",)),), plain_names, laws),
    )
    return st.one_of(
        densities,
        st.builds(
            lambda op, law, body: Expectation(op, law, (body,)),
            st.sampled_from(["expectation", "variance"]),
            subscripts,
            children,
        ),
        st.builds(lambda body, names: Expectation("expectation", (), (body,), names), children, names),
        st.builds(lambda a, b: Op("kl", (a, b)), densities, densities),
        st.builds(lambda a, b: Op("kl", (a, b)), laws, laws),
        st.builds(lambda x, m, s: Op("normal", (x, m, s)), plain_names, children, children),
        st.builds(lambda m, s: Op("normal", (m, s)), children, children),
        st.builds(lambda x, y: Op("indicator", (Relation((x, y), ("gt",)),)), children, children),
    )


trees = st.recursive(leaves, lambda inner: st.one_of(expressions(inner), probabilities(inner)), max_leaves=9)
RELATIONS = ["eq", "ne", "lt", "le", "gt", "ge", "approx", "proportional", "define", "equivalent"]


@st.composite
def chains(draw: st.DrawFn) -> Node:
    count = draw(st.integers(1, 3))
    operands = tuple(draw(trees) for _ in range(count + 1))
    return Relation(operands, tuple(draw(st.sampled_from(RELATIONS)) for _ in range(count)))


intervals = st.builds(
    lambda a, b, ends: Op("interval", (a, b, Constant(ends[0]), Constant(ends[1]))),
    trees,
    trees,
    st.sampled_from([("true", "false"), ("false", "true"), ("false", "false")]),
)
sets = st.recursive(
    st.one_of(
        intervals,
        st.lists(trees, min_size=1, max_size=3).map(lambda items: Op("set", tuple(items))),
        st.sampled_from(["reals", "empty_set", "integers"]).map(Constant),
        chains().map(lambda claim: Binder("set_of", (Symbol("x"),), None, None, None, claim)),
    ),
    lambda inner: st.builds(
        lambda op, a, b: Op(op, (a, b)), st.sampled_from(["union", "intersection", "difference"]), inner, inner
    ),
    max_leaves=4,
)
statements = st.recursive(
    st.one_of(chains(), st.builds(lambda x, s: Relation((x, s), ("in",)), trees, sets)),
    lambda inner: st.one_of(
        st.builds(
            lambda op, a, b: Op(op, (a, b)), st.sampled_from(["and", "or", "xor", "implies", "iff"]), inner, inner
        ),
        inner.map(lambda claim: Op("not", (claim,))),
        inner.map(lambda claim: Binder("forall", (Symbol("x"),), None, None, Constant("reals"), claim)),
    ),
    max_leaves=4,
)


@st.composite
def matrices(draw: st.DrawFn) -> Node:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return Matrix(columns, tuple(draw(trees) for _ in range(rows * columns)))


piecewise = st.builds(lambda a, b, claim: Op("piecewise", (a, claim, b, Constant("true"))), trees, trees, chains())
tuples = st.lists(trees, min_size=1, max_size=3).map(lambda items: Op("tuple", tuple(items)))
everything = st.one_of(trees, trees, trees, chains(), sets, statements, matrices(), piecewise, tuples)
