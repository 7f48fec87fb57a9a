"""Run hand-ins in isolation and say what was seen."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

from grader.model.errors import SandboxError
from grader.model.probe import Ended, Limits, Loading, Observation, Probe, Sighting
from grader.model.submission import Submission
from grader.sandbox.calls import HAND_IN_TIME, Calls
from grader.sandbox.deaths import DeathReader
from grader.sandbox.fork_launcher import ForkLauncher
from grader.sandbox.launch import HandIn
from grader.sandbox.load import LoadingSeen, load_hand_in
from grader.sandbox.machine import report_of
from grader.sandbox.nursery_process import NurseryProcess
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
        self._slot = Slot(own_user=at_most >= Tier.T2)
        try:
            self._nursery = NurseryProcess(python or sys.executable, self._slot, at_most, preload)
        except SandboxError:
            self._slot.close()
            raise
        if require_tier is not None and self._nursery.tier < require_tier:
            report = report_of(self._nursery)
            self._nursery.close()
            self._slot.close()
            raise SandboxError(report.refusal(require_tier))
        self._launcher = ForkLauncher(self._nursery, self._slot)
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
        deadline = time.monotonic() + limits.hand_in_wall_s
        wanted = tuple(dict.fromkeys((*functions, *(probe.function for probe in probes))))
        distinct = {probe.key: probe for probe in reversed(probes)}
        seen: dict[str, Observation] = {}
        loading = load_hand_in(self._launcher, HandIn(submission, wanted), limits, deadline, self._deaths)
        try:
            for function in wanted:
                of_function = [probe for probe in distinct.values() if probe.function == function]
                for observation in self._observe_function(function, of_function[::-1], loading, limits, deadline):
                    seen[observation.probe_key] = observation
                    if on_observation is not None:
                        on_observation(observation)
        finally:
            self._launcher.end()
        order = dict.fromkeys(probe.key for probe in probes)
        return Sighting(self._loading(loading, functions), tuple(seen[key] for key in order))

    def _observe_function(
        self, function: str, probes: list[Probe], loading: LoadingSeen, limits: Limits, deadline: float
    ) -> Iterator[Observation]:
        if loading.fault or loading.is_out_of_time:
            ended = Ended.FAULT if loading.fault else Ended.NOT_RUN
            for probe in probes:
                yield Observation(probe.id, probe.key, ended, detail=loading.fault or HAND_IN_TIME)
        elif not any(each.function == function for each in loading.definitions):
            for probe in probes:
                yield Observation(probe.id, probe.key, Ended.NOT_DEFINED)
        else:
            yield from Calls(self._launcher, function, limits, deadline, self._deaths).observe(probes)

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
