"""SymPy expressions by names, to formulas and back."""

import pytest

from grader.maths.symbolic import NotRepresented, symbolic_value, tree_of
from grader.maths.syntax.result import Parsed
from grader.maths.syntax.typed import parse_typed
from grader.model.values import SymbolicNode, SymbolicValue


def leaf(head: str, text: str | None = None) -> SymbolicNode:
    return SymbolicNode(head, (), text)


def node(head: str, *args: SymbolicNode, text: str | None = None) -> SymbolicNode:
    return SymbolicNode(head, args, text)


X, Y, TWO, MINUS = leaf("Symbol", "x"), leaf("Symbol", "sigma_1"), leaf("Integer", "2"), leaf("Integer", "-1")


@pytest.mark.parametrize(
    ("root", "typed"),
    [
        (node("Add", X, node("Mul", MINUS, Y)), "x - sigma_1"),
        (node("Mul", X, node("Pow", Y, MINUS)), "x/sigma_1"),
        (node("Mul", leaf("Rational", "1/2"), node("Pow", X, TWO)), "x**2/2"),
        (node("Mul", leaf("Rational", "-3/2"), X), "-3*x/2"),
        (node("Pow", X, leaf("Rational", "1/2")), "sqrt(x)"),
        (node("Pow", X, leaf("Integer", "-2")), "1/x**2"),
        (node("exp", node("log", X)), "exp(log(x))"),
        (node("Equality", X, leaf("Pi")), "x = pi"),
        (node("Function", X, text="f"), "f(x)"),
        (node("Matrix", X, TWO, text="1,2"), "Matrix([[x, 2]])"),
        (node("Derivative", node("Function", X, text="f"), node("Tuple", X, TWO)), "Derivative(f(x), (x, 2))"),
        (node("Sum", X, node("Tuple", leaf("Symbol", "k"), TWO, X)), "Sum(x, (k, 2, x))"),
        (leaf("Float", "0.25"), "0.25"),
    ],
)
def test_an_expression_becomes_the_formula_that_a_person_would_type(root: SymbolicNode, typed: str) -> None:
    read = parse_typed(typed)
    assert isinstance(read, Parsed)
    assert tree_of(SymbolicValue(root)) == read.node


@pytest.mark.parametrize(
    "root",
    [
        leaf("ComplexInfinity"),
        leaf("NaN"),
        node("polygamma", X, Y),
        node("Matrix", X, text="2,2"),
        leaf("Float", "1e-999999999"),
        leaf("Float", "nan"),
        leaf("Symbol", ""),
        node("os.system", X),
    ],
)
def test_what_formulas_do_not_have_is_refused(root: SymbolicNode) -> None:
    with pytest.raises(NotRepresented):
        tree_of(SymbolicValue(root))


def test_a_deep_expression_is_refused_before_it_overflows() -> None:
    root = X
    for _ in range(5000):
        root = node("sin", root)
    with pytest.raises(NotRepresented):
        tree_of(SymbolicValue(root))


@pytest.mark.parametrize("typed", ["x**2 - y", "sqrt(x)/y", "Piecewise((x, x < 1), (-x, True))", "Interval(0, 1)"])
def test_a_formula_comes_back_from_sympys_names(typed: str) -> None:
    read = parse_typed(typed)
    assert isinstance(read, Parsed)
    assert tree_of(symbolic_value(read.node)) == read.node
