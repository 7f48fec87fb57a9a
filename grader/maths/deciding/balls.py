"""Numbers known up to a ball (python-flint's ``arb``, complex ones ``acb``), and what is certain of them."""

from collections.abc import Callable
from typing import TypeAlias

from flint import acb, arb

Ball: TypeAlias = "arb | acb"
Function: TypeAlias = Callable[[Ball, Ball], Ball]


class Undefined(Exception):
    """There is certainly no value."""


class Unclear(Exception):
    """Whether there is a value, or which, is not known at this precision."""


def integer_of(value: Ball) -> int | None:
    """Return the integer that a ball is exactly, None if it is none or only nearly one."""
    if isinstance(value, acb):
        if value.imag != 0:
            return None
        value = value.real
    if value.is_exact() and value.is_integer():
        found = value.unique_fmpz()
        return None if found is None else int(found)
    return None


def is_apart_from_integers(value: Ball) -> bool:
    """Whether no integer lies in the ball."""
    return not value.contains_integer()


def excludes_zero(value: Ball) -> bool:
    """Whether zero certainly lies outside."""
    return value.is_finite() and not value.contains(0)


def sign_of(value: Ball) -> int:
    """Return −1, 0 or 1.

    Raises:
        Unclear: if the ball leaves it open.
    """
    if isinstance(value, acb):
        if value.imag != 0:
            raise Unclear
        value = value.real
    if value > 0:
        return 1
    if value < 0:
        return -1
    if value == 0:
        return 0
    raise Unclear
