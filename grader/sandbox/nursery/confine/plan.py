"""Shut a hand-in's process in, as far as the machine allows: prepared once, done in each process."""

import os
from dataclasses import dataclass

from . import identity, kernel, landlock, seccomp


@dataclass(frozen=True)
class Confinement:
    """What was prepared: descriptors of rulesets, filters ready to install. ``tier`` 0 does nothing."""

    tier: int = 0
    uid: "int | None" = None
    ruleset: int = -1
    ruleset_with_programs: int = -1
    fence: "int | None" = None
    has_gate: bool = False

    def shut_in(self, *, allow_programs: bool) -> "int | None":
        """Confine this process for good, but for the last step.

        Returns:
            The descriptor on which the trusted side is asked about forks, to be handed over; None where it is not.
        """
        if self.tier == 0:
            return None
        if self.uid is not None:
            identity.become(self.uid)
        identity.drop_privileges()
        kernel.landlock_restrict(self.ruleset_with_programs if allow_programs else self.ruleset)
        os.close(self.ruleset_with_programs)
        os.close(self.ruleset)
        column = kernel.column()
        if not self.has_gate or allow_programs or column is None:
            return None
        return seccomp.install_gate(seccomp.gate_program(column))

    def close_the_door(self, *, allow_programs: bool) -> None:
        """Install the filter of system calls: after this nothing can be handed over any more."""
        column = kernel.column()
        if self.tier == 0 or column is None:
            return
        seccomp.install(seccomp.filter_program(column, self._facts(allow_programs=allow_programs)))

    def prepare_the_door(self) -> None:
        """Make the filter once, so that no hand-in's process has to."""
        column = kernel.column()
        if self.tier > 0 and column is not None:
            seccomp.filter_program(column, self._facts(allow_programs=False))

    def _facts(self, *, allow_programs: bool) -> frozenset[str]:
        facts = {"gate"}  # where forks are not asked for, they are counted and swept
        if self.fence is not None:
            facts.add("scope")
        if allow_programs:
            facts.add("programs")
        return frozenset(facts)

    def fence_in(self) -> None:
        """Keep this process's signals and traces from the hand-in's other processes."""
        if self.tier > 0 and self.fence is not None:
            kernel.landlock_restrict(self.fence)


def prepare(tier: int, uid: "int | None", work: str, *, has_gate: bool) -> Confinement:
    """Make ready what the processes of hand-ins need.

    Args:
        tier: how far to go.
        uid: the user to become, from tier 2 on where there is one.
        work: the hand-ins' folder.
        has_gate: whether the kernel can ask about forks.

    Raises:
        OSError: when something fails that worked when it was tried.
    """
    if tier == 0:
        return Confinement()
    return Confinement(
        tier,
        uid if tier >= 2 else None,  # the tier's number
        landlock.make_ruleset(work, allow_programs=False),
        landlock.make_ruleset(work, allow_programs=True),
        landlock.make_fence(),
        has_gate,
    )
