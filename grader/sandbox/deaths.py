"""What the end of a process says of the program that ran in it."""

import signal
from dataclasses import dataclass

from grader.model.probe import Ended, Limits
from grader.sandbox.clocks import kills_for_memory
from grader.sandbox.launch import Ending

_NEAR = 0.9
"""Share of the memory limit from which on a death is put down to it."""


@dataclass(frozen=True, slots=True)
class Death:
    """How a program died; ``fault`` is not empty where it was not the program's doing."""

    ended: Ended
    detail: str
    fault: str = ""


class DeathReader:
    """Reads how processes ended; knows whether the machine ran out of memory meanwhile."""

    def __init__(self) -> None:
        self._kills = kills_for_memory()

    def read(self, ending: Ending, limits: Limits) -> Death:
        """Return what a process's end says, when nobody here has killed it."""
        code = ending.code
        if code is None:
            return Death(Ended.DIED, "gone")
        if code >= 0:
            return Death(Ended.DIED, f"exit {code}")
        if -code == getattr(signal, "SIGXCPU", 0):
            return Death(Ended.TIMED_OUT, "cpu")
        if ending.peak_bytes >= _NEAR * limits.memory_bytes:
            return Death(Ended.OUT_OF_MEMORY, f"signal {-code}")
        if -code == getattr(signal, "SIGKILL", 0) and self._kills < (now := kills_for_memory()):
            self._kills = now
            return Death(Ended.FAULT, "machine_out_of_memory", "machine_out_of_memory")
        return Death(Ended.DIED, f"signal {-code}")
