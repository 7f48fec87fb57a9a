"""Judge a hand-in's criteria in a process of their own, under a CPU budget for each.

Mathematics may not halt, and a hostile answer can make it burn for ever. So a hand-in is judged in a fork of this
process, which holds the oracle's values already. Before each criterion the fork sets a CPU timer whose signal ends it
(even inside C code that never returns to Python); what was not decided by then is ``ungraded``, and a new fork goes on
with the next criterion. Verdicts come back as length-prefixed JSON.
"""

import gc
import os
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from grader.marking.evidence_codec import decode_verdict, encode_verdict
from grader.marking.plan import CriterionPlan, Plan
from grader.model.checker import Seen
from grader.model.evidence import OurFault
from grader.model.verdict import Verdict, ungraded

_LENGTH = struct.Struct(">I")
_LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps on *our* work for one criterion."""

    cpu_s: float = 10.0
    wall_s: float = 60.0
    memory_bytes: int = 2 * 1024**3
    """Address space that judging may take beyond what the process already has."""


TimedVerdict = tuple[Verdict, float]
"""A verdict and the seconds of wall-clock time that it took."""


class VerdictMemory(Protocol):
    """What was judged before, on the same grounds."""

    def recall(self, criterion: str) -> TimedVerdict | None:
        """Return the verdict of a criterion, or None where it has to be judged."""
        ...

    def keep(self, criterion: str, verdict: TimedVerdict) -> None:
        """Be told of a new verdict."""
        ...


def judge_all(
    plan: Plan, seen: Seen, budget: Budget | None = None, memory: VerdictMemory | None = None
) -> tuple[TimedVerdict, ...]:
    """Judge every criterion of a plan.

    Args:
        plan: the criteria, with the oracle.
        seen: what the hand-in did.
        budget: for each criterion.
        memory: what need not be judged again.

    Returns:
        A verdict and its seconds of wall-clock time for each criterion, in the plan's order. A checker that raised, or
        ran out of its budget, gives ``ungraded``.
    """
    known: dict[str, TimedVerdict] = {}
    if memory is not None:
        for planned in plan.criteria:
            if (recalled := memory.recall(planned.criterion.id)) is not None:
                known[planned.criterion.id] = recalled
    waiting = [planned for planned in plan.criteria if planned.criterion.id not in known]
    for planned, timed in zip(waiting, _judge(plan, waiting, seen, budget or Budget()), strict=True):
        known[planned.criterion.id] = timed
        if memory is not None:
            memory.keep(planned.criterion.id, timed)
    return tuple(known[planned.criterion.id] for planned in plan.criteria)


def _judge(plan: Plan, criteria: Sequence[CriterionPlan], seen: Seen, budget: Budget) -> list[TimedVerdict]:
    if not hasattr(os, "fork"):
        return [_timed_in_process(planned, seen, plan) for planned in criteria]
    done: list[TimedVerdict] = []
    while len(done) < len(criteria):
        done += _judge_in_fork(plan, criteria[len(done) :], seen, budget)
    return done


def judge_one(planned: CriterionPlan, seen: Seen, plan: Plan) -> Verdict:
    """Judge one criterion here and now; a checker that raises gives ``ungraded`` with the cause for staff."""
    try:
        return planned.criterion.checker.judge(planned.probes, seen, plan.oracle)
    except Exception as error:  # the one broad except: whatever a checker does, it costs its own criterion
        reason = "judge_memory" if isinstance(error, MemoryError) else "checker_crashed"
        return ungraded(OurFault(reason, traceback.format_exc(limit=-6)[-4000:]))


def _timed_in_process(planned: CriterionPlan, seen: Seen, plan: Plan) -> tuple[Verdict, float]:
    started = time.monotonic()
    return judge_one(planned, seen, plan), time.monotonic() - started


def _judge_in_fork(
    plan: Plan, criteria: Sequence[CriterionPlan], seen: Seen, budget: Budget
) -> list[tuple[Verdict, float]]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _judge_in_child(plan, criteria, seen, budget, writing)
    os.close(writing)
    done: list[tuple[Verdict, float]] = []
    try:
        while len(done) < len(criteria):
            started = time.monotonic()
            data = _read_frame(reading, budget.wall_s)
            if data is None:
                break
            done.append((decode_verdict(data), time.monotonic() - started))
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if len(done) < len(criteria):
        done.append((ungraded(OurFault("judge_budget", f"{budget.cpu_s:g} s CPU, {budget.wall_s:g} s")), budget.cpu_s))
    return done


def _judge_in_child(
    plan: Plan, criteria: Sequence[CriterionPlan], seen: Seen, budget: Budget, writing: int
) -> None:  # never returns
    status = 1
    try:
        gc.disable()  # short-lived, and its memory is capped
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        _cap_memory(budget.memory_bytes)
        for planned in criteria:
            signal.setitimer(signal.ITIMER_PROF, budget.cpu_s)
            data = encode_verdict(judge_one(planned, seen, plan))
            signal.setitimer(signal.ITIMER_PROF, 0)
            view = memoryview(_LENGTH.pack(len(data)) + data)
            while view:
                view = view[os.write(writing, view) :]
        status = 0
    finally:
        os._exit(status)  # no handler of the parent's may run twice


def _cap_memory(extra_bytes: int) -> None:
    if sys.platform != "linux":  # elsewhere the system does not say, or does not keep, such a cap
        return
    import resource  # not on every system

    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a pseudo-file of the kernel's
        used = int(statm.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + extra_bytes
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _read_frame(reading: int, wall_s: float) -> bytes | None:
    deadline = time.monotonic() + wall_s
    head = _read_exactly(reading, _LENGTH.size, deadline)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    return None if length > _LONGEST else _read_exactly(reading, length, deadline)


def _read_exactly(reading: int, count: int, deadline: float) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None
        piece = os.read(reading, min(count - len(data), 1 << 20))
        if not piece:
            return None
        data += piece
    return bytes(data)
