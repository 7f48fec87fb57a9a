"""One relation judged in worlds: holds, fails with a witness, or undecided with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Literal

import numpy as np

from grader.maths.derivations.compare import ORDERED, Comparison, compared
from grader.maths.derivations.rereadings import derivatives_applied, differentiated, widened
from grader.maths.derivations.settings import Condition, Settings, Unmet
from grader.maths.notation import Domain
from grader.maths.tree import Call, Density, Expectation, Node, Number, Op, Relation, Symbol
from grader.maths.worlds.context import EMPTY, Env
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.values import Meaning, NoValue, Several, Value, over_axis

ShownNumber = float | str
GENERIC: tuple[Domain, ...] = ("real", "probability")  # the second for identities on the domain of log x, σ⁻¹(x) …


@dataclass(frozen=True, slots=True)
class Witness:
    """A world in which a relation fails.

    Attributes:
        sizes: the integers of its shape (``T``: 3).
        values: the parameters that the two sides name.
        at: the values of free random variables, by number of their state.
        left: the left side there; text of a complex number.
        right: the right side there.
    """

    sizes: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, ShownNumber], ...]
    at: tuple[tuple[str, int], ...]
    left: ShownNumber
    right: ShownNumber


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on.

    Attributes:
        verdict: holds, fails or undecided.
        witness: of a failure.
        reason: why undecided: a code of ``NoValue``, ``nan``, ``close``, ``boundary``, ``no_worlds``, …
        detail: the name or operator at fault.
        notes: codes of readings that a strict reader would object to.
    """

    verdict: Literal["holds", "fails", "undecided"]
    witness: Witness | None = None
    reason: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


Order = tuple[int, ...]


class Judge:
    """Judges relations under conditions; remembers the order of rows that the author's matrices have."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.order: Order | None = None

    def judged(
        self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...] = (), *, final: bool = True
    ) -> Judgement:
        """Judge one relation.

        Args:
            left: the left side.
            relation: its name.
            right: the right side.
            conditions: what bounds the worlds.
            final: whether lenient readings are tried where the strict one fails, and inequalities densely.
        """
        try:
            evaluators = self.settings.narrow(conditions)
        except Unmet:
            return Judgement("undecided", reason="no_worlds")
        found = self._over(left, relation, right, evaluators)
        if found.reason == "unknown" and relation in ORDERED:
            return self._generically_ordered(left, relation, right, conditions, found)
        if found.reason == "unknown":
            return self._generically(left, relation, right, conditions, found)
        if relation == "proportional":
            is_ratio = isinstance(left, Density) and self.is_proportional(left, right, conditions)
            return Judgement("holds") if is_ratio else found
        if found.verdict == "fails" and relation == "approx" and not written_tolerance(left, right):
            return Judgement("undecided", reason="approximate")
        if found.verdict == "fails" and final:
            return self._leniently(left, relation, right, conditions, found)
        if found.verdict != "fails" and final and relation in ORDERED:
            return self._densely(left, relation, right, conditions, found)
        return found

    def _over(
        self,
        left: Node,
        relation: str,
        right: Node,
        evaluators: tuple[Evaluator, ...],
        arranged: Callable[[Meaning], Meaning] | None = None,
        order: Order | None = None,
    ) -> Judgement:
        """Judge in every batch; one failure decides. ``order`` is that of the question's own matrices, where named."""
        tolerance = written_tolerance(left, right) * (2 if relation == "approx" else 1)  # ≈ may cut instead of rounding
        judged = 0
        trouble: Judgement | None = None
        notes: set[str] = set()
        for evaluator in evaluators:
            with np.errstate(all="ignore"):
                try:
                    env: Env = EMPTY if order is None else self._ordered(evaluator, (left, right), order)
                    a, b = evaluator.meaning(left, env), evaluator.meaning(right, env)
                    if arranged is not None:
                        b = arranged(b)
                    found = compared(a, b, relation, tolerance)
                except NoValue as reason:
                    if reason.code == "range":
                        continue
                    trouble = trouble or Judgement("undecided", reason=reason.code, detail=reason.detail)
                    continue
            judged += 1
            notes.update(
                evaluator.slips[node] for node in evaluator.slips if _contains(left, node) or _contains(right, node)
            )
            if found.verdict == "fails":
                return Judgement(
                    "fails", witness(evaluator, left, right, found), found.reason, notes=tuple(sorted(notes))
                )
            if found.verdict == "undecided":
                trouble = trouble or Judgement("undecided", reason=found.reason)
        if trouble is not None:
            return trouble
        if not judged:
            return Judgement("undecided", reason="no_worlds")
        return Judgement("holds", notes=tuple(sorted(notes)))

    def _generically(
        self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...], found: Judgement
    ) -> Judgement:
        """Try undeclared names as arbitrary numbers: an identity in them holds.

        Anything else is judged only if the one such name is what a derivative is taken along.
        """
        applied = (derivatives_applied(left), derivatives_applied(right))
        failures: list[Judgement] = []
        for domain in GENERIC:
            evaluators = self.settings.narrow(conditions, generic=domain)
            for a, b in dict.fromkeys(((left, right), applied)):
                judged = self._over(a, relation, b, evaluators)
                if judged.verdict == "holds":
                    return Judgement("holds", notes=("undeclared_name",), detail=found.detail)
                failures.append(judged)
        dummies = {each for each in map(differentiated, applied) if each is not None}
        if len(dummies) != 1 or any(each.verdict != "fails" for each in failures):
            return found
        place = Relation((dummies.pop(), Number(Fraction(3, 10), "0.3")), ("eq",))
        there = [Op("at", (side, place)) for side in applied]
        if self._over(there[0], relation, there[1], self.settings.narrow(conditions)).verdict != "fails":
            return found  # another name is unknown as well
        return failures[0]

    def _generically_ordered(
        self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...], found: Judgement
    ) -> Judgement:
        """Try undeclared names of an inequality as arbitrary numbers; one that does not always hold is not judged."""
        try:
            evaluators = self.settings.dense(conditions, generic="real")
        except Unmet:
            return found
        judged = self._over(left, relation, right, evaluators)
        return Judgement("holds", notes=("undeclared_name",)) if judged.verdict == "holds" else found

    def _densely(
        self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...], found: Judgement
    ) -> Judgement:
        """Try an inequality in many worlds and on the boundary of its conditions."""
        try:
            evaluators = self.settings.dense(conditions)
        except Unmet:
            return found
        dense = self._over(left, relation, right, evaluators)
        return found if dense.verdict == "holds" and found.verdict != "holds" else dense

    def _leniently(
        self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...], strict: Judgement
    ) -> Judgement:
        """Try the readings that a marker accepts where the literal one fails."""
        if relation in {"eq", "define", "equivalent"}:
            if mentions(left, self.settings.question.permutable) or mentions(right, self.settings.question.permutable):
                found = self._reordered(left, relation, right, conditions)
                if found is not None:
                    return found
            if _is_characteristic(left, right):
                flipped = self._over(left, relation, Op("neg", (right,)), self.settings.narrow(conditions))
                if flipped.verdict == "holds":
                    return Judgement("holds", notes=("up_to_sign",))
            if isinstance(left, Density) and self.is_proportional(left, right, conditions):
                return Judgement("undecided", reason="up_to_a_constant")
        wide = [widened(side) for side in (left, right)]
        for sides in dict.fromkeys(((wide[0], wide[1]), (left, wide[1]), (wide[0], right))):
            if sides != (left, right):
                found = self._over(sides[0], relation, sides[1], self.settings.narrow(conditions))
                if found.verdict == "holds":
                    return Judgement("holds", notes=("log_scope",))
        applied = [derivatives_applied(side) for side in (left, right)]
        if applied != [left, right]:
            found = self._over(applied[0], relation, applied[1], self.settings.narrow(conditions))
            if found.verdict == "holds":
                return Judgement("holds", notes=("derivative_applied",))
        if _has_written_law(left) or _has_written_law(right):
            try:
                evaluators = self.settings.narrow(conditions, conditioned=True)
            except Unmet:
                return strict
            if self._over(left, relation, right, evaluators).verdict == "holds":
                return Judgement("undecided", reason="law_without_observed")
        return strict

    def _reordered(self, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...]) -> Judgement | None:
        """Judge a matrix under one order of the variables: the author's, once it is known."""
        evaluators = self.settings.narrow(conditions)
        size = _size(evaluators[0], left) or _size(evaluators[0], right)
        if size is None or size > 4:
            return None
        orders = [self.order] if self.order is not None else list(permutations(range(size)))
        for order in orders:
            if len(order) != size:
                continue
            found = self._over(left, relation, right, evaluators, lambda meaning, order=order: arranged(meaning, order))
            for way in (order, inverse(order)):  # the order was found on either side
                if found.verdict != "holds":
                    found = self._over(left, relation, right, evaluators, order=way)
            if found.verdict == "holds":
                self.order = order
                return Judgement("holds", notes=("other_order",))
        return None

    def _ordered(self, evaluator: Evaluator, sides: tuple[Node, ...], order: Order) -> Env:
        """Bind the question's matrices and vectors to their values in the author's order."""
        names = self.settings.question.permutable
        symbols = {each for side in sides for _, each in side.walk() if isinstance(each, Symbol)}
        return {
            each.name: arranged(evaluator.meaning(each, EMPTY), order)
            for each in symbols
            if each.name in names or each.stem in names
        }

    def is_proportional(self, left: Density, right: Node, conditions: tuple[Condition, ...]) -> bool:
        """Whether two sides have a constant ratio along the variables of the density on the left."""
        for evaluator in self.settings.narrow(conditions):
            real = [each.name for each in left.of if isinstance(each, Symbol) and _is_real(evaluator, each)]
            env = dict.fromkeys(real, over_axis(_ALONG[None], "~along"))
            try:
                ratio = evaluator.value(Op("div", (left, right)), env)
                names = {"~along"} if real else set(evaluator.variables(left.of, {}))
            except NoValue:
                return False
            axes = tuple(at + 1 for at, name in enumerate(ratio.axes) if name in names)
            if not axes:
                return False
            data = ratio.data
            if not np.allclose(data, data.mean(axis=axes, keepdims=True), rtol=1e-8):
                return False
        return True


_ALONG = np.linspace(-1.5, 1.5, 7)


def _is_real(evaluator: Evaluator, symbol: Symbol) -> bool:
    variable = evaluator.random(symbol)
    return variable is not None and variable.kind == "real"


def inverse(order: Order) -> Order:
    """Return the order that undoes another."""
    return tuple(order.index(at) for at in range(len(order)))


def arranged(meaning: Meaning, order: Order) -> Meaning:
    """Return a vector or matrix with its rows and columns in another order."""
    if isinstance(meaning, Several):
        if meaning.kind == "tuple" and len(meaning.items) == len(order):
            return Several(tuple(meaning.items[at] for at in order), "tuple")
        return meaning
    index = list(order)
    if meaning.rank == 1 and meaning.tensor_shape == (len(order),):
        return Value(meaning.data[..., index], meaning.axes, 1)
    if meaning.rank == 2 and meaning.tensor_shape == (len(order), len(order)):
        return Value(meaning.data[..., index, :][..., index], meaning.axes, 2)
    if meaning.rank == 2 and meaning.tensor_shape == (len(order), 1):
        return Value(meaning.data[..., index, :], meaning.axes, 2)
    return meaning


def _size(evaluator: Evaluator, node: Node) -> int | None:
    try:
        value = evaluator.value(node, {})
    except NoValue:
        return None
    return value.tensor_shape[0] if value.rank else None


def mentions(node: Node, names: tuple[str, ...]) -> bool:
    """Whether a formula names one of these."""
    return any(isinstance(each, Symbol) and (each.name in names or each.stem in names) for _, each in node.walk())


def _contains(node: Node, part: Node) -> bool:
    return any(each == part for _, each in node.walk())


def _is_characteristic(left: Node, right: Node) -> bool:
    return any(isinstance(each, Op) and each.op == "det" for side in (left, right) for _, each in side.walk())


def _has_written_law(node: Node) -> bool:
    return any(
        isinstance(each, Expectation) and any(isinstance(law, Density) for law in each.laws) for _, each in node.walk()
    )


def written_tolerance(left: Node, right: Node) -> float:
    """Return the gap that the digits of a bare decimal allow; 0 where neither side is one."""
    total = 0.0
    for side in (left, right):
        bare = side.args[0] if isinstance(side, Op) and side.op == "neg" else side
        if isinstance(bare, Number) and bare.is_decimal:
            total += float(bare.half_unit) * (1 + 1e-9)
    return total


def witness(evaluator: Evaluator, left: Node, right: Node, found: Comparison) -> Witness:
    """Return the world of a failure with the numbers that its sides name."""
    values: dict[str, ShownNumber] = {}
    for side in (left, right):
        for node in _named(side):
            if len(values) < 12 and node.name not in values:
                shown = _shown_symbol(evaluator, node, found.world)
                if shown is not None:
                    values[node.name] = shown
    return Witness(
        tuple(sorted(evaluator.batch.sizes.items())),
        tuple(sorted(values.items())),
        found.at,
        shown_number(found.left),
        shown_number(found.right),
    )


def _named(node: Node) -> list[Symbol]:
    """Return the symbols of a formula that have values, those in indices and of laws left aside."""
    if isinstance(node, Symbol):
        return [node]
    children = node.children[1:] if isinstance(node, (Call, Density)) else node.children
    return [symbol for child in children for symbol in _named(child)]


def _shown_symbol(evaluator: Evaluator, node: Symbol, world: int) -> ShownNumber | None:
    if node.name in evaluator.batch.sizes or evaluator.random(node) is not None:
        return None
    try:
        value = evaluator.meaning(node, {})
    except NoValue:
        return None
    if not isinstance(value, Value) or value.axes or value.rank:
        return None
    return shown_number(complex(value.data[min(world, len(value.data) - 1)]))


def shown_number(number: complex) -> ShownNumber:
    """Return a number for a report: 6 significant digits, text where it is complex or not finite."""
    if not np.isfinite(number):
        return str(number.real) if not number.imag else str(number)
    if abs(number.imag) <= 1e-12 * max(1.0, abs(number.real)):
        return float(f"{number.real:.6g}")
    sign = "+" if number.imag >= 0 else "-"
    return f"{number.real:.6g} {sign} {abs(number.imag):.6g}i"
