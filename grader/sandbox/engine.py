"""The two ways to run hand-ins: forks of a nursery, or an interpreter for every function."""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from grader.model.errors import SandboxError
from grader.model.submission import Submission
from grader.sandbox.fork_launcher import ForkLauncher
from grader.sandbox.launch import Launcher
from grader.sandbox.machine import MachineReport, no_isolation, report_of
from grader.sandbox.nurseries import Nurseries
from grader.sandbox.slots import Slot
from grader.sandbox.spawn_launcher import SpawnLauncher
from grader.sandbox.tier import Tier


class Engine(Protocol):
    """Something that starts hand-ins' processes, with what is known of it."""

    @property
    def launcher(self) -> Launcher:
        """What starts the processes."""
        ...

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        ...

    @property
    def report(self) -> MachineReport:
        """The isolation reached, and why not more."""
        ...

    def close(self) -> None:
        """End everything that was started."""
        ...


class ForkEngine:
    """Nurseries and their forks. What is first asked of it waits until the nursery is ready."""

    def __init__(
        self, python: str, slot: Slot, at_most: Tier, preload: Sequence[str], first: Submission | None = None
    ) -> None:
        self._nurseries = Nurseries(python, slot, at_most, preload, first)
        self._slot = slot
        self._launcher: ForkLauncher | None = None

    @property
    def launcher(self) -> ForkLauncher:
        """What starts the processes."""
        if self._launcher is None:
            nursery = self._nurseries.light
            if nursery.tier < Tier.T2 or not nursery.has_own_user:
                self._slot.give_up_user()
            self._launcher = ForkLauncher(self._nurseries, self._slot)
        return self._launcher

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        return self._nurseries.light.environment

    @property
    def report(self) -> MachineReport:
        """The isolation reached, and why not more."""
        return report_of(self._nurseries.light)

    def close(self) -> None:
        """End the nurseries and everything in them."""
        if self._launcher is not None:
            with suppress(SandboxError):
                self._launcher.close()
        self._nurseries.close()
        self._slot.kill_all()


class SpawnEngine:
    """An interpreter for every function."""

    def __init__(self, python: str, slot: Slot, preload: Sequence[str]) -> None:
        self.launcher = SpawnLauncher(python, slot, preload)
        self.environment = self.launcher.describe()
        self.report = no_isolation()

    def close(self) -> None:
        """End what is running."""
        self.launcher.close()


def start_engine(
    python: str,
    slot: Slot,
    at_most: Tier,
    preload: Sequence[str],
    *,
    spawn: bool,
    first: Submission | None = None,
) -> Engine:
    """Start the way that the system allows.

    Args:
        python: the interpreter for the students' code.
        slot: where to run.
        at_most: go no further than this tier.
        preload: modules to import before any hand-in.
        spawn: start an interpreter for every function even where there is fork.
        first: the hand-in that will come first, if that is known.

    Raises:
        SandboxError: when the interpreter does not start.
    """
    if spawn or not hasattr(os, "fork"):
        return SpawnEngine(python, slot, preload)
    return ForkEngine(python, slot, at_most, preload, first)
