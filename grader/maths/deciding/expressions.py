"""Two expressions compared: at random points in ball arithmetic, then exactly where that is cheap.

"Different" needs one point at which the two balls are apart, or a neighbourhood on which one side has a value and
the other certainly none. "Same" is either proved by exact algebra or agreed to at enough points, to a bound that also
covers terms much smaller than the others: with terms between 2^−m and 2^M, the difference must vanish to
2^−(64 + m + M).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from flint import arb, ctx

from grader.maths.deciding.balls import Ball, Unclear, Undefined, excludes_zero
from grader.maths.deciding.budget import Clock, OutOfBudget
from grader.maths.deciding.compiler import compile_formulas
from grader.maths.deciding.kinks import patterned_points, special_points, tower_points
from grader.maths.deciding.magnitudes import magnitude, radius, spread_of, text_of, witness_at
from grader.maths.deciding.points import Sampler, neighbourhood
from grader.maths.deciding.program import NotComputable, Program, Surroundings
from grader.maths.deciding.proof import Proof
from grader.maths.deciding.state import Convention, State
from grader.maths.deciding.survey import survey
from grader.maths.deciding.verdict import Comparison, Witness, different, same, undecided
from grader.maths.node import Node
from grader.maths.notation import Notation

FIRST_BITS = 128
FIRST_POINTS = 3  # before an exact proof is tried
SMOOTH_POINTS = 8  # that must agree where both sides are meromorphic: one would do but for rounding
KINKED_POINTS = 30  # that must agree where there are roots, logarithms, cases …
FEWEST_POINTS = 8  # if the sides have values only at few of the points tried
MOST_POINTS = 90  # tried
MOST_UNCLEAR = 12  # before any point is clear
CONSTANT_MARGIN = 400  # bits to which constants must agree, beyond what their terms may hide
MARGIN = 64

Prover = Callable[[], Proof]


_WHOLE = frozenset({"integer", "natural", "boolean"})


class Outcome(Enum):
    """What a point says."""

    AGREE = auto()
    DIFFER = auto()
    NEITHER = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a point says, and the witness if the sides differ there."""

    outcome: Outcome
    witness: Witness | None = None
    is_about_domain: bool = False


UNCLEAR = Seen(Outcome.UNCLEAR)


class Pair:
    """Two compiled formulas and where to look at them.

    Attributes:
        has_whole_numbers: whether some symbol takes whole numbers only, so that points may repeat and say less.
        spread: the bits between the largest and the smallest term of sums, at the first point that was looked at.
    """

    def __init__(self, left: Node, right: Node, notation: Notation, clock: Clock) -> None:
        self.clock = clock
        self.nodes = (left, right)
        self.around = surroundings(notation, left, right)
        self.joint = compile_formulas(self.nodes, self.around)
        if self.joint.traits.counted:
            self.around = replace(self.around, indices=self.joint.traits.counted)
            self.joint = compile_formulas(self.nodes, self.around)
        self.sampler = Sampler(self.nodes, notation, clock, self.joint.traits.counted, self.joint.traits.nesting)
        self.has_whole_numbers = any(self.sampler.domain(name) in _WHOLE for name in self.joint.symbols)
        self.differs_alone = False
        """Whether a point was seen at which both values exist and differ, though on no neighbourhood of it."""
        self.spread: int | None = None
        self.seen_points: set[tuple[str, ...]] = set()
        self._apart: tuple[Program, Program] | None = None

    @property
    def is_constant(self) -> bool:
        """Whether no symbol occurs."""
        return not self.joint.symbols

    def is_repeated(self, state: State) -> bool:
        """Whether a point was seen before; remembers it."""
        if not self.has_whole_numbers:
            return False
        point = tuple([str(state.value(name)) for name in self.joint.symbols])
        is_known = point in self.seen_points
        self.seen_points.add(point)
        return is_known

    @property
    def apart(self) -> tuple[Program, Program]:
        """The two formulas compiled one by one, for points at which one of them has no value."""
        if self._apart is None:
            left, right = self.nodes
            self._apart = compile_formulas([left], self.around), compile_formulas([right], self.around)
        return self._apart

    def look(self, state: State, margin: int = MARGIN) -> Seen:
        """Say what a point says, at rising precision until it is clear."""
        bits = FIRST_BITS
        if self.spread is not None:
            bits = max(bits, self.spread + margin + 32)
        elif margin > MARGIN:
            bits = margin + 128
        seen = UNCLEAR
        for _ in range(5):
            if bits > self.clock.budget.bits:
                break
            seen, wanted = self._look_once(state, bits, margin)
            if seen.outcome is not Outcome.UNCLEAR:
                break
            self.clock.check()
            bits = max(2 * bits, wanted)
        return seen

    def _look_once(self, state: State, bits: int, margin: int) -> tuple[Seen, int]:
        with Precision(bits):
            try:
                left, right = self.joint.run(state)
            except (Undefined, Unclear):
                return self._look_apart(state), 0
            if not (left.is_finite() and right.is_finite()):
                return self._look_apart(state), 0
            gap = left - right
            if not gap.contains(0):
                if self.joint.traits.kinks and not self._differs_around(state):
                    self.differs_alone = True
                    return UNCLEAR, 0
                return Seen(Outcome.DIFFER, witness_at(state, self.joint, text_of(left), text_of(right))), 0
            if gap == 0:  # exactly: both values are
                return Seen(Outcome.AGREE), 0
            if self.spread is None:
                self.spread = spread_of(self.joint, state)
            wanted = self.spread + margin
            size = max(magnitude(left), magnitude(right), magnitude(gap))
            if magnitude(radius(gap)) <= size - wanted or magnitude(radius(gap)) <= -wanted:
                return Seen(Outcome.AGREE), 0
            return UNCLEAR, wanted + bits

    def _look_apart(self, state: State) -> Seen:
        kinds = [value_or_reason(program, state) for program in self.apart]
        if any(isinstance(value, arb) and value == 0 for value in state.values.values()) and not self.is_constant:
            return UNCLEAR  # x/|x| at 0: no neighbourhood of an exact zero is looked at, so it may be that point alone
        if all(kind == "undefined" for kind in kinds):
            return Seen(Outcome.NEITHER)
        if "undefined" not in kinds or "unclear" in kinds:
            return UNCLEAR
        around = self._wide_state(state, 60)
        for program, kind in zip(self.apart, kinds, strict=True):
            found = value_or_reason(program, around)
            if (found == "undefined") != (kind == "undefined") or found == "unclear":
                return UNCLEAR
        texts = ["undefined" if kind == "undefined" else text_of(kind) for kind in kinds]
        return Seen(Outcome.DIFFER, witness_at(state, self.joint, *texts), is_about_domain=True)

    def _wide_state(self, state: State, bits: int) -> State:
        wide = State(self.clock, state.draw, state.seed)
        wide.convention = state.convention
        names = state.values
        whole = frozenset(name for name in names if state.is_whole or self.sampler.domain(name) in _WHOLE)
        wide.values = neighbourhood(state.values, bits, whole)
        return wide

    def _differs_around(self, state: State) -> bool:
        """Whether the sides are apart on a whole neighbourhood, and not on a point that only happens to be special."""
        for bits in (40, 100):
            wide = self._wide_state(state, bits)
            try:
                left, right = self.joint.run(wide)
            except (Undefined, Unclear):
                continue
            if excludes_zero(left - right):
                return True
        return False


class Precision:
    """Set flint's precision inside a ``with``."""

    __slots__ = ("before", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        self.before = ctx.prec
        ctx.prec = self.bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self.before


def may_be_complex(notation: Notation) -> bool:
    """Whether some symbol may take complex values."""
    return notation.domain == "complex" or any(each.domain == "complex" for each in notation.symbols.values())


def surroundings(notation: Notation, *nodes: Node) -> Surroundings:
    """Return in what the formulas are evaluated: on the real line unless something is declared complex."""
    is_complex = may_be_complex(notation)
    has_imaginary = any("i" in survey(root).names for root in nodes)
    return Surroundings(notation, is_complex, has_imaginary=has_imaginary)


def value_or_reason(program: Program, state: State) -> "Ball | str":
    """Return a value, ``undefined`` or ``unclear``."""
    try:
        (value,) = program.run(state)
    except Undefined:
        return "undefined"
    except Unclear:
        return "unclear"
    return value if value.is_finite() else "unclear"


def compare_expressions(left: Node, right: Node, notation: Notation, clock: Clock, prover: Prover) -> Comparison:
    """Compare two expressions of the core.

    Args:
        left: the first.
        right: the second.
        notation: domains of the symbols.
        clock: the budget.
        prover: tries to prove that they are equal; called once they agree at a few points.
    """
    if left == right:
        return same("identical", proved=True)
    try:
        pair = Pair(left, right, notation, clock)
    except NotComputable as trouble:
        return undecided(f"not computable: {trouble}"[:200])
    try:
        result = _at_points(pair, prover)
    except OutOfBudget:
        return undecided("out of budget")
    if result.is_different and pair.joint.traits.opaque:
        return undecided("unknown quantities")
    return result


def _at_points(pair: Pair, prover: Prover) -> Comparison:
    if pair.is_constant:
        return _constants(pair, prover)
    tally = _Tally(pair)
    is_plain = not pair.joint.traits.kinks and not pair.has_whole_numbers
    needed = SMOOTH_POINTS if is_plain else KINKED_POINTS
    for index in range(MOST_POINTS):
        if index & 3 == 3:
            pair.clock.check()
        result = tally.add(pair.sampler.state(index))
        if result is not None:
            return result
        if tally.agreeing == FIRST_POINTS and not tally.is_tried:
            tally.is_tried = True
            proof = prover()
            if proof.is_equal and (proof.same_domain or not pair.joint.traits.kinks):
                return same("exact", proved=True)
        if tally.agreeing >= needed or (tally.unclear >= MOST_UNCLEAR and not tally.agreeing):
            break
    if pair.joint.traits.kinks and tally.agreeing and not pair.around.is_complex:
        patterned = patterned_points(pair.nodes, pair.sampler.domain, pair.sampler.seed)
        for point in (*patterned, *special_points(pair.nodes, pair.sampler.domain)):
            pair.clock.check()
            result = tally.add(pair.sampler.state_at(point))
            if result is not None:
                return result
    if tally.agreeing and not pair.around.is_complex:
        apart = _at_towers(pair)
        if apart is not None:
            return apart
    if tally.conflicts:
        return undecided("conventions: odd roots or arccotangents of negative numbers")
    if pair.differs_alone:  # ceil(x) and floor(x) + 1 at the whole numbers: they differ, but on no neighbourhood
        return undecided("values differ at single points")
    if tally.agreeing >= min(needed, FEWEST_POINTS):
        return same(f"balls: {tally.agreeing} points, {MARGIN} bits beyond every term", proved=False)
    if not tally.agreeing:
        return _at_whole_points(pair)
    return undecided(f"balls: clear at {tally.agreeing} points only")


def _at_towers(pair: Pair) -> Comparison | None:
    """Tell (a^b)^c from a^(bc): they agree wherever a > 0, and not at a = −1, b = 2, c = 1/2."""
    for values in tower_points(pair.nodes, pair.sampler.domain):
        pair.clock.check()
        state = pair.sampler.state_at(values)
        with Precision(FIRST_BITS):
            try:
                left, right = pair.joint.run(state)
            except (Undefined, Unclear):
                continue
            if left.is_finite() and right.is_finite() and excludes_zero(left - right):
                return different("balls", witness_at(state, pair.joint, text_of(left), text_of(right)))
    return None


class _Tally:
    """What the points said so far."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.agreeing = self.unclear = self.conflicts = 0
        self.is_tried = False

    def add(self, state: State) -> Comparison | None:
        """Look at a point; return the outcome if it settles the matter."""
        seen, is_conflict = look_both_ways(self.pair, state)
        if is_conflict:
            self.conflicts += 1
        elif seen.outcome is Outcome.DIFFER:
            if self.pair.joint.traits.alternates and seen.is_about_domain:
                return _about_whole_numbers(self.pair)
            return different("balls", seen.witness)
        elif seen.outcome is Outcome.AGREE:
            self.agreeing += not self.pair.is_repeated(state)
        elif seen.outcome is Outcome.UNCLEAR:
            self.unclear += 1
        return None


def _at_whole_points(pair: Pair) -> Comparison:
    """Compare formulas like (−1)^n, which have values at whole numbers only."""
    agreeing = 0
    for index in range(40):
        pair.clock.check()
        seen = pair.look(pair.sampler.whole_state(index))
        if seen.outcome is Outcome.DIFFER:
            return different("balls at whole numbers", seen.witness)
        agreeing += seen.outcome is Outcome.AGREE
    if agreeing >= 20:
        return same(f"balls: {agreeing} points of whole numbers", proved=False)
    return undecided("no point where both sides have values")


def _about_whole_numbers(pair: Pair) -> Comparison:
    """Settle (−1)^n against cos nπ: different where whole numbers show it, else a matter of what n is."""
    result = _at_whole_points(pair)
    return undecided("a power of a negative number: is its exponent whole?") if result.is_same else result


def look_both_ways(pair: Pair, state: State) -> tuple[Seen, bool]:
    """Look at a point under each convention if that matters; tells also whether they contradict each other."""
    margin = CONSTANT_MARGIN if pair.is_constant and not pair.joint.traits.integrals else MARGIN
    seen = pair.look(state, margin)
    if not state.is_ambiguous:
        return seen, False
    other: Convention = "principal"
    state.convention = other
    second = pair.look(state, margin)
    outcomes = {seen.outcome, second.outcome}
    if outcomes == {Outcome.AGREE, Outcome.NEITHER}:
        return Seen(Outcome.AGREE), False
    if len(outcomes) == 1:
        return seen, False
    return UNCLEAR, outcomes != {Outcome.UNCLEAR}


def _constants(pair: Pair, prover: Prover) -> Comparison:
    seen, is_conflict = look_both_ways(pair, pair.sampler.state(0))
    if is_conflict:
        return undecided("conventions: odd roots or arccotangents of negative numbers")
    match seen.outcome:
        case Outcome.DIFFER:
            return different("balls", seen.witness)
        case Outcome.AGREE:
            if prover().is_equal:
                return same("exact", proved=True)
            margin = MARGIN if pair.joint.traits.integrals else CONSTANT_MARGIN
            return same(f"balls: {margin} bits beyond every term", proved=False)
        case _:
            return undecided("no value")
