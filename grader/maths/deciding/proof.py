"""Equality proved by exact algebra."""

from typing import NamedTuple

from grader.maths.deciding.algebra import Algebra
from grader.maths.deciding.budget import Clock
from grader.maths.deciding.quotients import ONE_POLYNOMIAL, Quotient, TooLarge, times
from grader.maths.node import Node


class Proof(NamedTuple):
    """What exact algebra says about two formulas.

    Attributes:
        is_equal: they are equal wherever both have values.
        same_domain: and they have values at the same places, isolated points aside.
    """

    is_equal: bool
    same_domain: bool


NO_PROOF = Proof(is_equal=False, same_domain=False)


def prove_equal(left: Node, right: Node, clock: Clock, *, is_complex: bool) -> Proof:
    """Try to prove that two formulas of the core are equal."""
    algebra = Algebra(clock, is_complex=is_complex)
    try:
        p = algebra.of(left)
        first = algebra.take_domain()
        q = algebra.of(right)
        second = algebra.take_domain()
        gap = algebra.reduced(Quotient(times(p.above, q.below) - times(q.above, p.below), ONE_POLYNOMIAL))
    except (TooLarge, RecursionError):
        return NO_PROOF
    if not gap.above.is_zero():
        return NO_PROOF
    return Proof(is_equal=True, same_domain=first is not None and first == second)
