"""Calls of a student's functions in the student's own process, on the student's own wish: no isolation, but an end."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from itertools import groupby

from grader.model.probe import Ended, Limits, Loading, Observation, Probe, Sighting
from grader.sandbox.calls import AFTER_TIME_OUT, HAND_IN_TIME
from grader.sandbox.live_copy import observe_in_copies
from grader.sandbox.live_interrupt import call_with_alarm, call_with_thread
from grader.sandbox.nursery.tests import PREFIX, make_test
from grader.sandbox.nursery.trouble import Sources

TIER = "T0"


class Way(StrEnum):
    """How a call that does not end is ended."""

    COPY = "copy"
    """It runs in a copy of the process, which can be ended whatever it does."""
    ALARM = "alarm"
    """It runs in the process itself, and an alarm interrupts it between two lines of Python."""
    THREAD = "thread"
    """It runs in a thread of the process, which is interrupted between two lines of Python."""


def way_here() -> Way:
    """Return the way that is best on this system, for the thread that asks.

    On macOS a copy of a process that has computed may hang in the system's linear algebra, and would be taken for slow.
    """
    if sys.platform == "linux":
        return Way.COPY
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return Way.ALARM
    return Way.THREAD


def observe_live(
    namespace: Mapping[str, object], probes: Sequence[Probe], limits: Limits, way: Way | None = None
) -> Sighting:
    """Call functions where they live, as in a notebook; Ctrl-C ends the whole check.

    Args:
        namespace: the names that the student has defined.
        probes: the calls.
        limits: on their time; others are not kept here.
        way: how a call that does not end is ended; None for the best here.

    Returns:
        What was seen, as a sandbox would say it.
    """
    loading = Loading((), (), "", TIER)
    deadline = time.monotonic() + limits.hand_in_wall_s
    chosen = way or way_here()
    # By function: one that does not end is called no more, however its calls are ordered among others.
    order = {name: at for at, name in enumerate(dict.fromkeys(each.function for each in probes))}
    in_groups = sorted(probes, key=lambda each: order[each.function])
    seen: dict[str, Observation] = {}
    for name, calls in groupby(in_groups, key=lambda each: each.function):
        # A copy: a test's own names are none of the student's.
        is_test = name.startswith(PREFIX)
        function = make_test([dict(namespace)], Sources(".")) if is_test else namespace.get(name)
        observed = _observe_function(function, tuple(calls), limits, deadline, chosen)
        seen |= {each.probe_key: each for each in observed}
    return Sighting(loading, tuple(seen[each.key] for each in probes))


def _observe_function(
    function: object, probes: tuple[Probe, ...], limits: Limits, deadline: float, way: Way
) -> Iterator[Observation]:
    if not callable(function):
        yield from (Observation(each.id, each.key, Ended.NOT_DEFINED) for each in probes)
        return
    reason, left = "", list(probes)
    with closing(_calls(function, probes, limits, deadline, way)) as made:
        while left and not reason:
            if time.monotonic() >= deadline:
                reason = HAND_IN_TIME
                break
            seen = next(made)
            del left[0]
            yield seen
            if seen.ended is Ended.TIMED_OUT:
                reason = AFTER_TIME_OUT
    yield from (Observation(each.id, each.key, Ended.NOT_RUN, detail=reason) for each in left)


def _calls(
    function: Callable[..., object], probes: tuple[Probe, ...], limits: Limits, deadline: float, way: Way
) -> Generator[Observation, None, None]:
    if way is Way.COPY:
        yield from observe_in_copies(function, probes, limits)
        return
    call = call_with_alarm if way is Way.ALARM else call_with_thread
    for probe in probes:
        yield call(function, probe, min(limits.call_wall_s, max(0.1, deadline - time.monotonic())))
