"""What a rubric asks of every hand-in: worked out once for a class."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.marking.seeds import derive_seed
from grader.model.checker import Oracle, ProbeContext
from grader.model.errors import GraderError, RubricError
from grader.model.probe import Probe
from grader.model.rubric import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class CriterionPlan:
    """One criterion with the calls that it wants to see."""

    criterion: Criterion
    probes: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A rubric with all its probes drawn, and the oracle that knows the right values."""

    rubric: Rubric
    criteria: tuple[CriterionPlan, ...]
    functions: tuple[str, ...]
    """The student's functions that are called, in the rubric's order."""
    oracle: Oracle

    @property
    def probes(self) -> tuple[Probe, ...]:
        """Every distinct call, grouped by function in the rubric's order; equal calls of two criteria are one."""
        distinct: dict[str, Probe] = {}
        for planned in self.criteria:
            for probe in planned.probes:
                distinct.setdefault(probe.key, probe)
        order = {name: at for at, name in enumerate(self.functions)}
        return tuple(sorted(distinct.values(), key=lambda probe: order[probe.function]))


def make_plan(rubric: Rubric, oracle: Oracle, *, warm: bool = True, seeds: Mapping[str, int] | None = None) -> Plan:
    """Draw every criterion's inputs and, if ``warm``, work out every right value that judging may need.

    Args:
        rubric: what to plan for.
        oracle: the reference.
        warm: False leaves the values to be worked out when they are first needed.
        seeds: the criteria's own, where they do not follow from the rubric's.

    Returns:
        The plan.

    Raises:
        RubricError: naming every criterion whose inputs or reference do not work.
    """
    planned: list[CriterionPlan] = []
    functions: dict[str, None] = {}
    problems: list[tuple[str, str]] = []
    for criterion in rubric.criteria():
        checker = criterion.checker
        seed = derive_seed(rubric.seed, criterion.id) if seeds is None else seeds[criterion.id]
        context = ProbeContext(criterion.id, seed, oracle)
        try:
            probes = checker.probes(context)
            if warm:
                checker.warm(probes, oracle)
        except (GraderError, ValueError, TypeError, ArithmeticError, LookupError) as error:
            problems.append((criterion.id, str(error) or type(error).__name__))
            continue
        functions.update(dict.fromkeys(checker.functions()))
        functions.update(dict.fromkeys(probe.function for probe in probes))
        planned.append(CriterionPlan(criterion, probes))
    if problems:
        raise RubricError(str(rubric.path), tuple(problems))
    return Plan(rubric, tuple(planned), tuple(functions), oracle)
