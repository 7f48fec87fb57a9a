"""The process that judges: hand-ins in, verdicts out, each criterion under a CPU timer.

It is a fork of the process that holds the oracle's values, and serves one hand-in after another: judging is pure. The
timer's signal ends it wherever it is, even inside C code that never returns to Python. Memory that both sides share
says which criterion it is at, so that the other side knows which one ended it.
"""

import contextlib
import gc
import mmap
import os
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

from grader.marking.evidence_codec import encode_verdict
from grader.marking.frames import Channel
from grader.marking.packed_seen import unpack_seen
from grader.marking.plan import CriterionPlan, Plan
from grader.model.checker import Checker, Seen
from grader.model.evidence import OurFault
from grader.model.parts import Answers
from grader.model.submission import Submission
from grader.model.verdict import Verdict, ungraded

SEEN, JUDGE = b"seen", b"judge"
"""The first piece of a request: what was seen of the next hand-in, or which of its criteria are to be judged."""
HEAD = struct.Struct("<d")
"""Before a verdict's JSON: the seconds of wall-clock time that it took."""
BUDGET = struct.Struct("<d")
INDEX = struct.Struct("<I")
_OURS = "grader."
_MOST_DESCRIPTORS = 1024
"""Closed where the system does not say which are open."""
_TOGETHER_S = 0.005
"""Verdicts reached within so many seconds are sent together: each message wakes the other side."""


class Progress:
    """Where the process that judges is, in memory that it shares with the one that asked."""

    IDLE, READING = -2, -1
    _LAYOUT = struct.Struct("<iB")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, mmap.PAGESIZE)
        self.set(self.IDLE)

    def set(self, at: int, *, is_done_with: bool = False) -> None:
        """Say which criterion is judged (its place among those asked for), and whether the process has had its day."""
        self._LAYOUT.pack_into(self._memory, 0, at, is_done_with)

    def get(self) -> tuple[int, bool]:
        """Return what was said last."""
        at, is_done_with = self._LAYOUT.unpack_from(self._memory, 0)
        return at, bool(is_done_with)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()


def judge_one(planned: CriterionPlan, seen: Seen, plan: Plan) -> Verdict:
    """Judge one criterion here and now; a checker that raises gives ``ungraded`` with the cause for staff."""
    try:
        return planned.criterion.checker.judge(planned.probes, seen, plan.oracle)
    except Exception as error:  # the one broad except: whatever a checker does, it costs its own criterion
        reason = "judge_memory" if isinstance(error, MemoryError) else "checker_crashed"
        return ungraded(OurFault(reason, traceback.format_exc(limit=-6)[-4000:]))


def is_ours(checker: type[Checker]) -> bool:
    """Whether a checker belongs to this program; of others we cannot say that they keep nothing between hand-ins."""
    return checker.__module__.startswith(_OURS)


def serve(
    plan: Plan, answers_of: Callable[[Submission], Answers], channel: Channel, progress: Progress, memory_bytes: int
) -> NoReturn:
    """Judge until the other side is gone; the process ends here.

    Args:
        plan: the criteria, with the oracle.
        answers_of: finds the written answers in a hand-in.
        channel: to the process that asks.
        progress: shared with it.
        memory_bytes: address space that judging may take beyond what the process has.
    """
    status = 1
    try:
        gc.freeze()  # what the parent left half dead stays so: its files and sockets are not ours to close
        _shut_out(channel.fileno())
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        _Judge(plan, answers_of, channel, progress, memory_bytes).run()
        status = 0
    finally:
        os._exit(status)  # no handler of the parent's may run twice


class _Judge:
    def __init__(
        self,
        plan: Plan,
        answers_of: Callable[[Submission], Answers],
        channel: Channel,
        progress: Progress,
        memory_bytes: int,
    ) -> None:
        self._plan, self._answers_of = plan, answers_of
        self._channel, self._progress = channel, progress
        self._memory_bytes = memory_bytes
        self._began_with = _address_space()
        _cap_memory(self._began_with + memory_bytes)
        self._is_spent = not all(is_ours(type(each.criterion.checker)) for each in plan.criteria)

    def run(self) -> None:
        """Answer requests, for ever."""
        seen: Seen | Verdict | None = None
        while True:
            kind, *row = self._channel.receive()
            if bytes(kind) == SEEN:
                self._progress.set(Progress.READING)
                seen = None  # the one before need not be there while the next is read
                seen = self._read(row)
            elif seen is not None:
                self._judge(seen, row)
            self._progress.set(Progress.IDLE, is_done_with=self._is_spent)

    def _read(self, row: list[memoryview]) -> Seen | Verdict:
        budget, *pieces = row
        signal.setitimer(signal.ITIMER_PROF, BUDGET.unpack(budget)[0])
        try:
            return unpack_seen(pieces, self._answers_of)
        except Exception as error:  # a hand-in that breaks our reading of it costs itself alone
            self._is_spent = True
            reason = "judge_memory" if isinstance(error, MemoryError) else "checker_crashed"
            return ungraded(OurFault(reason, traceback.format_exc(limit=-6)[-4000:]))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _judge(self, seen: Seen | Verdict, row: list[memoryview]) -> None:
        budget_s = BUDGET.unpack(row[0])[0]
        indices: list[int] = [INDEX.unpack(piece)[0] for piece in row[1:]]
        reached: list[bytes] = []
        sent = time.monotonic()
        for at, index in enumerate(indices):
            self._progress.set(at)
            signal.setitimer(signal.ITIMER_PROF, budget_s)
            began = time.monotonic()
            verdict = seen if isinstance(seen, Verdict) else judge_one(self._plan.criteria[index], seen, self._plan)
            data = encode_verdict(verdict)
            now = time.monotonic()
            reached.append(HEAD.pack(now - began) + data)
            if any(isinstance(fact, OurFault) for fact in verdict.evidence):
                self._is_spent = True  # whatever went wrong here shall not go wrong for the next hand-in
            if at + 1 == len(indices):
                signal.setitimer(signal.ITIMER_PROF, 0)
                self._is_spent = self._is_spent or self._has_grown()
                self._progress.set(Progress.IDLE, is_done_with=self._is_spent)
            if at + 1 == len(indices) or now - sent > _TOGETHER_S:
                self._channel.send(reached)
                reached, sent = [], time.monotonic()

    def _has_grown(self) -> bool:
        return _address_space() - self._began_with > self._memory_bytes // 4


def _shut_out(keep: int) -> None:
    """Let go of all that the parent has open: a pipe's end that we held would keep its reader waiting."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    for number in _open_descriptors():
        if number not in {0, 1, 2, keep}:
            with contextlib.suppress(OSError):  # the descriptor of this listing
                os.close(number)


def _open_descriptors() -> Sequence[int]:
    for folder in ("/proc/self/fd", "/dev/fd"):  # the one where there is Linux, the other elsewhere: neither everywhere
        with contextlib.suppress(OSError):
            return [int(name) for name in os.listdir(folder)]  # noqa: PTH208  # numbers, no paths
    return range(_MOST_DESCRIPTORS)


def _address_space() -> int:
    """Return the process's address space in bytes; 0 where the system does not say."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a pseudo-file
        return int(statm.read().split()[0]) * mmap.PAGESIZE
    return 0


def _cap_memory(wanted: int) -> None:
    if sys.platform != "linux":  # elsewhere the system does not say, or does not keep, such a cap
        return
    import resource  # not on every system

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
