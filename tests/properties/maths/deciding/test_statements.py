"""Statements: rewritings are never called different, and what is called the same is true at the same points."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.deciding import Budget, compare
from grader.maths.deciding.build import add, div, mul, neg, number, power, sub
from grader.maths.node import Node
from grader.maths.notation import DEFAULT
from grader.maths.tree import Number, Op, Relation, Symbol
from grader.maths.writing.markup import to_latex

QUICK = settings(max_examples=80, derandomize=True, deadline=None)
BUDGET = Budget(seconds=2.0, helpers=False)
X, Y = Symbol("x"), Symbol("y")
RELATIONS = ("eq", "ne", "lt", "le", "gt", "ge")
GRID = [Fraction(n, 2) for n in range(-9, 10)] + [Fraction(1, 3), Fraction(-7, 3), Fraction(100), Fraction(-100)]


def op(name: str, *args: Node) -> Node:
    return Op(name, args)


def square(u: Node) -> Node:
    return power(u, number(2))


def modulus(u: Node) -> Node:
    return op("abs", u)


def larger(u: Node, v: Node) -> Node:
    return op("max", u, v)


def atom(left: Node, relation: str, right: Node) -> Node:
    return Relation((left, right), (relation,))


def both(p: Node, q: Node) -> Node:
    return op("and", p, q)


def either(p: Node, q: Node) -> Node:
    return op("or", p, q)


def opposite(p: Node) -> Node:
    return op("not", p)


def sides(symbols: tuple[Symbol, ...], *, kinked: bool) -> st.SearchStrategy[Node]:
    leaf = st.sampled_from([*symbols, *symbols, number(1), number(2), number(3)])

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        shapes = [
            st.builds(add, inner, inner),
            st.builds(sub, inner, inner),
            st.builds(mul, inner, inner),
            st.builds(square, inner),
        ]
        if kinked:
            shapes += [st.builds(modulus, inner), st.builds(larger, inner, inner)]
            shapes += [st.builds(div, inner, inner)]
        return st.one_of(shapes)

    return st.recursive(leaf, grown, max_leaves=4)


def statements(symbols: tuple[Symbol, ...], *, kinked: bool = False) -> st.SearchStrategy[Node]:
    side = sides(symbols, kinked=kinked)

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return st.one_of(st.builds(both, inner, inner), st.builds(either, inner, inner), st.builds(opposite, inner))

    return st.recursive(st.builds(atom, side, st.sampled_from(RELATIONS), side), grown, max_leaves=3)


def value(node: Node, point: dict[str, Fraction]) -> Fraction:
    """Evaluate exactly; division by zero is an error."""
    match node:
        case Number(value=found):
            return found
        case Symbol():
            return point[node.name]
        case Op(op=name, args=args):
            values = [value(arg, point) for arg in args]
            match name, values:
                case "add", _:
                    return sum(values, Fraction(0))
                case "neg", [a]:
                    return -a
                case "mul", _:
                    total = Fraction(1)
                    for each in values:
                        total *= each
                    return total
                case "div", [a, b]:
                    return a / b
                case "pow", [a, b]:
                    return a ** int(b)
                case "abs", [a]:
                    return abs(a)
                case "max", _:
                    return max(values)
                case _:
                    raise AssertionError(name)
        case _:
            raise AssertionError(node)


def truth(node: Node, point: dict[str, Fraction]) -> bool:
    match node:
        case Relation(operands=(left, right), relations=(relation,)):
            try:
                a, b = value(left, point), value(right, point)
            except ZeroDivisionError:
                return False
            return {"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[relation]
        case Op(op="and", args=(p, q)):
            return truth(p, point) and truth(q, point)
        case Op(op="or", args=(p, q)):
            return truth(p, point) or truth(q, point)
        case Op(op="not", args=(p,)):
            return not truth(p, point)
        case _:
            raise AssertionError(node)


def check(first: Node, second: Node, names: tuple[str, ...]) -> None:
    """Compare a verdict with the truths on a grid."""
    result = compare(first, second, DEFAULT, BUDGET)
    apart = [
        point
        for values in product(GRID, repeat=len(names))
        for point in [dict(zip(names, values, strict=True))]
        if truth(first, point) != truth(second, point)
    ]
    if result.is_same:
        assert apart == [], (to_latex(first), to_latex(second), apart[0])
    if (
        result.is_different
        and result.witness is not None
        and result.method == "cells of the line"
        and result.witness.point
    ):
        # An exact witness on the grid's kind of points can be checked.
        (name, text), *_ = result.witness.point
        point = {name: Fraction(text)}
        if "." not in text or len(text) < 10:
            assert truth(first, point) == (result.witness.left == "true")


@QUICK
@given(statements((X,)), statements((X,)))
def test_on_the_line_the_same_is_true_at_the_same_points(first: Node, second: Node) -> None:
    check(first, second, ("x",))


@QUICK
@given(statements((X,), kinked=True), statements((X,), kinked=True))
def test_with_kinks_and_quotients_too(first: Node, second: Node) -> None:
    check(first, second, ("x",))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(statements((X, Y)), statements((X, Y)))
def test_in_the_plane_the_same_is_true_at_the_same_points(first: Node, second: Node) -> None:
    check(first, second, ("x", "y"))


@settings(max_examples=40, derandomize=True, deadline=None)
@given(statements((X, Y)), statements((X, Y)))
def test_rewritings_of_logic_are_never_called_different(p: Node, q: Node) -> None:
    pairs = [
        (op("not", op("and", p, q)), op("or", op("not", p), op("not", q))),
        (op("implies", p, q), op("or", op("not", p), q)),
        (op("and", p, op("or", p, q)), p),
        (op("xor", p, q), op("not", op("iff", p, q))),
    ]
    for first, second in pairs:
        assert compare(first, second, DEFAULT, BUDGET).verdict != "different", (to_latex(first), to_latex(second))


@QUICK
@given(sides((X, Y), kinked=False), st.sampled_from(RELATIONS), sides((X, Y), kinked=False), st.integers(1, 5))
def test_both_sides_may_be_moved_scaled_and_turned(left: Node, relation: str, right: Node, scale: int) -> None:
    turned = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}[relation]
    first = Relation((left, right), (relation,))
    for second in (
        Relation((sub(left, right), number(0)), (relation,)),
        Relation((right, left), (turned,)),
        Relation((mul(number(scale), left), mul(number(scale), right)), (relation,)),
        Relation((neg(left), neg(right)), (turned,)),
    ):
        assert compare(first, second, DEFAULT, BUDGET).is_same, (to_latex(first), to_latex(second))
