"""What a delay costs."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from grader.marking.late import late_penalty
from grader.model.late import Base, DayCount, LatePolicy, Timing
from grader.model.report import Penalty

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=-5)))
EARNED, POSSIBLE = Fraction(40), Fraction(71)


def cost(policy: LatePolicy, delay: timedelta, **dates: datetime | timedelta | None) -> Penalty | None:
    timing = Timing((DUE + delay).astimezone(UTC), **dates)  # pyright: ignore[reportArgumentType]  # a test's shorthand
    return late_penalty(policy, timing, earned=EARNED, possible=POSSIBLE)


def points(policy: LatePolicy, delay: timedelta) -> Fraction:
    penalty = cost(policy, delay)
    return penalty.points if penalty else Fraction(0)


@pytest.mark.parametrize(
    ("days", "hours", "percent"),
    [
        (DayCount.STARTED, 0, 0),
        (DayCount.STARTED, 1, 10),
        (DayCount.STARTED, 24, 10),
        (DayCount.STARTED, 25, 20),
        (DayCount.COMPLETED, 23, 0),
        (DayCount.COMPLETED, 47, 10),
        (DayCount.EXACT, 12, 5),
        (DayCount.STARTED, 1000, 50),
    ],
)
def test_days_are_counted_as_declared_up_to_the_cap(days: DayCount, hours: int, percent: int) -> None:
    policy = LatePolicy(Fraction(10), cap=Fraction(50), days=days, due=DUE)
    assert points(policy, timedelta(hours=hours)) == Fraction(percent, 100) * POSSIBLE


def test_the_base_decides_what_a_percent_is_of() -> None:
    day = timedelta(hours=5)
    assert points(LatePolicy(Fraction(10), Base.EARNED, due=DUE), day) == 4
    assert points(LatePolicy(Fraction(3, 2), Base.POINTS, due=DUE), day) == Fraction(3, 2)


def test_grace_forgives_a_short_delay_and_shortens_no_long_one() -> None:
    policy = LatePolicy(Fraction(10), grace=timedelta(minutes=15), due=DUE)
    assert points(policy, timedelta(minutes=15)) == 0
    assert points(policy, timedelta(days=1, minutes=5)) == Fraction(20, 100) * POSSIBLE


def test_after_the_last_date_nothing_counts() -> None:
    policy = LatePolicy(Fraction(10), due=DUE, late_due=DUE + timedelta(days=2))
    penalty = cost(policy, timedelta(days=2, seconds=1))
    assert penalty is not None
    assert (penalty.reason, penalty.points) == ("too_late", EARNED)


def test_an_extension_moves_both_dates() -> None:
    policy = LatePolicy(Fraction(10), due=DUE, late_due=DUE + timedelta(days=1))
    assert cost(policy, timedelta(days=3), extended_by=timedelta(days=3)) is None
    later = cost(policy, timedelta(days=3, hours=1), extended_to=DUE + timedelta(days=3))
    assert later is not None
    assert later.reason == "late"
    assert cost(policy, timedelta(hours=1), extended_to=DUE - timedelta(days=9)) == cost(policy, timedelta(hours=1))


def test_the_platforms_date_goes_before_the_rubrics() -> None:
    policy = LatePolicy(Fraction(10), due=DUE)
    assert cost(policy, timedelta(days=5), due=DUE + timedelta(days=6)) is None
    assert late_penalty(LatePolicy(Fraction(10)), Timing(DUE), earned=EARNED, possible=POSSIBLE) is None


def test_the_reason_shows_how_it_was_counted() -> None:
    penalty = cost(LatePolicy(Fraction(10), cap=Fraction(15), due=DUE), timedelta(days=1, minutes=3))
    assert penalty is not None
    assert penalty.detail == "+24 h 03 min; 2 × 10 % → 15 %"
