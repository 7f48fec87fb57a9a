"""Wrong answers that a rubric foresees, with the sentence that helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from grader.checkers.closeness import Tolerance, agrees
from grader.checkers.picking import BadPick, Picking, pick_expected
from grader.model.checker import Oracle, Parameters
from grader.model.errors import CheckerError
from grader.model.text import LocalizedText
from grader.model.values import Array, Value
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.formula import parse_formula


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWrong(Parameters):
    """A wrong answer that students give, by a variant of the reference or by a formula."""

    name: str
    """A short name for statistics, e.g. ``swapped``."""
    feedback: LocalizedText
    """What the student reads, in both languages."""
    variant: str | None = None
    """Dotted name of a function of the reference that makes this mistake; it takes the call's arguments."""
    expression: str | None = None
    """Or a formula of the arguments and of ``expected``, e.g. ``expected / log(10)``."""
    credit: float = 0.0
    """Share of the points that this answer still earns."""
    rtol: float | None = None
    """How close the answer must be to this one; by default ten times the criterion's, and at least 1e-6."""
    atol: float | None = None
    """By default ten times the criterion's."""

    def __post_init__(self) -> None:
        if (self.variant is None) == (self.expression is None):
            msg = f"known error {self.name!r} wants either `variant` or `expression`"
            raise ValueError(msg)
        if not 0 <= self.credit < 1:
            msg = f"known error {self.name!r}: credit must lie in [0, 1), not {self.credit}"
            raise ValueError(msg)
        if self.expression is not None:
            parse_formula(self.expression)

    @property
    def share(self) -> Fraction:
        """The credit as the decimal that was written."""
        return Fraction(str(self.credit))

    def check_names(self, names: Sequence[str]) -> None:
        """Check that the formula uses nothing but these names and ``expected``.

        Raises:
            ValueError: naming one that it uses besides.
        """
        if self.expression is None:
            return
        if unknown := sorted(parse_formula(self.expression).names - {*names, "expected"}):
            msg = f"known error {self.name!r} uses {unknown[0]!r}, which is neither an argument nor `expected`"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One case with an answer of numbers: what known wrong answers are compared with."""

    arguments: Mapping[str, Value]
    actual: Array
    expected: Array
    tolerance: Tolerance


def wrong_value(known: KnownWrong, case: Answered, picking: Picking, oracle: Oracle) -> Array:
    """Return what this mistake gives for a case; a single number stands for every entry of an array.

    Raises:
        CheckerError: if the variant or formula gives no numbers.
    """
    value = _variant(known, case, picking, oracle) if known.variant else _formula(known, case)
    return np.broadcast_to(value, case.expected.shape) if value.ndim == 0 and case.actual.ndim else value


def _variant(known: KnownWrong, case: Answered, picking: Picking, oracle: Oracle) -> Array:
    value = pick_expected(oracle.call(known.variant or "", tuple(case.arguments.values())), picking)
    if isinstance(value, BadPick):
        msg = f"{known.variant} returned no numbers: {value.reason}"
        raise CheckerError(msg)
    return value


def _formula(known: KnownWrong, case: Answered) -> Array:
    formula = parse_formula(known.expression or "")
    names = {"expected": case.expected}
    for name in formula.names - {"expected"}:
        array = as_array(case.arguments[name], booleans=True)
        if isinstance(array, NotNumbers):
            msg = f"known error {known.name!r}: {name} is no number"
            raise CheckerError(msg)
        names[name] = array
    try:
        return formula.value(names)
    except ValueError as error:
        msg = f"known error {known.name!r}: {error}"
        raise CheckerError(msg) from error


def is_telling(known: KnownWrong, case: Answered, picking: Picking, oracle: Oracle) -> bool:
    """Return whether this mistake shows in a case: its value is not the right one."""
    loose = case.tolerance.looser(known.rtol, known.atol)
    return not agrees(wrong_value(known, case, picking, oracle), case.expected, loose, unordered=picking.unordered)


def recognise(
    errors: Sequence[KnownWrong], cases: Sequence[Answered], picking: Picking, oracle: Oracle
) -> KnownWrong | None:
    """Return the known wrong answer that the student's is, if it is one.

    It is one when it agrees with the variant on every case: on at least one where the variant is not right, and
    elsewhere with what is right.

    Args:
        errors: in the rubric's order; the first that fits is taken.
        cases: every case that was answered with numbers.
        picking: how numbers are taken from what the variant returns.
        oracle: calls the variants.
    """
    for known in errors:
        tells = False
        for case in cases:
            loose = case.tolerance.looser(known.rtol, known.atol)
            wrong = wrong_value(known, case, picking, oracle)
            is_right_here = agrees(wrong, case.expected, loose, unordered=picking.unordered)
            wanted = case.expected if is_right_here else wrong
            if not agrees(case.actual, wanted, loose, unordered=picking.unordered):
                break
            tells = tells or not is_right_here
        else:
            if tells:
                return known
    return None


def check_telling(errors: Sequence[KnownWrong], cases: Sequence[Answered], picking: Picking, oracle: Oracle) -> None:
    """Check that each known wrong answer can be told from the right one on these inputs.

    Raises:
        CheckerError: naming one that never differs, and so would never be recognised.
    """
    for known in errors:
        if not any(is_telling(known, case, picking, oracle) for case in cases):
            msg = f"known error {known.name!r} never differs from the reference on these inputs"
            raise CheckerError(msg)
