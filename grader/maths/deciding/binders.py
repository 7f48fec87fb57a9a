"""Sums, products and definite integrals, evaluated rigorously."""

from collections.abc import Sequence
from dataclasses import replace

from flint import acb, arb, fmpz

from grader.maths.deciding.balls import Ball, Unclear, Undefined, integer_of
from grader.maths.deciding.compiler import Compiler, compile_formulas
from grader.maths.deciding.program import NotComputable, Special
from grader.maths.deciding.state import State
from grader.maths.node import Node
from grader.maths.tree import Binder, Constant, Op, Symbol

MAX_EVALUATIONS = 4_000  # of an integrand, for one integral at one precision
INTEGRAL_BITS = 112  # to which an integral is computed, whatever the precision: more would cost seconds
MOST_HALVINGS = 5  # of the evaluations, after as many integrals that came to nothing
CHECKED_POINTS = 5  # inside an integral's interval, at which the integrand must be real
_TOLERANCE = arb((fmpz(1), fmpz(-INTEGRAL_BITS)))


def register_binder(compiler: Compiler, node: Binder) -> int:
    """Return the register of a binder's value.

    Raises:
        NotComputable: for one that is not a number between two bounds.
    """
    if len(node.variables) != 1 or node.domain is not None or node.lower is None or node.upper is None:
        return compiler.unknown(node) if node.op in {"sum", "product", "integral", "limit"} else _refuse(node)
    (variable,) = node.variables
    if not isinstance(variable, Symbol):
        raise NotComputable(node.op)
    if node.op in {"sum", "product"}:
        return _fold(compiler, node, variable.name, node.lower, node.upper)
    if node.op == "integral":
        return _integral(compiler, node, variable.name, node.lower, node.upper)
    return _refuse(node)


def _refuse(node: Binder) -> int:
    raise NotComputable(node.op)


def is_endless(node: Node | None) -> bool:
    """Whether a bound is ±∞."""
    if isinstance(node, Op) and node.op == "neg":
        node = node.args[0]
    return node == Constant("infinity")


def _inner_symbols(names: Sequence[str], bound: str, compiler: Compiler) -> None:
    """Draw the body's other symbols in the outer program too, so that every symbol is known there."""
    for name in names:
        if name != bound:
            compiler.symbol(name)


def _fold(compiler: Compiler, node: Binder, name: str, lower: Node, upper: Node) -> int:
    if is_endless(lower) or is_endless(upper):
        return compiler.unknown(node)
    for bound in (lower, upper):
        compiler.counted.update(_counted_names(bound))
    body = compile_formulas([node.body], compiler.around.binding(name))
    compiler.absorb(body.traits, name)
    _inner_symbols(body.symbols, name, compiler)
    is_sum = node.op == "sum"

    def make(places: tuple[int, ...]) -> Special:
        low_at, high_at = places

        def fold(state: State, registers: list[Ball]) -> Ball:
            low, high = integer_of(registers[low_at]), integer_of(registers[high_at])
            if low is None or high is None:
                raise Unclear
            if high - low >= state.clock.budget.terms:
                raise Unclear
            if high < low - 1:
                raise Unclear  # an empty sum is 0, or minus the sum the other way round: people disagree
            total: Ball = arb(0) if is_sum else arb(1)
            outside = state.values.pop(name, None)
            try:
                for index in range(low, high + 1):
                    if index & 63 == 63:
                        state.clock.check()
                    state.values[name] = arb(index)
                    (term,) = body.run(state)
                    total = total + term if is_sum else total * term
            finally:
                state.values.pop(name, None)
                if outside is not None:
                    state.values[name] = outside
            return total

        return fold

    return compiler.special(make, (compiler.register(lower), compiler.register(upper)))


def _counted_names(bound: Node) -> set[str]:
    return {each.name for _, each in bound.walk() if isinstance(each, Symbol)}


def _integral(compiler: Compiler, node: Binder, name: str, lower: Node, upper: Node) -> int:
    if is_endless(lower) or is_endless(upper):
        return compiler.unknown(node)
    around = compiler.around
    opened = replace(around, is_complex=True)
    body = compile_formulas([node.body], opened)
    strict = compile_formulas([node.body], around)
    if body.traits.opaque or body.traits.conventions:
        raise NotComputable("integral")
    compiler.absorb(body.traits, name)
    compiler.integrals = True
    is_smooth = not body.traits.kinks
    analytic = body if is_smooth else compile_formulas([node.body], replace(opened, is_analytic=True))
    _inner_symbols(body.symbols, name, compiler)

    def make(places: tuple[int, ...]) -> Special:
        low_at, high_at = places
        failed = 0

        def integral(state: State, registers: list[Ball]) -> Ball:
            nonlocal failed
            low, high = registers[low_at], registers[high_at]
            outside = state.values.pop(name, None)
            trouble: list[Exception] = []

            def integrand(x: acb, is_analytic: bool) -> acb:
                # flint cannot carry an exception through: it ends the process. So nothing may leave this function.
                try:
                    if not trouble:
                        state.clock.check()
                        state.values[name] = x
                        return acb((analytic if is_analytic else body).run(state)[0])
                except (Undefined, Unclear):
                    pass
                except Exception as found:  # as above
                    trouble.append(found)
                    return acb(0)
                return acb(arb.nan()) if not trouble else acb(0)  # once in trouble, let flint come to its end

            is_real = isinstance(low, arb) and isinstance(high, arb)
            try:
                for part in range(1, CHECKED_POINTS + 1):
                    state.values[name] = low + (high - low) * part / (CHECKED_POINTS + 1)
                    is_real &= isinstance(strict.run(state)[0], arb)
                total = acb.integral(
                    integrand,
                    acb(low),
                    acb(high),
                    rel_tol=_TOLERANCE,
                    abs_tol=_TOLERANCE,
                    eval_limit=MAX_EVALUATIONS >> min(failed, MOST_HALVINGS),
                    depth_limit=4 * INTEGRAL_BITS,
                )
            finally:
                state.values.pop(name, None)
                if outside is not None:
                    state.values[name] = outside
            if trouble:
                raise trouble[0]
            if not total.is_finite():
                failed += 1  # as at a pole on the way, where all the evaluations are spent
                raise Unclear
            return total.real if is_real else total

        return integral

    return compiler.special(make, (compiler.register(lower), compiler.register(upper)))
