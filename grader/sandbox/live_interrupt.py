"""Calls in the process itself with an end to their time: what a call cannot be kept from is to ignore the interrupt."""

import ctypes
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from grader.model.probe import Ended, Observation, Probe
from grader.sandbox.live_call import CallTakesTooLong, call_live

_AGAIN_S = 0.2
"""What swallowed one interrupt gets the next after so long."""
_PATIENCE_S = 5.0
"""A thread that takes no interrupt for so long is left alone."""


def call_with_alarm(function: Callable[..., object], probe: Probe, limit_s: float) -> Observation:
    """Call a function in this thread, the main one; an alarm interrupts it when its time is up.

    Args:
        function: of this process.
        probe: the call.
        limit_s: by the wall clock.
    """
    is_calling = True

    def interrupt(number: int, frame: FrameType | None) -> None:
        if is_calling:
            raise CallTakesTooLong

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit_s, _AGAIN_S)
    try:
        try:
            seen = call_live(function, probe)
        finally:
            is_calling = False
    except CallTakesTooLong:
        seen = _timed_out(probe, limit_s)
    finally:
        is_calling = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return seen


def call_with_thread(function: Callable[..., object], probe: Probe, limit_s: float) -> Observation:
    """Call a function in a thread; it is interrupted between two lines of Python when its time is up.

    Args:
        function: of this process.
        probe: the call.
        limit_s: by the wall clock.
    """
    found: list[Observation] = []

    def call() -> None:
        try:
            found.append(call_live(function, probe))
        except CallTakesTooLong:
            return

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    until = time.monotonic() + limit_s
    try:
        while thread.is_alive() and time.monotonic() < until:
            thread.join(_AGAIN_S)  # in short stretches: Ctrl-C is heard between them
    finally:
        until = time.monotonic() + _PATIENCE_S
        while thread.is_alive() and time.monotonic() < until:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident or 0), ctypes.py_object(CallTakesTooLong)
            )
            thread.join(_AGAIN_S)
    return found[0] if found else _timed_out(probe, limit_s)


def _timed_out(probe: Probe, limit_s: float) -> Observation:
    return Observation(probe.id, probe.key, Ended.TIMED_OUT, detail="wall", limit=limit_s)
