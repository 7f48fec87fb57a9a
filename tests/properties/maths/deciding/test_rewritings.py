"""A formula equals its own rewritings, and differs from what a small edit makes of it."""

from fractions import Fraction
from random import Random

from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.deciding import Budget, compare
from grader.maths.deciding.balls import Unclear, Undefined
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.build import ONE, TWO, add, div, mul, neg, number, power, sub
from grader.maths.deciding.compiler import compile_formulas
from grader.maths.deciding.program import NotComputable, Surroundings
from grader.maths.deciding.rewrite import core
from grader.maths.deciding.state import State
from grader.maths.diagnose.edits import edits
from grader.maths.node import Node
from grader.maths.notation import DEFAULT, Notation
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed
from grader.maths.tree import Binder, Op, Symbol
from grader.maths.writing.markup import to_latex

QUICK = settings(max_examples=60, derandomize=True, deadline=None)
BUDGET = Budget(seconds=3.0, helpers=False)
POSITIVE = Notation.from_mapping({"domain": "positive"})
X, Y, Z = Symbol("x"), Symbol("y"), Symbol("z")


def op(name: str, *args: Node) -> Node:
    return Op(name, args)


def trees(leaves: st.SearchStrategy[Node], *, functions: bool = True) -> st.SearchStrategy[Node]:
    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        shapes = [
            st.builds(add, inner, inner),
            st.builds(sub, inner, inner),
            st.builds(mul, inner, inner),
            st.builds(div, inner, inner),
            st.builds(power, inner, st.sampled_from([number(2), number(3)])),
        ]
        if functions:
            names = st.sampled_from(["sin", "cos", "exp", "tanh", "atan", "sqrt", "log", "abs"])
            shapes.append(st.builds(op, names, inner))
        return st.one_of(shapes)

    return st.recursive(leaves, grown, max_leaves=7)


leaves = st.sampled_from([X, Y, Z, ONE, TWO, number(3), number(Fraction(1, 2))])
expressions = trees(leaves)
rational = trees(leaves, functions=False)


def has_values(node: Node) -> bool:
    """Whether the formula has a value somewhere: 1/(x - x) has none, and nothing can be said of it."""
    return compare(node, add(node, ONE), DEFAULT, BUDGET).is_different


def agree(first: Node, second: Node, notation: Notation = DEFAULT) -> bool:
    return compare(first, second, notation, BUDGET).is_same


@QUICK
@given(expressions, expressions)
def test_sums_and_products_may_be_turned_round(a: Node, b: Node) -> None:
    if has_values(add(a, b)):
        assert agree(add(a, b), add(b, a))
        assert agree(mul(a, add(b, ONE)), mul(add(ONE, b), a))


@QUICK
@given(expressions, expressions, expressions)
def test_a_product_may_be_multiplied_out(a: Node, b: Node, c: Node) -> None:
    product = mul(a, sub(b, c))
    if has_values(product):
        assert agree(product, sub(mul(a, b), mul(a, c)))


@QUICK
@given(rational, rational)
def test_fractions_have_a_common_denominator(a: Node, b: Node) -> None:
    c = add(power(X, TWO), ONE)
    whole = add(div(a, c), b)
    if has_values(whole):
        result = compare(whole, div(add(a, mul(b, c)), c), DEFAULT, BUDGET)
        assert result.is_same
        assert result.proved


@QUICK
@given(expressions)
def test_trigonometric_identities_hold(u: Node) -> None:
    if has_values(u):
        assert agree(add(power(op("sin", u), TWO), power(op("cos", u), TWO), u), add(u, ONE))
        assert agree(op("sin", mul(TWO, u)), mul(TWO, op("sin", u), op("cos", u)))
        assert agree(op("cos", add(u, Y)), sub(mul(op("cos", u), op("cos", Y)), mul(op("sin", u), op("sin", Y))))


@QUICK
@given(st.sampled_from([X, mul(X, Y), add(X, Y), power(X, number(3)), div(X, Y)]), st.sampled_from([Y, add(Y, ONE)]))
def test_logarithms_split_where_all_is_positive(u: Node, v: Node) -> None:
    assert agree(op("log", mul(u, v)), add(op("log", u), op("log", v)), POSITIVE)
    assert agree(op("log", power(u, number(3))), mul(number(3), op("log", u)), POSITIVE)
    assert agree(op("sqrt", mul(power(u, TWO), v)), mul(u, op("sqrt", v)), POSITIVE)


@QUICK
@given(rational, st.integers(1, 6))
def test_a_bound_variable_may_be_renamed(body: Node, last: int) -> None:
    i, j = Symbol("i"), Symbol("j")
    first = Binder("sum", (i,), ONE, number(last), None, mul(body, i))
    second = Binder("sum", (j,), ONE, number(last), None, mul(j, body))
    if has_values(body):
        assert agree(first, second)


@QUICK
@given(expressions)
def test_what_is_written_reads_back_as_the_same(tree: Node) -> None:
    read = parse_latex(to_latex(tree))
    assert isinstance(read, Parsed)
    if has_values(tree):
        assert agree(read.node, tree)


def value(node: Node, values: dict[str, arb]) -> arb | None:
    """Evaluate at high precision, apart from the deciding code's own choice of points."""
    before, ctx.prec = ctx.prec, 500
    try:
        program = compile_formulas([node], Surroundings(DEFAULT))
        (found,) = program.run(State(Clock(BUDGET), values.__getitem__, 0))
    except (Undefined, Unclear, NotComputable):
        return None
    finally:
        ctx.prec = before
    return found if isinstance(found, arb) and found.is_finite() else None


@settings(max_examples=40, derandomize=True, deadline=None)
@given(expressions, st.integers(0, 10_000))
def test_a_mutant_that_values_tell_apart_is_not_the_same(tree: Node, seed: int) -> None:
    random = Random(seed)
    mutants = list(edits(tree))
    for edit in random.sample(mutants, min(5, len(mutants))):
        mutant = tree.replace(edit.path, edit.new)
        verdict = compare(tree, mutant, DEFAULT, BUDGET).verdict
        for _ in range(6):
            point = {name: arb(random.randint(-4000, 4000)) / 1024 for name in "xyz"}
            a, b = (value(core(node, DEFAULT, Clock(BUDGET)), point) for node in (tree, mutant))
            if a is not None and b is not None and not (a - b).contains(0):
                assert verdict != "same", (to_latex(tree), to_latex(mutant), point)


@QUICK
@given(rational)
def test_a_difference_has_a_witness_that_can_be_checked(tree: Node) -> None:
    result = compare(tree, add(tree, ONE), DEFAULT, BUDGET)
    if result.is_different and result.witness is not None and result.witness.left != "undefined":
        assert abs(float(result.witness.right) - float(result.witness.left) - 1) < 1e-3 * (
            1 + abs(float(result.witness.left))
        )


@QUICK
@given(expressions)
def test_a_square_root_is_not_taken_for_its_positive_base(u: Node) -> None:
    result = compare(op("sqrt", power(u, TWO)), u, DEFAULT, BUDGET)
    if result.is_same:
        # then u is nowhere seen negative
        for step in range(40):
            point = {name: arb(((step + 1) * (index + 3) * 37) % 801 - 400) / 100 for index, name in enumerate("xyz")}
            found = value(core(u, DEFAULT, Clock(BUDGET)), point)
            assert found is None or not found < 0, (to_latex(u), point)


@QUICK
@given(rational)
def test_the_opposite_is_another_formula_unless_it_is_zero(tree: Node) -> None:
    result = compare(tree, neg(tree), DEFAULT, BUDGET)
    if result.is_same:
        assert agree(tree, number(0))
