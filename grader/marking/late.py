"""The late policy applied to one hand-in; pure, and exact until it is printed."""

import math
from datetime import timedelta
from fractions import Fraction

from grader.model.late import Base, DayCount, LatePolicy, Timing
from grader.model.report import Penalty

_DAY = 86_400
_SIGN = {Base.POSSIBLE: " %", Base.EARNED: " %", Base.POINTS: ""}


def late_penalty(
    policy: LatePolicy | None, timing: Timing | None, *, earned: Fraction, possible: Fraction
) -> Penalty | None:
    """Return what a delay costs.

    Args:
        policy: the rubric's; None: a delay costs nothing.
        timing: when the hand-in came, and its own dates.
        earned: the points before any penalty.
        possible: the homework's points.

    Returns:
        The penalty, its ``detail`` in figures that need no language; None when the hand-in was in time, or when
        either date is not known.
    """
    if policy is None or timing is None or timing.received_at is None:
        return None
    due = timing.due or policy.due
    if due is None:
        return None
    extended = max(due, timing.extended_to or due) + timing.extended_by
    delay = timing.received_at - extended
    if delay <= policy.grace:
        return None
    last = timing.late_due or policy.late_due
    if last is not None and timing.received_at > last + (extended - due):
        return Penalty("too_late", earned, _delay_text(delay), share=Fraction(1))
    days = _days(delay, policy.days)
    amount = days * policy.per_day
    is_capped = policy.cap is not None and amount > policy.cap
    amount = policy.cap if policy.cap is not None and is_capped else amount
    if not amount:
        return None
    count = days.numerator if days.denominator == 1 else f"{float(days):.3f}"
    sign = _SIGN[policy.base]
    detail = f"{_delay_text(delay)}; {count} × {float(policy.per_day):g}{sign}"
    detail += f" → {float(amount):g}{sign}" if is_capped else ""
    if policy.base is Base.EARNED:
        share = min(amount / 100, Fraction(1))
        return Penalty("late", share * earned, detail, share=share)
    return Penalty("late", amount if policy.base is Base.POINTS else amount / 100 * possible, detail)


def _days(delay: timedelta, count: DayCount) -> Fraction:
    # Microseconds are dropped: no platform's clock is that good, and a due date is meant to the second.
    days = Fraction(int(delay.total_seconds()), _DAY)
    if count is DayCount.EXACT:
        return days
    return Fraction(math.ceil(days) if count is DayCount.STARTED else math.floor(days))


def _delay_text(delay: timedelta) -> str:
    minutes = math.ceil(delay.total_seconds() / 60)
    return f"+{minutes // 60} h {minutes % 60:02d} min"
