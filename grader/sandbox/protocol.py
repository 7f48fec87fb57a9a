"""What every sandbox can do."""

from collections.abc import Callable, Sequence
from typing import Protocol

from grader.model.probe import Limits, Observation, Probe, Sighting
from grader.model.submission import Submission
from grader.sandbox.tier import Tier


class SandboxProtocol(Protocol):
    """Runs a hand-in's code and says what was seen."""

    @property
    def tier(self) -> Tier:
        """The isolation reached."""
        ...

    @property
    def environment(self) -> str:
        """The interpreter's and the libraries' versions, in words."""
        ...

    def observe(
        self,
        submission: Submission,
        functions: tuple[str, ...],
        probes: Sequence[Probe],
        limits: Limits,
        on_observation: Callable[[Observation], None] | None = None,
    ) -> Sighting:
        """Load a hand-in and make the calls.

        Args:
            submission: the hand-in; its scripts and notebooks are loaded, its other files lie beside them.
            functions: the names that the rubric asks for; the loading says where each was found.
            probes: calls; those of one key are made once.
            limits: caps on the student's program.
            on_observation: told of each observation as it arrives.

        Returns:
            One observation for each distinct probe key, in the order of the probes.

        Raises:
            SandboxError: when the isolation itself broke.
        """
        ...
