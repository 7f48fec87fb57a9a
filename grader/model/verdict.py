"""A judgement with its evidence."""

from dataclasses import dataclass
from fractions import Fraction

from grader.model.evidence import Evidence
from grader.model.status import Status

ONE = Fraction(1)
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the share of the points earned in [0, 1], and the facts that say why."""

    status: Status
    credit: Fraction
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not ZERO <= self.credit <= ONE:
            msg = f"credit must lie in [0, 1], not {self.credit}"
            raise ValueError(msg)


def passed(*evidence: Evidence) -> Verdict:
    """Return full credit."""
    return Verdict(Status.PASSED, ONE, evidence)


def partial(credit: Fraction, *evidence: Evidence) -> Verdict:
    """Return a share of the credit; 0 and 1 become ``failed`` and ``passed``."""
    if credit == ONE:
        return passed(*evidence)
    if credit == ZERO:
        return failed(*evidence)
    return Verdict(Status.PARTIAL, credit, evidence)


def failed(*evidence: Evidence) -> Verdict:
    """Return no credit: the answer was judged and is wrong, or there is none."""
    return Verdict(Status.FAILED, ZERO, evidence)


def pending(*evidence: Evidence) -> Verdict:
    """Return a verdict that a person gives, with what was gathered for that person."""
    return Verdict(Status.PENDING, ZERO, evidence)


def ungraded(*evidence: Evidence) -> Verdict:
    """Return that *we* could not judge."""
    return Verdict(Status.UNGRADED, ZERO, evidence)


def skipped(*evidence: Evidence) -> Verdict:
    """Return that something this criterion requires did not pass."""
    return Verdict(Status.SKIPPED, ZERO, evidence)
