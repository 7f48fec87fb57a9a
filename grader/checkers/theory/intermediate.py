"""Results on the way that are worth points."""

from dataclasses import dataclass
from fractions import Fraction

from grader.checkers.theory.carrying import CarryFrom, carried_reading
from grader.checkers.theory.derivation import needs_notation
from grader.checkers.theory.facts import gap_fact, result_fact, summary
from grader.checkers.theory.reading import Reading, absent, formula_of, question_of, read_part
from grader.checkers.theory.results import Sought, find
from grader.checkers.theory.sought import KnownResult, Result
from grader.model.checker import Oracle, ProbeContext, ReadsPart, Seen
from grader.model.evidence import CarriedForward, Evidence, KnownError, ResultMissing
from grader.model.probe import Probe
from grader.model.verdict import Verdict, partial, passed, ungraded


@dataclass(frozen=True, slots=True, kw_only=True)
class Intermediate(ReadsPart):
    """Results on the way stand somewhere in the part.

    A derivation that goes another way loses nothing: if its steps hold and it reaches ``reaches``, the results on the
    way are not missed. What is missing beside it goes to a person, unless the derivation fails.
    """

    results: tuple[Result, ...]
    """The results wanted; the credit is the share of them that is there."""
    reaches: Result | None = None
    """Where every way must lead."""
    fewest: int = 3
    """Steps that must hold for another way to count."""
    known_errors: tuple[KnownResult, ...] = ()
    """Wrong results that are recognised, the first that fits."""
    carry: CarryFrom | None = None
    """An earlier part whose own results, if they are wrong, are taken for right here."""

    def __post_init__(self) -> None:
        if not self.results:
            msg = "`results` wants one at least"
            raise ValueError(msg)
        for each in (*self.results, *((self.reaches,) if self.reaches else ())):
            each.check(self)
        if self.notation:
            for known in self.known_errors:
                formula_of(known.formula, question_of(self.notation))

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
        carried = carried_reading(seen, self.part, self.notation, self.carry)
        answer = seen.answers.of(self.part)
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
            if found.outcome == "found" and found.side is not None:
                credit += 1
                facts.append(result_fact(reading, answer, found.side))
                continue
            known = self._known(reading, result)
            if known is not None:
                credit += Fraction(str(known.credit))
                facts.append(KnownError(known.name, known.feedback))
            facts.append(ResultMissing(result.says, "lost_again" if found.is_lost_again else found.outcome))
            if found.outcome == "other" and found.side is not None:
                gap = gap_fact(reading, found.side, found.witness, result.formula)
                facts += [gap] if gap is not None else []
            is_open = is_open or (known is None and found.outcome != "other")
        counted = summary(reading)
        if credit < len(self.results) and self._arrives(reading):
            return passed(counted, *(fact for fact in facts if not isinstance(fact, ResultMissing)))
        if is_open and not counted.fail:
            return ungraded(counted, *facts)
        return partial(credit / len(self.results), *facts)

    def _arrives(self, reading: Reading) -> bool:
        """Whether the derivation goes another way and arrives."""
        counted = summary(reading)
        if self.reaches is None or counted.fail or counted.hold < self.fewest:
            return False
        return find(reading, self.reaches.sought(reading)).outcome == "found"

    def _known(self, reading: Reading, result: Result) -> KnownResult | None:
        for known in self.known_errors:
            sought = Sought((reading.formula(known.formula),), result.allowed, (), result.without)
            if find(reading, sought).outcome == "found":
                return known
        return None
