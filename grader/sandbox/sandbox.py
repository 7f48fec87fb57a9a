"""Run hand-ins in isolation and say what was seen."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from grader.model.errors import SandboxError
from grader.model.probe import Limits, Loading, Observation, Probe, Sighting
from grader.model.submission import Submission
from grader.sandbox.container import cap_memory
from grader.sandbox.deaths import DeathReader
from grader.sandbox.engine import Engine, start_engine
from grader.sandbox.launch import HandIn
from grader.sandbox.load import LoadingSeen
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
        spawn: bool = False,
        first: Submission | None = None,
    ) -> None:
        """Start the nursery.

        Args:
            python: the interpreter for the students' code (3.10 or newer); None for the one that runs this.
            require_tier: refuse to run with less.
            preload: modules that the nursery imports, once for all hand-ins.
            at_most: go no further than this tier.
            spawn: start an interpreter for every function, as on systems without fork.
            first: the hand-in that will come first, if that is known. The nursery that it needs is then started alone,
                and gets ready while the caller does other things; whether it started is known when it is asked.

        Raises:
            SandboxError: when the interpreter does not start, or the tier cannot be reached.
        """
        # A bare name is looked for as a shell does; a path counts from here: the nursery begins elsewhere.
        self._python = (shutil.which(python) or python) if python else sys.executable
        self._python = os.path.abspath(self._python)  # noqa: PTH100  # links stay: an environment is one
        self._at_most, self._preload, self._spawn = at_most, preload, spawn
        self._slot, self._engine = self._start(first, waits=first is None or require_tier is not None)
        if require_tier is not None and self.tier < require_tier:
            report = self._engine.report
            self.close()
            raise SandboxError(report.refusal(require_tier))
        self._deaths = DeathReader()

    @property
    def tier(self) -> Tier:
        """The isolation reached."""
        return self._engine.report.tier

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        return self._engine.environment

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything that runs, and remove the folder."""
        self._engine.close()
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
        launcher = self._engine.launcher  # a nursery that did not even begin is an error of ours, not of the hand-in's
        run = Run(launcher, HandIn(submission, wanted), distinct, limits, self._deaths, on_observation)
        try:
            loading = run.observe()
        except SandboxError:
            # The nursery is gone, by the machine's doing or its own: the rest of the hand-in gets a new one.
            self._restart()
            run.launcher = self._engine.launcher
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

    def _start(self, first: Submission | None, *, waits: bool) -> tuple[Slot, Engine]:
        slot = Slot(own_user=self._at_most >= Tier.T2 and not self._spawn)
        engine: Engine | None = None
        try:
            engine = start_engine(self._python, slot, self._at_most, self._preload, spawn=self._spawn, first=first)
            if waits:
                _ = engine.launcher  # is there when the nursery is ready; it may fail
        except SandboxError:
            if engine is not None:
                engine.close()
            slot.close()
            raise
        return slot, engine

    def _restart(self) -> None:
        self.close()
        self._slot, self._engine = self._start(None, waits=True)
