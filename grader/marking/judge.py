"""Judge a hand-in's criteria in a process of their own, under a CPU budget for each.

Mathematics may not halt, and a hostile answer can make it burn for ever. So hand-ins are judged in a fork of this
process (``grader.marking.judging``), which holds the oracle's values already and serves one hand-in after another. The
criterion over which it ended, or that took longer than its budget, is ``ungraded``; a new fork goes on with the rest.
"""

import os
import signal
import socket
import time
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from grader.marking.frames import Channel, Closed
from grader.marking.judged import Judged
from grader.marking.judging import BUDGET, HEAD, INDEX, JUDGE, SEEN, Progress, judge_one, serve
from grader.marking.packed_seen import pack_seen
from grader.marking.plan import Plan
from grader.model.checker import Seen
from grader.model.evidence import OurFault
from grader.model.parts import NO_ANSWERS, Answers
from grader.model.submission import Submission
from grader.model.verdict import ungraded

_LONGEST_ANSWER = 64 * 1024 * 1024
_LONGEST_REQUEST = 1 << 40
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps on *our* work for one criterion."""

    cpu_s: float = 10.0
    wall_s: float = 60.0
    memory_bytes: int = 2 * 1024**3
    """Address space that judging may take beyond what the process already has."""


class VerdictMemory(Protocol):
    """What was judged before, on the same grounds."""

    def recall(self, criterion: str) -> Judged | None:
        """Return what was judged of a criterion, or None where it has to be judged."""
        ...

    def keep(self, criterion: str, judged: Judged) -> None:
        """Be told of a new verdict."""
        ...


class Judge:
    """Judges by one plan. Its process starts when there is something to judge, and is replaced when it ended."""

    def __init__(
        self,
        plan: Plan,
        budget: Budget | None = None,
        answers_of: Callable[[Submission], Answers] = lambda _: NO_ANSWERS,
    ) -> None:
        """Take a plan.

        Args:
            plan: the criteria, with the oracle.
            budget: for each criterion.
            answers_of: finds the written answers in a hand-in.
        """
        self.plan = plan
        self.budget = budget or Budget()
        self._answers_of = answers_of
        self._process: _Process | None = None

    @property
    def pid(self) -> int | None:
        """The process that judges, where there is one just now."""
        return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End the process; another one starts should there be more to judge."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def judge_all(
        self,
        seen: Seen,
        *,
        criteria: Sequence[int] | None = None,
        budget: Budget | None = None,
        memory: VerdictMemory | None = None,
    ) -> tuple[Judged, ...]:
        """Judge criteria of one hand-in.

        Args:
            seen: what the hand-in did, and its files; the answers in it are found here.
            criteria: places in the plan; None for all.
            budget: for each criterion; None for the usual one. Its memory is that of the process.
            memory: what need not be judged again.

        Returns:
            What was judged of each criterion asked for, in order. A checker that raised, or ran out of its budget,
            gives ``ungraded``.
        """
        wanted = range(len(self.plan.criteria)) if criteria is None else criteria
        known: dict[int, Judged] = {}
        if memory is not None:
            for at in wanted:
                if (recalled := memory.recall(self._name(at))) is not None:
                    known[at] = recalled
        waiting = [at for at in wanted if at not in known]
        for at, judged in self._judge(seen, waiting, budget or self.budget).items():
            known[at] = judged
            if memory is not None:
                memory.keep(self._name(at), judged)
        return tuple(known[at] for at in wanted)

    def _name(self, at: int) -> str:
        return self.plan.criteria[at].criterion.id

    def _judge(self, seen: Seen, criteria: Sequence[int], budget: Budget) -> dict[int, Judged]:
        if not criteria:
            return {}
        if not hasattr(os, "fork"):
            return self._judge_here(seen, criteria)
        fault = OurFault("judge_budget", f"{budget.cpu_s:g} s CPU, {budget.wall_s:g} s")
        out_of_budget = Judged.of(ungraded(fault), budget.cpu_s)
        known: dict[int, Judged] = {}
        deaths = 0
        while waiting := [at for at in criteria if at not in known]:
            process = self._process = self._process or _Process(self.plan, self._answers_of, self.budget)
            try:
                process.look_at(seen, budget)
                process.judge(waiting, budget, known)
            except Closed:
                self._process = None
                at, _ = process.end()
                if at >= 0:  # who ended it; what was reached before and not sent is judged again
                    known[waiting[at]] = out_of_budget
                    continue
                # It ended over the hand-in as a whole, or while it had nothing to do: by somebody else's hand, then.
                deaths += 1
                if at == Progress.READING or deaths == _TRIES:
                    known |= dict.fromkeys(waiting, out_of_budget)
        if self._process is not None and self._process.is_done_with:
            self.close()
        return known

    def _judge_here(self, seen: Seen, criteria: Sequence[int]) -> dict[int, Judged]:
        complete = Seen(seen.observations, seen.loading, seen.submission, self._answers_of(seen.submission))
        known: dict[int, Judged] = {}
        for at in criteria:
            began = time.monotonic()
            verdict = judge_one(self.plan.criteria[at], complete, self.plan)
            known[at] = Judged.of(verdict, time.monotonic() - began)
        return known


class _Process:
    """The process that judges, seen from the one that asks."""

    def __init__(self, plan: Plan, answers_of: Callable[[Submission], Answers], budget: Budget) -> None:
        mine, theirs = socket.socketpair()
        self._progress = Progress()
        self._channel = Channel(mine, _LONGEST_ANSWER)
        self._seen: Seen | None = None
        pid = os.fork()
        if pid == 0:
            serve(plan, answers_of, Channel(theirs, _LONGEST_REQUEST), self._progress, budget.memory_bytes)
        theirs.close()
        self.pid = pid
        self._end = weakref.finalize(self, _end, self._channel, pid, os.getpid())

    @property
    def is_done_with(self) -> bool:
        """Whether the process shall serve no other hand-in."""
        return self._progress.get()[1]

    def look_at(self, seen: Seen, budget: Budget) -> None:
        """Send what was seen of a hand-in, unless the process has it.

        Raises:
            Closed: when the process ends, or does not take it in time.
        """
        if self._seen is not seen:
            self._channel.send([SEEN, BUDGET.pack(budget.cpu_s), *pack_seen(seen)], budget.wall_s)
            self._seen = seen

    def judge(self, criteria: Sequence[int], budget: Budget, known: dict[int, Judged]) -> None:
        """Judge criteria of the hand-in, and fill in the verdicts as they come.

        Raises:
            Closed: when the process ends, or is silent for longer than the budget.
        """
        self._channel.send([JUDGE, BUDGET.pack(budget.cpu_s), *map(INDEX.pack, criteria)], budget.wall_s)
        left = list(reversed(criteria))
        while left:
            for piece in self._channel.receive(budget.wall_s):
                (seconds,) = HEAD.unpack_from(piece)
                known[left.pop()] = Judged(bytes(piece[HEAD.size :]), seconds)

    def end(self) -> tuple[int, bool]:
        """End the process and return where it was."""
        self._end()
        where = self._progress.get()
        self._progress.close()
        return where


def _end(channel: Channel, pid: int, owner: int) -> None:
    channel.close()
    if os.getpid() != owner:  # a fork of ours that ends has no say here
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
