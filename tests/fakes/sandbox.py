"""A sandbox that runs nothing: it plays back what it was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.model.probe import Definition, Ended, Limits, Loading, Observation, Probe, Sighting
from grader.model.submission import Submission
from grader.sandbox import Tier


@dataclass
class FakeSandbox:
    """Answers each call with the observation given for its key, else for its function, else ``NOT_DEFINED``."""

    by_key: Mapping[str, Observation] = field(default_factory=dict[str, Observation])
    by_function: Mapping[str, Observation] = field(default_factory=dict[str, Observation])
    tier: Tier = Tier.T0
    environment: str = "fake 1.0"
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Submission id and probe key of every call made."""

    def observe(
        self,
        submission: Submission,
        functions: tuple[str, ...],
        probes: Sequence[Probe],
        limits: Limits,
        on_observation: Callable[[Observation], None] | None = None,
    ) -> Sighting:
        seen: dict[str, Observation] = {}
        for probe in probes:
            if probe.key in seen:
                continue
            self.asked.append((submission.id, probe.key))
            found = self.by_key.get(probe.key) or self.by_function.get(probe.function)
            ended = Ended.NOT_DEFINED if found is None else found.ended
            seen[probe.key] = Observation(
                probe.id, probe.key, ended, None if found is None else found.value, found.exception if found else None
            )
            if on_observation is not None:
                on_observation(seen[probe.key])
        path = submission.artifacts[0].path if submission.artifacts else "answer.py"
        definitions = tuple(
            Definition(name, path)
            for name in functions
            if name in self.by_function or any(each.function == name and each.key in self.by_key for each in probes)
        )
        return Sighting(Loading((), definitions, self.environment, self.tier.name), tuple(seen.values()))
