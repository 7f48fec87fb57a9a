"""How well students' programs are kept apart from the rest of the machine."""

from enum import IntEnum


class Tier(IntEnum):
    """Levels of isolation, each with all that the ones below it have (``docs/decisions/0003-isolation-tiers.md``)."""

    T0 = 0
    """A process of its own, resource limits, a wall-clock kill."""
    T1 = 1
    """Landlock, a system call filter and no new privileges: no foreign file, no network, no foreign process."""
    T2 = 2
    """A user id of its own, too."""
    T3 = 3
    """Network, IPC and process namespaces, too."""
