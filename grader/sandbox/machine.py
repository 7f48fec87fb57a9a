"""What isolation this machine offers, found by trying."""

import os
import sys
from dataclasses import dataclass
from typing import Final

from grader.sandbox.nursery_process import NurseryProcess
from grader.sandbox.slots import Slot
from grader.sandbox.tier import Tier


@dataclass(frozen=True, slots=True)
class Means:
    """One means of isolation: what it is, what it is for, the tier that needs it, and whether it works here."""

    name: str
    purpose: str
    tier: Tier
    works: bool
    reason: str = ""
    """Why it does not work, in words."""


@dataclass(frozen=True, slots=True)
class MachineReport:
    """The tier that is reached, and every means with what was found."""

    tier: Tier
    means: tuple[Means, ...]

    def missing_for(self, tier: Tier) -> tuple[Means, ...]:
        """Return the means that a tier needs and that do not work."""
        return tuple(each for each in self.means if each.tier <= tier and not each.works)

    def refusal(self, wanted: Tier) -> str:
        """Return why a tier is refused, and what is missing."""
        missing = "; ".join(f"{each.name}: {each.reason}" for each in self.missing_for(wanted))
        return f"tier {wanted.name} is required, but this machine offers {self.tier.name} (missing: {missing})"

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        lines = [f"This machine isolates students' programs at tier {self.tier.name}."]
        width = max((len(each.name) for each in self.means), default=0)
        for each in self.means:
            sign = "yes" if each.works else "NO "
            reason = "" if each.works else f"  ({each.reason})"
            lines.append(f"  {each.tier.name}  {sign}  {each.name:<{width}}  {each.purpose}{reason}")
        return "\n".join(lines)


_MEANS: Final[tuple[tuple[str, str, str, Tier], ...]] = (
    ("no_new_privileges", "no new privileges", "nothing that is run gains rights", Tier.T1),
    ("landlock", "Landlock", "no foreign files, no TCP, no signals to others", Tier.T1),
    ("seccomp", "system call filter", "no sockets, no traces, no programs", Tier.T1),
    ("gate", "fork gate", "no fork that we did not ask for", Tier.T1),
    ("uid", "own user id", "a user who owns nothing else", Tier.T2),
    ("namespaces", "network and IPC namespaces", "no network to reach", Tier.T3),
    ("process_namespace", "process namespace", "no foreign process has a name", Tier.T3),
)


def report_of(nursery: NurseryProcess) -> MachineReport:
    """Return what a nursery found when it began."""
    found = {trial.key: trial for trial in nursery.trials}
    means = [Means("resource limits", "caps on time, memory and files", Tier.T0, works=os.name == "posix")]
    for key, name, purpose, tier in _MEANS:
        trial = found.get(key)
        works, reason = (trial.works, trial.reason) if trial else (False, "Linux only")
        means.append(Means(name, purpose, tier, works, reason))
    return MachineReport(nursery.tier, tuple(means))


def no_isolation() -> MachineReport:
    """Return what is said where there is no fork: a process for every function, and a kill."""
    reason = "no isolation on this system: each function runs in a process of its own, which is killed in the end"
    means = [Means("resource limits", "caps on time, memory and files", Tier.T0, works=False, reason=reason)]
    means += [Means(name, purpose, tier, works=False, reason="Linux only") for _, name, purpose, tier in _MEANS]
    return MachineReport(Tier.T0, tuple(means))


def probe_machine(python: str | None = None) -> MachineReport:
    """Try every means of isolation in processes of their own and say which work.

    Args:
        python: the interpreter for the students' code; None for the one that runs this.

    Raises:
        SandboxError: when the interpreter does not start.
    """
    if not hasattr(os, "fork"):
        return no_isolation()
    slot = Slot(own_user=True)
    try:
        nursery = NurseryProcess(python or sys.executable, slot, Tier.T3, ())
        try:
            return report_of(nursery)
        finally:
            nursery.close()
    finally:
        slot.close()
