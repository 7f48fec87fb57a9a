"""Answers that are nothing but a number: compared to the digits that were written."""

from flint import arb, fmpq

from grader.maths.deciding.balls import Unclear, Undefined
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.compiler import compile_formulas
from grader.maths.deciding.expressions import Precision, surroundings
from grader.maths.deciding.magnitudes import text_of
from grader.maths.deciding.program import NotComputable
from grader.maths.deciding.state import State
from grader.maths.deciding.survey import survey
from grader.maths.deciding.verdict import Comparison, Witness, different, same
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.tree import Number, Op

BITS = 256


def bare_number(node: Node) -> Number | None:
    """Return the literal that a formula is but for its sign, None if it is more than a number."""
    if isinstance(node, Op) and node.op == "neg":
        node = node.args[0]
    return node if isinstance(node, Number) else None


def compare_to_digits(left: Node, right: Node, notation: Notation, clock: Clock) -> Comparison | None:
    """Compare a decimal with an exact value: the same if the value rounds to the digits written.

    Two decimals, or a decimal and a whole number written out, are the exact numbers that they write: 1.20 is 1.2, and
    5 is not 5.001.

    Returns:
        None if neither side is a lone decimal, or the other is no exact constant: then they are exact expressions.
    """
    first, second = bare_number(left), bare_number(right)
    if first is not None and second is not None:
        return None
    written, other = (first, right) if first is not None else (second, left)
    if written is None or not written.is_decimal or any(each.is_decimal for each in survey(other).literals):
        return None
    try:
        program = compile_formulas([left, right], surroundings(notation, left, right))
    except NotComputable:
        return None
    if program.symbols:
        return None
    with Precision(BITS):
        try:
            a, b = program.run(State(clock, _no_value, 0))
        except (Undefined, Unclear):
            return None
        half = written.half_unit
        gap = abs(a - b)
        limit = arb(fmpq(half.numerator, half.denominator))
        if gap <= limit:
            return same("digits written", proved=True)
        if gap > limit:
            return different("digits written", Witness((), text_of(a), text_of(b)))
    return None


def _no_value(_name: str) -> arb:
    raise Unclear
