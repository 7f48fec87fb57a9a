"""A derivation's mark: the share of its steps that hold."""

from dataclasses import dataclass, replace
from fractions import Fraction

from grader.checkers.theory.carrying import CarryFrom, best_reading
from grader.checkers.theory.facts import step_facts, steps_that_count, summary
from grader.checkers.theory.reading import Chain, Reading, absent, question_of
from grader.checkers.theory.results import find
from grader.checkers.theory.sought import Result
from grader.maths.derivations.ledger import comparison
from grader.maths.derivations.steps import Step
from grader.model.checker import Oracle, ProbeContext, ReadsPart, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import CarriedForward, ResultMissing
from grader.model.probe import Probe
from grader.model.verdict import Verdict, partial, passed, ungraded


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation(ReadsPart):
    """The steps of a part's derivation hold, each judged by itself; what cannot be judged costs nothing.

    The credit is the share of the judged steps that hold; what says nothing (1 = 1) is none. A slip from which the
    chain recovers counts half. Where too little could be judged, a person marks, with every line laid out.
    """

    fewest: int = 1
    """Steps that must be judged for the machine to mark; a derivation that is shorter goes to a person."""
    decided: float = 0.6
    """Share of the steps that must be judged for the machine to mark."""
    reaches: Result | None = None
    """Where the derivation must lead; true steps that lead elsewhere go to a person."""
    carry: CarryFrom | None = None
    """An earlier part whose own results, if they are wrong, are taken for right here."""

    at_home: bool = False
    """Whether students may check their steps themselves; the part's notation, which that takes, goes to them."""

    def __post_init__(self) -> None:
        if self.notation:
            question_of(self.notation)
        if self.reaches is not None:
            self.reaches.check(self)
        if not 0 <= self.decided <= 1:
            msg = f"decided must lie in [0, 1], not {self.decided}"
            raise ValueError(msg)

    def functions(self) -> tuple[str, ...]:
        """Return nothing: no code is called."""
        return ()

    def for_students(self) -> "Derivation | None":
        """Return the checker that students get: it knows no result that a derivation must reach, or carry on from."""
        return replace(self, reaches=None, carry=None) if self.at_home else None

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
        """Judge every step."""
        nothing = absent(self.part, seen)
        if nothing is not None:
            return nothing
        reading = best_reading(seen, self.part, self.notation, self.carry)
        facts = step_facts(reading, seen.answers.of(self.part))
        counted = summary(reading, self.fewest)
        own = steps_that_count(reading)
        judged = len([step for step in own if step.verdict in {"holds", "fails"}])
        left = counted.undecided + counted.unread
        if judged < self.fewest or judged < self.decided * (judged + left) or has_gap(reading):
            return ungraded(counted, *facts)
        credit = share_that_holds(own)
        if credit == 1 and self.reaches is not None and not self._arrives(reading):
            return ungraded(ResultMissing(self.reaches.says, "none"), counted, *facts)
        if reading.is_carried and self.carry is not None:
            facts = (CarriedForward(self.carry.part, ", ".join(self.carry.names)), *facts)
        return passed(counted, *facts) if credit == 1 else partial(credit, counted, *facts)

    def _arrives(self, reading: Reading) -> bool:
        return self.reaches is not None and find(reading, self.reaches.sought(reading)).outcome == "found"


def has_gap(reading: Reading) -> bool:
    """Return whether a step of a display that could not be judged is all that joins what stands before and after it.

    Remarks between words, arrows, and what the chain around it bridges do not matter.
    """
    verdicts = {step.index: step for step in reading.steps}
    for chain in reading.chains:
        for at, link in enumerate(chain.statements):
            step = verdicts[link.index]
            is_open = step.role == "step" and step.verdict in {"undecided", "unread"} and step.reason != "explained"
            if is_open and link.display and not _is_bridged(reading, chain, at):
                return True
    return False


def _is_bridged(reading: Reading, chain: Chain, at: int) -> bool:
    """Return whether sides before and after a step agree, whatever stands between them."""
    for first in (at, at - 1, at - 2):
        for last in (at + 1, at + 2, at + 3):
            if first < 0 or last >= len(chain.sides) or last - first < 2:
                continue
            left, right = chain.sides[first].node, chain.sides[last].node
            relations = {comparison(link.relation) for link in chain.statements[first:last]} - {"eq"}
            if left is None or right is None or len(relations) > 1:
                continue
            relation = next(iter(relations), "eq")
            for conditions in dict.fromkeys([(), reading.judged.in_force(chain.statements[at])]):
                if reading.judged.judge.judged(left, relation, right, conditions).verdict == "holds":
                    return True
    return False


def share_that_holds(steps: tuple[Step, ...]) -> Fraction:
    """Return the share of the judged steps that hold; a failure that the next step undoes counts half."""
    own = [step for step in steps if step.verdict in {"holds", "fails"}]
    failed = [step for step in own if step.verdict == "fails" and step.reason != "explained"]
    recovered = {step.index - 1 for step in own if step.reason == "explained"}
    total = len([step for step in own if step.reason != "explained"])
    if not total:
        return Fraction(1)
    lost = sum((Fraction(1, 2) if step.index in recovered else Fraction(1) for step in failed), Fraction(0))
    return 1 - lost / total


def needs_notation(checker: ReadsPart) -> None:
    """Check that a checker's part says what its symbols mean.

    Raises:
        CheckerError: if it does not.
    """
    if not checker.notation:
        msg = f"the part {checker.part or '?'} needs a `notation`"
        raise CheckerError(msg)
