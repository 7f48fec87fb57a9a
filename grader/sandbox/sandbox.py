"""Run hand-ins in isolation and say what was seen."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Self

from grader.model.errors import SandboxError
from grader.model.probe import Limits, Loading, Observation, Probe, Sighting
from grader.model.submission import Submission
from grader.sandbox.container import cap_memory
from grader.sandbox.deaths import DeathReader
from grader.sandbox.fork_launcher import ForkLauncher
from grader.sandbox.launch import HandIn
from grader.sandbox.load import LoadingSeen
from grader.sandbox.machine import report_of
from grader.sandbox.nursery_process import NurseryProcess
from grader.sandbox.run import Run
from grader.sandbox.slots import Slot
from grader.sandbox.tier import Tier

PRELOAD = ("numpy", "sympy")


class Sandbox:
    """Runs the code of hand-ins, one after another, in the strongest isolation that the machine offers.

    A context manager. One sandbox serves one thread; several processes own one each.
    """

    def __init__(
        self,
        python: str | None = None,
        require_tier: Tier | None = None,
        preload: Sequence[str] = PRELOAD,
        *,
        at_most: Tier = Tier.T3,
    ) -> None:
        """Start the nursery.

        Args:
            python: the interpreter for the students' code (3.10 or newer); None for the one that runs this.
            require_tier: refuse to run with less.
            preload: modules that the nursery imports, once for all hand-ins.
            at_most: go no further than this tier.

        Raises:
            SandboxError: when the interpreter does not start, or the tier cannot be reached.
        """
        self._python, self._preload, self._at_most = python or sys.executable, tuple(preload), at_most
        self._slot = Slot(own_user=at_most >= Tier.T2)
        self._nursery = self._start_nursery()
        if require_tier is not None and self._nursery.tier < require_tier:
            report = report_of(self._nursery)
            self.close()
            raise SandboxError(report.refusal(require_tier))
        self._deaths = DeathReader()

    @property
    def tier(self) -> Tier:
        """The isolation reached."""
        return self._nursery.tier

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        return self._nursery.environment

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the nursery and everything in it, and remove the folder."""
        with suppress(SandboxError):
            self._launcher.close()
        self._nursery.close()
        self._slot.close()

    def observe(
        self,
        submission: Submission,
        functions: tuple[str, ...],
        probes: Sequence[Probe],
        limits: Limits,
        on_observation: Callable[[Observation], None] | None = None,
    ) -> Sighting:
        """Load a hand-in and make the calls; see ``SandboxProtocol.observe``."""
        wanted = tuple(dict.fromkeys((*functions, *(probe.function for probe in probes))))
        distinct = tuple({probe.key: probe for probe in reversed(probes)}.values())[::-1]
        limits = replace(limits, memory_bytes=cap_memory(limits.memory_bytes))
        run = Run(self._launcher, HandIn(submission, wanted), distinct, limits, self._deaths, on_observation)
        try:
            loading = run.observe()
        except SandboxError:
            # The nursery is gone, by the machine's doing or its own: the rest of the hand-in gets a new one.
            self._restart()
            run.launcher = self._launcher
            try:
                loading = run.observe()
            except SandboxError as error:
                self._restart()
                loading = run.give_up(str(error))
        order = dict.fromkeys(probe.key for probe in probes)
        return Sighting(self._loading(loading, functions), tuple(run.seen[key] for key in order))

    def _loading(self, seen: LoadingSeen, functions: tuple[str, ...]) -> Loading:
        return Loading(
            facts=seen.facts,
            definitions=tuple(each for each in seen.definitions if each.function in functions),
            environment=self.environment,
            tier=self.tier.name,
            runner=seen.runner or "module",
            wall_s=seen.wall_s,
            cpu_s=seen.cpu_s,
        )

    def _start_nursery(self) -> NurseryProcess:
        try:
            nursery = NurseryProcess(self._python, self._slot, self._at_most, self._preload)
        except SandboxError:
            self._slot.close()
            raise
        self._launcher = ForkLauncher(nursery, self._slot)
        return nursery

    def _restart(self) -> None:
        self._nursery.close()
        self._slot.kill_all()
        self._nursery = self._start_nursery()
