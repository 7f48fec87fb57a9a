"""What a checker is, and what it may ask for. Implementations live in ``grader.checkers``."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from grader.model.parts import NO_ANSWERS, Answers
from grader.model.probe import Loading, Observation, Probe
from grader.model.submission import Submission
from grader.model.values import Value
from grader.model.verdict import Verdict


class Oracle(Protocol):
    """The trusted side's source of right values: reference functions by dotted name. Never near untrusted code."""

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        """Return what ``module.function`` of the reference gives for ``arguments`` (remembered by content).

        Args:
            function: dotted name below the rubric's reference folder, e.g. ``q2_flows.radial_flow`` or
                ``variants.q1_kl.swapped``.
            arguments: positional; arrays are copied, so that a reference cannot change a probe.

        Raises:
            CheckerError: when there is no such function, or it raised.
        """
        ...


@dataclass(frozen=True, slots=True)
class ProbeContext:
    """What a checker may use to make its probes: the criterion's id, its seed, and the oracle for derived inputs."""

    criterion_id: str
    seed: int
    """From the rubric's seed and the criterion's id (or the checker's ``seed_key``): the same for everybody."""
    oracle: Oracle


@dataclass(frozen=True, slots=True)
class Seen:
    """What a checker judges: what the probes did, how loading went, and the hand-in's own text."""

    observations: Mapping[str, Observation]
    """By probe key."""
    loading: Loading | None
    submission: Submission
    answers: Answers = NO_ANSWERS
    """What was written for each part."""

    def of(self, probe: Probe) -> Observation | None:
        """Return the observation of a probe, or None where there is none."""
        return self.observations.get(probe.key)


class Parameters:
    """The base of what a rubric's ``with:`` may hold: unknown keys are problems.

    A plain marker for the rubric's validator, so that checkers need not import it.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid"}


@contextmanager
def documented_parameters() -> Generator[None, None, None]:
    """Let validators that are made meanwhile carry the fields' docstrings, for a schema.

    They are read from the sources, which takes ten milliseconds a class: nothing that only validates wants them.
    """
    before = Parameters.__pydantic_config__
    Parameters.__pydantic_config__ = {**before, "use_attribute_docstrings": True}
    try:
        yield
    finally:
        Parameters.__pydantic_config__ = before


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsPart(Parameters):
    """The base of checkers that judge what was written for a part. The loader tells them which part it is."""

    part: str = ""
    """Filled in: the id of the part that the criterion stands in."""
    notation: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Filled in: the part's notation."""


class Checker(Protocol):
    """Judges one answer. A frozen dataclass whose fields are its parameters in the rubric."""

    def functions(self) -> tuple[str, ...]:
        """Return the names of the student's functions that the checker calls."""
        ...

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return the calls to make; deterministic, and revealing nothing of the expected values."""
        ...

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Ask the oracle for every value that ``judge`` may need, so that each is computed once for a class."""
        ...

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Judge what was seen. Pure: the same observations give the same verdict, evidence included."""
        ...
