"""How large balls are, which terms could hide in rounding, and how values are shown."""

from flint import acb, arb

from grader.maths.deciding.balls import Ball
from grader.maths.deciding.program import Program
from grader.maths.deciding.state import State
from grader.maths.deciding.verdict import Witness

ENOUGH_STEEP = 64  # bits that a steep function may hide before it counts without any sum


def radius(value: Ball) -> arb:
    """Return a bound of the distance from the midpoint."""
    return value.rad() if isinstance(value, arb) else value.real.rad() + value.imag.rad()


def magnitude(value: Ball) -> int:
    """Return the least integer k with |value| ≤ 2^k, nearly; very negative for zero."""
    top = value.abs_upper() if isinstance(value, acb) else abs(value).upper()
    mantissa, exponent = top.mid().man_exp()
    if mantissa == 0:
        return -(10**12)
    return int(exponent) + int(mantissa).bit_length()


def _least_magnitude(value: Ball) -> int | None:
    """Return k with |value| about 2^k if the ball excludes zero."""
    bottom = value.abs_lower()
    mantissa, exponent = bottom.mid().man_exp()
    return None if mantissa == 0 else int(exponent) + int(mantissa).bit_length()


def spread_of(program: Program, state: State) -> int:
    """Return how many bits lie between the largest and the smallest term of sums, at a point."""
    registers = program.registers(state)
    top = bottom = 0
    for place in program.traits.terms:
        value = registers[place]
        if value.is_finite():
            low = _least_magnitude(value)
            top = max(top, magnitude(value))
            bottom = bottom if low is None else min(bottom, low)
    steep = sum(min(3 * (1 << min(max(magnitude(registers[at]), 0), 20)), 1 << 20) for at in program.traits.steep)
    return top - bottom + (steep if program.traits.terms or steep > ENOUGH_STEEP else 0)


def text_of(value: "Ball | str") -> str:
    """Write a value with the digits that a person wants to see."""
    if isinstance(value, str):
        return value
    if isinstance(value, arb):
        return str(value.mid().str(12, radius=False))
    if value.imag == 0:
        return text_of(value.real)
    return f"{text_of(value.real)} + {text_of(value.imag)}i".replace("+ -", "- ")


def witness_at(state: State, program: Program, left: str, right: str) -> Witness:
    """Return a witness with the symbols that the formulas hold."""
    names = [name for name in program.symbols if not name.startswith("⟨")]
    point = tuple([(name, text_of(state.value(name))) for name in names])
    return Witness(point, left, right)
