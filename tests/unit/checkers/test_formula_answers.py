"""What a student returns, as a formula or the reason why it is none."""

import numpy as np
import pytest

from grader.checkers.formula_answers import Formula, NoFormula, formula_of
from grader.maths.syntax.result import Parsed
from grader.maths.syntax.typed import parse_typed
from grader.model.values import OpaqueValue, SequenceValue, SymbolicNode, SymbolicValue, Value, array_value


def node(head: str, *args: SymbolicNode, text: str | None = None) -> SymbolicNode:
    return SymbolicNode(head, args, text)


def leaf(head: str, text: str) -> SymbolicNode:
    return SymbolicNode(head, (), text)


X, ONE = leaf("Symbol", "x"), leaf("Integer", "1")


def typed(text: str) -> object:
    read = parse_typed(text)
    assert isinstance(read, Parsed)
    return read.node


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (SymbolicValue(node("log", X)), "log(x)"),
        (SymbolicValue(node("log", leaf("Symbol", "sigma1"))), "log(sigma_1)"),
        (SymbolicValue(node("log", leaf("Symbol", "\\sigma_{1}"))), "log(sigma_1)"),
        (SymbolicValue(node("log", leaf("Dummy", "x#7"))), "log(x)"),
        (SymbolicValue(leaf("Float", "0.5000000000000000000")), "1/2"),
        (SymbolicValue(leaf("Float", "0.333333333333333314829616256247")), "1/3"),
        (SymbolicValue(node("Mul", leaf("Float", "-0.2500000000"), X)), "-(1/4)*x"),
        (SymbolicValue(leaf("Rational", "6004799503160661/18014398509481984")), "1/3"),
        (3, "3"),
        (-2, "-2"),
        (0.5, "1/2"),
        (1 / 3, "1/3"),
        (array_value(np.float64(0.1)), "1/10"),
        (-0.5 + 0.25j, "-1/2 + 1/4*i"),
        (2 + 0j, "2"),
    ],
)
def test_an_expression_or_a_number_is_a_formula(value: Value, text: str) -> None:
    found = formula_of(value)
    expected = typed(text)
    assert isinstance(found, Formula)
    assert found.shape == ()
    assert not found.has_floats
    if text != "-(1/4)*x":  # the sign may stand on the number or on the product
        assert found.tree == expected


def test_a_matrix_has_its_shape_and_entries() -> None:
    found = formula_of(SymbolicValue(node("Matrix", X, ONE, ONE, text="3,1")))
    assert isinstance(found, Formula)
    assert found.shape == (3, 1)
    assert len(found.entries) == 3


def test_a_float_that_is_no_simple_fraction_is_noted() -> None:
    long = SymbolicValue(leaf("Rational", "6243314768165359/9007199254740992"))
    for value in (SymbolicValue(leaf("Float", "0.693147180559945309")), 0.6931471805599453, long):
        found = formula_of(value)
        assert isinstance(found, Formula)
        assert found.has_floats


def test_two_dummies_of_one_name_stay_two() -> None:
    one, two = leaf("Dummy", "x#1"), leaf("Dummy", "x#2")
    found = formula_of(SymbolicValue(node("Add", one, node("Mul", leaf("Integer", "-1"), two))))
    assert isinstance(found, Formula)
    assert len({str(child) for child in found.tree.children}) == 2


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        (None, NoFormula("nothing")),
        ("log(x)", NoFormula("text")),
        (True, NoFormula("boolean")),
        (float("nan"), NoFormula("not_finite")),
        (float("inf"), NoFormula("not_finite")),
        (complex(0, float("inf")), NoFormula("not_finite")),
        (array_value([1.0]), NoFormula("not_an_expression")),
        (SequenceValue("list", (SymbolicValue(X),)), NoFormula("not_an_expression")),
        (SymbolicValue(node("Equality", X, ONE)), NoFormula("relation")),
        (SymbolicValue(node("Add", X, node("NaN"))), NoFormula("not_finite")),
        (OpaqueValue("Add", "x + …", "too_large"), NoFormula("too_large", is_ours=True)),
        (OpaqueValue("Foo", "Foo(x)", "unsupported_node Foo"), NoFormula("unsupported_node Foo", is_ours=True)),
        (OpaqueValue("DataFrame", "", "unsupported_type"), NoFormula("not_an_expression")),
    ],
)
def test_what_is_no_formula_says_why(value: Value, trouble: NoFormula) -> None:
    assert formula_of(value) == trouble


def test_what_formulas_do_not_have_is_for_a_person() -> None:
    found = formula_of(SymbolicValue(node("KroneckerDelta", X, ONE)))
    assert isinstance(found, NoFormula)
    assert found.is_ours


def test_a_vast_exponent_is_not_worked_out() -> None:
    vast = formula_of(SymbolicValue(leaf("Float", "1e999999999")))
    assert isinstance(vast, NoFormula)
    assert isinstance(formula_of(SymbolicValue(node("Pow", leaf("Integer", "9"), leaf("Integer", "9" * 400)))), Formula)


def test_an_integer_of_ten_thousand_digits_is_a_number_like_any_other() -> None:
    assert isinstance(formula_of(10**9999), Formula)
