"""Operations that see more than their arguments: conventions, indices that are computed, exact arithmetic."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import acb, arb

from grader.maths.deciding.balls import Ball, Function, Unclear, integer_of
from grader.maths.deciding.program import Special
from grader.maths.deciding.state import State
from grader.maths.node import Node
from grader.maths.tree import Number, Op, Symbol

MAX_EXACT_BITS = 40_000  # of a number folded exactly while compiling


def odd_root(exact: Fraction, power: Function, *, is_doubtful: bool) -> Callable[[tuple[int, ...]], Special]:
    """Make x^(p/q) for odd q: of a negative real number the real root, where that is the convention.

    Args:
        exact: p/q.
        power: the principal power.
        is_doubtful: whether it was written as a power, where people disagree; of a root sign only next to complex
            numbers do they.
    """
    sign = -1 if exact.numerator % 2 else 1

    def make(places: tuple[int, ...]) -> Special:
        base_at, exponent_at = places

        def root(state: State, registers: list[Ball]) -> Ball:
            base = registers[base_at]
            exponent = registers[exponent_at]
            if isinstance(base, acb) and base.imag == 0:
                base = base.real
            if not isinstance(base, arb) or not base < 0:
                return power(base, exponent)
            if is_doubtful:
                state.is_ambiguous = True
            if state.convention == "principal":
                return power(base, exponent)
            return sign * (-base) ** exponent

        return root

    return make


def arccotangent(places: tuple[int, ...]) -> Special:
    """Make arccot x; of negative numbers there are two conventions."""
    (at,) = places

    def value(state: State, registers: list[Ball]) -> Ball:
        x = registers[at]
        if isinstance(x, arb) and x > 0:
            return (1 / x).atan()
        state.is_ambiguous = True
        if state.convention == "real":
            return arb.pi() / 2 - x.atan()
        if x == 0:
            return arb.pi() / 2
        return (1 / x).atan()

    return value


def indexed_symbol(node: Symbol, ordered: Sequence[str]) -> Callable[[tuple[int, ...]], Special]:
    """Make a symbol whose indices are computed: ``x_{k+1}`` at k = 2 is ``x_3``.

    Args:
        node: the symbol.
        ordered: the names that its indices hang on, in the order of the registers given to what is returned.
    """

    def make(places: tuple[int, ...]) -> Special:
        def value(state: State, registers: list[Ball]) -> Ball:
            return state.value(_indexed_name(node, dict(zip(ordered, [registers[k] for k in places], strict=True))))

        return value

    return make


def _indexed_name(symbol: Symbol, values: dict[str, Ball]) -> str:
    """Return the name of a symbol whose indices are computed: ``x_{k+1}`` at k = 2 is ``x_3``."""
    pieces: list[str] = []
    for sub in symbol.children:
        pieces.append(str(_index(sub, values)))
    return f"{symbol.stem}_{','.join(pieces)}" if len(pieces) > 1 else f"{symbol.stem}_{pieces[0]}"


def _index(node: Node, values: dict[str, Ball]) -> int | str:
    match node:
        case Number(value=value) if value.denominator == 1:
            return int(value)
        case Symbol() if node.name in values:
            found = integer_of(values[node.name])
            if found is None:
                raise Unclear
            return found
        case Op(op="neg", args=(x,)):
            inner = _index(x, values)
            return -inner if isinstance(inner, int) else f"-{inner}"
        case Op(op="add" | "mul" as op, args=args):
            parts = [_index(arg, values) for arg in args]
            if all(isinstance(part, int) for part in parts):
                numbers = [part for part in parts if isinstance(part, int)]
                total = numbers[0]
                for each in numbers[1:]:
                    total = total + each if op == "add" else total * each
                return total
            return f"{op}({','.join(sorted(map(str, parts)))})"
        case _:
            return repr(node)


def exact_arithmetic(op: str, values: Sequence[Fraction]) -> Fraction | None:
    """Return the value of one operation on exact numbers; None if there is none, or it would be large."""
    size = sum(each.numerator.bit_length() + each.denominator.bit_length() for each in values)
    if size > MAX_EXACT_BITS:
        return None
    match op, values:
        case "neg", (x,):
            return -x
        case "add", _:
            return sum(values, Fraction(0))
        case "mul", _:
            total = Fraction(1)
            for each in values:
                total *= each
            return total
        case "div", (x, y):
            return x / y if y else None
        case "pow", (x, y) if y.denominator == 1 and (x or y > 0):
            if (x.numerator.bit_length() + x.denominator.bit_length()) * abs(y.numerator) > MAX_EXACT_BITS:
                return None
            return x**y.numerator
        case _:
            return None
