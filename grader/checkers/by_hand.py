"""What the program leaves to a person altogether."""

from dataclasses import dataclass
from typing import ClassVar

from grader.checkers.text_review import ScaleStep
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.evidence import Scale
from grader.model.probe import Probe
from grader.model.verdict import Verdict, pending


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand(Parameters):
    """A person marks, whatever was handed in: nothing is run and nothing is read."""

    for_a_person: ClassVar[bool] = True

    scale: tuple[ScaleStep, ...]
    """The steps that the person marks by; for an imported test its code stands in them."""

    def __post_init__(self) -> None:
        if not self.scale:
            msg = "the scale wants a step at least"
            raise ValueError(msg)

    def functions(self) -> tuple[str, ...]:
        """Return nothing: no code is called."""
        return ()

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return nothing: no code is called."""
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Show the scale."""
        return pending(Scale(tuple((f"{step.points:g}", step.text) for step in self.scale)))
