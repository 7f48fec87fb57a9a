"""The two ways to run hand-ins: forks of a nursery, or an interpreter for every function."""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from grader.model.errors import SandboxError
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
    """Nurseries and their forks."""

    def __init__(self, python: str, slot: Slot, at_most: Tier, preload: Sequence[str]) -> None:
        self._nurseries = Nurseries(python, slot, at_most, preload)
        self._slot = slot
        nursery = self._nurseries.light
        if nursery.tier < Tier.T2 or not nursery.has_own_user:
            slot.give_up_user()
        self.launcher = ForkLauncher(self._nurseries, slot)
        self.environment = nursery.environment
        self.report = report_of(nursery)

    def close(self) -> None:
        """End the nurseries and everything in them."""
        with suppress(SandboxError):
            self.launcher.close()
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


def start_engine(python: str, slot: Slot, at_most: Tier, preload: Sequence[str], *, spawn: bool) -> Engine:
    """Start the way that the system allows.

    Args:
        python: the interpreter for the students' code.
        slot: where to run.
        at_most: go no further than this tier.
        preload: modules to import before any hand-in.
        spawn: start an interpreter for every function even where there is fork.

    Raises:
        SandboxError: when the interpreter does not start.
    """
    if spawn or not hasattr(os, "fork"):
        return SpawnEngine(python, slot, preload)
    return ForkEngine(python, slot, at_most, preload)
