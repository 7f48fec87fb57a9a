"""SymPy numbers are numbers; what holds a symbol is not."""

import pytest

from grader.checkers.picking import BadPick, Picking, pick
from grader.model.values import SequenceValue, SymbolicNode, SymbolicValue, Value

I = SymbolicNode("ImaginaryUnit")  # noqa: E741  # SymPy's own name
HALF = SymbolicNode("Rational", text="1/2")
MINUS_HALF = SymbolicNode("Rational", text="-1/2")
ROOT = SymbolicNode("Pow", (SymbolicNode("Integer", text="3"), HALF))
X = SymbolicNode("Symbol", text="x")


def a_list(*nodes: SymbolicNode) -> SequenceValue:
    return SequenceValue("list", tuple(SymbolicValue(node) for node in nodes))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (SymbolicValue(MINUS_HALF), -0.5),
        (SymbolicValue(SymbolicNode("Mul", (HALF, I))), 0.5j),
        (
            SymbolicValue(SymbolicNode("Add", (MINUS_HALF, SymbolicNode("Mul", (HALF, ROOT, I))))),
            -0.5 + 3**0.5 / 2 * 1j,
        ),
        (SymbolicValue(SymbolicNode("Float", text="0.25")), 0.25),
        (a_list(MINUS_HALF, HALF), [-0.5, 0.5]),
        (SymbolicValue(SymbolicNode("Matrix", (HALF, HALF, MINUS_HALF, HALF), "2,2")), [[0.5, 0.5], [-0.5, 0.5]]),
    ],
)
def test_a_sympy_number_is_taken_as_a_number(value: Value, expected: object) -> None:
    numbers = pick(value, Picking())
    assert not isinstance(numbers, BadPick)
    assert numbers.tolist() == expected


HUGE = SymbolicNode("Pow", (SymbolicNode("Integer", text="9"), SymbolicNode("Integer", text="9" * 400)))
SUM = SymbolicNode("Sum", (X, SymbolicNode("Tuple", (X, HALF, HALF))))


@pytest.mark.parametrize(
    "value",
    [
        SymbolicValue(X),
        a_list(HALF, X),
        SymbolicValue(SUM),
        SymbolicValue(SymbolicNode("Function", (HALF,), "f")),
        SymbolicValue(SymbolicNode("Float", text="1e999999999")),
        a_list(*([HALF] * 2000)),
    ],
)
def test_what_is_no_number_stays_symbolic(value: Value) -> None:
    assert pick(value, Picking()) == BadPick("numbers", "symbolic")


def test_a_vast_power_costs_nothing() -> None:
    numbers = pick(SymbolicValue(HUGE), Picking())
    assert not isinstance(numbers, BadPick)
    assert numbers.tolist() == float("inf")
