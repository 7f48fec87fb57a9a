"""Final answers, found by value anywhere in a part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.checkers.theory.carrying import CarryFrom, carried_reading, own_matrix
from grader.checkers.theory.derivation import needs_notation
from grader.checkers.theory.facts import gap_fact, result_fact, summary
from grader.checkers.theory.points import coordinates_given
from grader.checkers.theory.reading import Reading, absent, formula_of, question_of, read_part
from grader.checkers.theory.results import Found, Sought, find
from grader.checkers.theory.sought import KnownResult, Result
from grader.checkers.theory.spectrum import find_eigenvalues
from grader.model.checker import Oracle, ProbeContext, ReadsPart, Seen
from grader.model.evidence import CarriedForward, Evidence, KnownError, ResultMissing
from grader.model.probe import Probe
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, partial, passed, ungraded

POINT = LocalizedText("the point, coordinate by coordinate", "le point, coordonnée par coordonnée")
EIGENVALUES = LocalizedText("the eigenvalues", "les valeurs propres")


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalAnswer(ReadsPart):
    """The answer stands somewhere in the part, in any equivalent form.

    It is wrong only where the author says that it is something else, or gives one of the known wrong answers; what
    cannot be found is looked at by a person.
    """

    results: tuple[Result, ...] = ()
    """The results wanted; the credit is the share of them that is right."""
    eigenvalues: str | None = None
    """Or the matrix whose eigenvalues are wanted, as LaTeX."""
    unknown: str = "lambda"
    """The letter that stands for them."""
    point: Mapping[str, str] = field(default_factory=dict[str, str])
    """Or the coordinates of the point that is wanted, by canonical name, as LaTeX."""
    known_errors: tuple[KnownResult, ...] = ()
    """Wrong answers that are recognised, the first that fits."""
    carry: CarryFrom | None = None
    """An earlier part whose own results, if they are wrong, are taken for right here."""

    def __post_init__(self) -> None:
        if [bool(self.results), self.eigenvalues is not None, bool(self.point)].count(True) != 1:
            msg = "say either `results`, `eigenvalues` or `point`"
            raise ValueError(msg)
        for each in self.results:
            each.check(self)
        if self.notation:
            question = question_of(self.notation)
            for text in (self.eigenvalues, *(known.formula for known in self.known_errors)):
                if text is not None:
                    formula_of(text, question)

    def functions(self) -> tuple[str, ...]:
        """Return nothing: no code is called."""
        return ()

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return nothing: no code is called."""
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Check that the part has a notation.

        Raises:
            CheckerError: if it has none.
        """
        needs_notation(self)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Look for every result."""
        nothing = absent(self.part, seen)
        if nothing is not None:
            return nothing
        reading = read_part(seen, self.part, self.notation)
        if self.eigenvalues is not None:
            return self._eigenvalues(reading, seen)
        if self.point:
            return self._point(reading, seen)
        carried = carried_reading(seen, self.part, self.notation, self.carry)
        credit = Fraction(0)
        facts: list[Evidence] = []
        is_open = False
        for result in self.results:
            found = find(reading, result.sought(reading))
            if found.outcome != "found" and carried is not None and carried.is_carried and self.carry is not None:
                again = find(carried, result.sought(carried))
                if again.outcome == "found":
                    found = again
                    facts.append(CarriedForward(self.carry.part, ", ".join(self.carry.names)))
            known = None if found.outcome == "found" else self._known(reading, result)
            if known is not None:
                credit += Fraction(str(known.credit))
                facts.append(KnownError(known.name, known.feedback))
            facts += self._said(reading, seen, result.says, found, result.formula)
            credit += found.outcome == "found"
            is_open = is_open or (found.outcome in {"unread", "none"} and known is None)
        if is_open:
            return ungraded(*facts)
        return partial(credit / len(self.results), *facts)

    def _known(self, reading: Reading, result: Result) -> KnownResult | None:
        """Return the first known wrong answer that a formula of the part is."""
        for known in self.known_errors:
            sought = Sought((reading.formula(known.formula),), result.allowed, (), result.without)
            if find(reading, sought).outcome == "found":
                return known
        return None

    def _point(self, reading: Reading, seen: Seen) -> Verdict:
        wanted = {name: reading.formula(value) for name, value in self.point.items()}
        given = coordinates_given(reading, wanted)
        answer = seen.answers.of(self.part)
        facts: list[Evidence] = [
            result_fact(reading, answer, side) for side in {side.start: side for side in given.values()}.values()
        ]
        if len(given) < len(wanted):
            return ungraded(ResultMissing(POINT, "none"), *facts)
        return passed(*facts)

    def _eigenvalues(self, reading: Reading, seen: Seen) -> Verdict:
        matrix = reading.formula(self.eigenvalues or "")
        found, share = find_eigenvalues(reading, matrix, self.unknown)
        facts: list[Evidence] = []
        own = own_matrix(seen, reading, self.notation, self.carry)
        if (
            found.outcome != "found"
            and own is not None
            and reading.judged.judge.judged(matrix, "eq", own).verdict != "holds"
        ):
            again, again_share = find_eigenvalues(reading, own, self.unknown)
            if again.outcome == "found":
                found, share = again, again_share
                facts.append(CarriedForward(self.carry.part if self.carry else self.part, "J"))
        facts += self._said(reading, seen, EIGENVALUES, found, "")
        if found.outcome in {"unread", "none"}:
            return ungraded(*facts)
        return partial(Fraction(1) if found.outcome == "found" else Fraction(share).limit_denominator(12), *facts)

    def _said(self, reading: Reading, seen: Seen, says: LocalizedText, found: Found, formula: str) -> list[Evidence]:
        answer = seen.answers.of(self.part)
        facts: list[Evidence] = []
        if found.outcome == "found" and found.side is not None:
            return [result_fact(reading, answer, found.side)]
        reason = "lost_again" if found.is_lost_again else found.outcome
        facts.append(ResultMissing(says, reason))
        if found.outcome == "other" and found.side is not None:
            gap = gap_fact(reading, found.side, found.witness, formula)
            if gap is not None:
                facts.append(gap)
        if found.outcome in {"unread", "none"}:
            facts.append(summary(reading))
        return facts
