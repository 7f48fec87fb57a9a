"""Functions called where they live: whatever they do, the notebook has them back in time."""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.model.digest import probe_key
from grader.model.probe import Ended, Limits, Observation, Probe
from grader.sandbox import Way, observe_live, way_here

LIMITS = Limits(call_cpu_s=0.3, call_wall_s=0.4)
WAYS = [
    pytest.param(Way.COPY, marks=pytest.mark.skipif(sys.platform != "linux", reason="the way of Linux")),
    pytest.param(Way.ALARM, marks=pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm here")),
    Way.THREAD,
]


def probe(function: str, *arguments: float) -> Probe:
    return Probe(f"{function}/{arguments}", function, arguments, 7, probe_key(function, arguments))


def observe(way: Way, *probes: Probe, limits: Limits = LIMITS, **functions: Callable[..., object]) -> list[Observation]:
    return list(observe_live(functions, probes, limits, way).observations)


def endless(x: float) -> float:
    while True:
        x += 1


def deaf(x: float) -> float:
    while True:
        try:
            x += 1
        except Exception:
            x -= 1


def idle(x: float) -> float:
    time.sleep(60)
    return x


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("function", [endless, deaf])
def test_what_never_ends_is_ended_and_called_no_more(way: Way, function: Callable[[float], float]) -> None:
    first, second, other = observe(way, probe("f", 1.0), probe("f", 2.0), probe("g", 3.0), f=function, g=abs)
    assert first.ended is Ended.TIMED_OUT
    assert first.limit in {LIMITS.call_cpu_s, LIMITS.call_wall_s}
    assert (second.ended, second.detail) == (Ended.NOT_RUN, "after_time_out")
    assert (other.ended, other.value) == (Ended.RETURNED, 3.0)


@pytest.mark.parametrize("way", [each for each in WAYS if each is not Way.THREAD])
def test_what_waits_is_ended(way: Way) -> None:
    (seen,) = observe(way, probe("f", 1.0), f=idle)
    assert (seen.ended, seen.detail) == (Ended.TIMED_OUT, "wall")


@pytest.mark.parametrize("way", WAYS)
def test_results_errors_and_prints_are_seen_alike(way: Way) -> None:
    def good(x: float) -> float:
        print("half of", x)
        return x / 2

    def bad(x: float) -> float:
        raise SystemExit("no")

    returned, raised, missing = observe(way, probe("f", 4.0), probe("g", 4.0), probe("h", 4.0), f=good, g=bad)
    assert (returned.value, returned.printed) == (2.0, "half of 4.0\n")
    assert raised.ended is Ended.RAISED
    assert raised.exception is not None
    assert (raised.exception.type_name, raised.exception.message) == ("SystemExit", "no")
    assert missing.ended is Ended.NOT_DEFINED


@pytest.mark.parametrize("way", WAYS)
def test_calls_come_back_in_the_order_they_were_asked_for(way: Way) -> None:
    seen = observe(way, probe("f", 1.0), probe("g", 2.0), probe("f", 3.0), probe("g", 4.0), f=abs, g=abs)
    assert [each.value for each in seen] == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.skipif(sys.platform != "linux", reason="the way of Linux")
def test_a_copy_that_dies_costs_its_own_call_and_changes_nothing_here() -> None:
    changed: list[float] = []

    def dies(x: float) -> float:
        changed.append(x)
        if x == 2.0:
            os._exit(3)
        if x == 3.0:
            os.kill(os.getpid(), signal.SIGSEGV)
        return x

    seen = observe(Way.COPY, *(probe("f", x) for x in (1.0, 2.0, 3.0, 4.0)), f=dies)
    assert [each.ended for each in seen] == [Ended.RETURNED, Ended.DIED, Ended.DIED, Ended.RETURNED]
    assert [each.detail for each in seen[1:3]] == ["exit 3", "signal 11"]
    assert changed == []


@pytest.mark.skipif(sys.platform != "linux", reason="the way of Linux")
def test_a_copy_is_ended_even_if_it_takes_every_interrupt_for_its_own() -> None:
    def stubborn(x: float) -> float:
        while True:
            try:
                while True:
                    x += 1
            except BaseException:
                continue

    (seen,) = observe(Way.COPY, probe("f", 1.0), f=stubborn)
    assert seen.ended is Ended.TIMED_OUT


@pytest.mark.skipif(sys.platform != "linux", reason="the way of Linux")
def test_an_interrupt_of_the_notebook_leaves_no_copy_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    fork = os.fork

    def noted() -> int:
        pids.append(fork())
        return pids[-1]

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fork", noted)
    monkeypatch.setattr(select, "select", interrupted)
    with pytest.raises(KeyboardInterrupt):
        observe(Way.COPY, probe("f", 1.0), f=idle)
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)


@pytest.mark.parametrize("way", [Way.ALARM, Way.THREAD])
def test_nothing_is_left_of_an_alarm(way: Way) -> None:
    before = signal.getsignal(signal.SIGALRM)
    observe(way, probe("f", 1.0), f=endless)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_time_of_the_whole_check_has_an_end() -> None:
    seen = observe(Way.THREAD, probe("f", 1.0), probe("g", 1.0), limits=Limits(hand_in_wall_s=0.0), f=abs, g=abs)
    assert [(each.ended, each.detail) for each in seen] == [(Ended.NOT_RUN, "hand_in_time")] * 2


def test_in_a_thread_there_is_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert way_here() is Way.ALARM
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(way_here()))
    thread.start()
    thread.join()
    assert found == [Way.THREAD]
