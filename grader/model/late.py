"""What handing in late costs, as a rubric declares it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction


class Base(StrEnum):
    """What a late penalty is counted in."""

    POSSIBLE = "possible"
    """Percent of the homework's points."""
    EARNED = "earned"
    """Percent of what is earned: of one's own points, so a weak hand-in loses less."""
    POINTS = "points"


class DayCount(StrEnum):
    """How a delay becomes a number of days."""

    STARTED = "started"
    """A day that has begun counts as a whole one."""
    COMPLETED = "completed"
    """Only whole days count."""
    EXACT = "exact"
    """In proportion, to the second."""


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What each day of delay costs.

    A delay within ``grace`` costs nothing; a longer one is counted from the due date itself. ``per_day`` and ``cap``
    are percent, or points where ``base`` says so.
    """

    per_day: Fraction
    base: Base = Base.POSSIBLE
    cap: Fraction | None = None
    grace: timedelta = timedelta()
    days: DayCount = DayCount.STARTED
    due: datetime | None = None
    """With its zone. None: only a platform's own date counts."""
    late_due: datetime | None = None
    """After it nothing is counted any more."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When one hand-in came, and what is particular about its dates; all with their zones."""

    received_at: datetime | None
    due: datetime | None = None
    """The platform's own date, which goes before the rubric's."""
    late_due: datetime | None = None
    extended_to: datetime | None = None
    """A later date given to this student (or to a member of this group)."""
    extended_by: timedelta = timedelta()
    """Time given on top of the due date."""
    members: tuple[tuple[str, "Timing"], ...] = ()
    """The members of a group by name, where they have dates of their own; the dates above are the most generous."""
