"""One hand-in, from loading to its last call."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from grader.model.probe import Ended, Limits, Observation, Probe
from grader.model.values import OpaqueValue
from grader.sandbox.calls import HAND_IN_TIME, Calls
from grader.sandbox.deaths import DeathReader
from grader.sandbox.launch import HandIn, Launcher
from grader.sandbox.load import LoadingSeen, load_hand_in
from grader.sandbox.values import bytes_of

_MOST_RELOADS = 3
"""How often a hand-in is loaded again because a call took its process along."""

_SMALL_BYTES = 64 * 1024
RESULTS_TIMES = 2
"""Times the limit on one result that the results of a hand-in may hold together."""


class Run:
    """Loads a hand-in and makes the calls that are not made yet; may be begun again with another launcher."""

    def __init__(
        self,
        launcher: Launcher,
        hand_in: HandIn,
        probes: Sequence[Probe],
        limits: Limits,
        deaths: DeathReader,
        on_observation: Callable[[Observation], None] | None,
    ) -> None:
        self.launcher = launcher
        self.seen: dict[str, Observation] = {}
        self._hand_in, self._probes, self._limits = hand_in, probes, limits
        self._deaths, self._on_observation = deaths, on_observation
        self._deadline = time.monotonic() + limits.hand_in_wall_s
        self._reloads = 0
        self._room = RESULTS_TIMES * limits.result_bytes
        self._loading = LoadingSeen(hand_in, ())

    def observe(self) -> LoadingSeen:
        """Load, and make every call that is missing; fills ``seen``.

        Raises:
            SandboxError: when the isolation broke; what was seen so far is kept.
        """
        self._loading = load_hand_in(self.launcher, self._hand_in, self._limits, self._deadline, self._deaths)
        for function in self._hand_in.functions:
            missing = [each for each in self._probes if each.function == function and each.key not in self.seen]
            for observation in self._observe_function(function, missing):
                self._keep(observation)
        self.launcher.end()
        return self._loading

    def give_up(self, reason: str) -> LoadingSeen:
        """Say of every call that is missing that we could not make it."""
        for probe in self._probes:
            if probe.key not in self.seen:
                self._keep(Observation(probe.id, probe.key, Ended.FAULT, detail=f"sandbox: {reason}"[:500]))
        return self._loading

    def _observe_function(self, function: str, probes: Sequence[Probe]) -> Iterator[Observation]:
        loading = self._loading
        if loading.fault or loading.is_out_of_time:
            ended = Ended.FAULT if loading.fault else Ended.NOT_RUN
            for probe in probes:
                yield Observation(probe.id, probe.key, ended, detail=loading.fault or HAND_IN_TIME)
        elif not any(each.function == function for each in loading.definitions):
            for probe in probes:
                yield Observation(probe.id, probe.key, Ended.NOT_DEFINED)
        elif probes:
            calls = Calls(self.launcher, function, self._limits, self._deadline, self._deaths, self._load_again)
            yield from calls.observe(probes)

    def _load_again(self) -> bool:
        # A call ended the process of its own hand-in: the other functions get a new one.
        if self._reloads >= _MOST_RELOADS:
            return False
        self._reloads += 1
        again = load_hand_in(self.launcher, self._loading.hand_in, self._limits, self._deadline, self._deaths)
        return bool(again.definitions)

    def _keep(self, observation: Observation) -> None:
        size = bytes_of(observation.value)
        self._room -= size + len(observation.printed)
        if self._room < 0 and size > _SMALL_BYTES:  # one function's large results do not cost another its small ones
            # Each result may be large; all of them together must not fill our memory.
            opaque = OpaqueValue(type(observation.value).__name__, "", "too_large")
            observation = replace(observation, value=opaque)
        self.seen[observation.probe_key] = observation
        if self._on_observation is not None:
            self._on_observation(observation)
