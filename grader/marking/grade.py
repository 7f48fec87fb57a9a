"""Grade one hand-in by one rubric: observe, judge, mark."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader import __version__
from grader.marking.judge import Budget, Judge, VerdictMemory
from grader.marking.judged import Judged
from grader.marking.mark import mark
from grader.marking.oracle import ReferenceOracle
from grader.marking.plan import Plan, make_plan
from grader.model import parts
from grader.model.checker import Oracle, Seen
from grader.model.evidence import OurFault, Unreadable
from grader.model.late import Timing
from grader.model.parts import NO_ANSWERS, Answers
from grader.model.probe import Loading, Observation, Probe, Sighting
from grader.model.report import Override, Penalty, Report
from grader.model.rubric import Rubric
from grader.model.submission import ArtifactKind, Submission
from grader.model.verdict import Verdict, ungraded
from grader.sandbox import SandboxProtocol

CODE_KINDS = frozenset({ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK})
NO_TIER = "none"
"""The tier named in a report for which no code was run."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was seen of a hand-in so far: how loading went, and each call by its key."""

    loading: Loading | None
    observations: Mapping[str, Observation]


class Grader:
    """A rubric ready to grade with: its probes drawn and its right values known."""

    def __init__(
        self,
        rubric: Rubric,
        *,
        budget: Budget | None = None,
        warm: bool = True,
        oracle: Oracle | None = None,
        seeds: Mapping[str, int] | None = None,
    ) -> None:
        self.rubric = rubric
        self.budget = budget or Budget()
        self.reads_parts = any(part.notation for part in rubric.parts)
        self.plan: Plan = make_plan(rubric, oracle or ReferenceOracle(rubric.reference), warm=warm, seeds=seeds)
        self.judge = Judge(self.plan, self.budget, self._answers)
        # Judging forks this process: what is known by now is put out of the collector's sight, so that it is not walked
        # and copied on both sides.
        gc.freeze()

    def close(self) -> None:
        """End the process that judges, if one was started."""
        self.judge.close()

    def applies_to(self, submission: Submission) -> bool:
        """Whether the hand-in holds a file of a kind that the rubric grades, or one that could not be opened.

        To a rubric of written answers, notebooks and Markdown files are such files only where mathematics stands in
        them and outweighs the code: what explains a program is no answer to the theory.
        """
        kinds = {artifact.kind for artifact in submission.artifacts if artifact.kind in self.rubric.kinds}
        if kinds and (not self.reads_parts or ArtifactKind.LATEX in kinds or parts.is_mostly_mathematics(submission)):
            return True
        return any(isinstance(each, Unreadable) and each.is_ours for each in submission.troubles)

    def _answers(self, submission: Submission) -> Answers:
        if not self.reads_parts:
            return NO_ANSWERS
        return parts.find_answers(submission, [part.id for part in self.rubric.parts])

    def needs_sandbox(self, submission: Submission) -> bool:
        """Whether the rubric calls functions and the hand-in holds code."""
        return bool(self.plan.functions) and any(each.kind in CODE_KINDS for each in submission.artifacts)

    def missing_probes(self, submission: Submission, record: Record) -> tuple[Probe, ...]:
        """Return the calls that the rubric wants and the record does not have."""
        if not self.needs_sandbox(submission):
            return ()
        return tuple(probe for probe in self.plan.probes if probe.key not in record.observations)

    def criteria_unseen(self, submission: Submission, record: Record) -> tuple[str, ...]:
        """Return the ids of the criteria that want calls which the record does not have."""
        missing = {probe.key for probe in self.missing_probes(submission, record)}
        return tuple(
            planned.criterion.id
            for planned in self.plan.criteria
            if any(probe.key in missing for probe in planned.probes)
        )

    def observe(
        self,
        submission: Submission,
        sandbox: SandboxProtocol,
        record: Record | None = None,
        on_observation: Callable[[Observation], None] | None = None,
    ) -> Record:
        """Run what the record does not have yet.

        Args:
            submission: the hand-in.
            sandbox: where its code runs.
            record: what was seen before; None for nothing.
            on_observation: told of each new observation as it arrives.

        Returns:
            The whole record.
        """
        record = record or Record(None, {})
        if not self.needs_sandbox(submission):
            return record
        missing = self.missing_probes(submission, record)
        if not missing and record.loading is not None:
            return record
        sighting: Sighting = sandbox.observe(
            submission, self.plan.functions, missing, self.rubric.limits, on_observation=on_observation
        )
        seen = {each.probe_key: each for each in sighting.observations}
        return Record(sighting.loading, {**record.observations, **seen})

    def report(
        self,
        submission: Submission,
        record: Record,
        *,
        penalties: tuple[Penalty, ...] = (),
        overrides: Mapping[str, Override] | None = None,
        timing: Timing | None = None,
        memory: VerdictMemory | None = None,
    ) -> Report:
        """Judge a record and mark it, a person's marks over the machine's; runs no student code.

        ``timing`` tells when the hand-in came where that is known better than the hand-in itself says; ``memory`` knows
        what need not be judged again.
        """
        return self.mark(
            submission,
            record,
            self.judge_record(submission, record, memory),
            penalties=penalties,
            overrides=overrides,
            timing=timing,
        )

    def judge_record(
        self, submission: Submission, record: Record, memory: VerdictMemory | None = None
    ) -> tuple[Judged, ...]:
        """Judge every criterion, in the plan's order; ``memory`` knows what need not be judged again."""
        return self.judge.judge_all(Seen(record.observations, record.loading, submission), memory=memory)

    def mark(
        self,
        submission: Submission,
        record: Record,
        judged: Sequence[Judged],
        *,
        penalties: tuple[Penalty, ...] = (),
        overrides: Mapping[str, Override] | None = None,
        timing: Timing | None = None,
    ) -> Report:
        """Make the report of what was judged; see ``report``."""
        return mark(
            self.plan,
            submission,
            [(each.verdict, each.seconds) for each in judged],
            loading=record.loading,
            tier=record.loading.tier if record.loading else NO_TIER,
            tool_version=__version__,
            penalties=penalties,
            overrides=overrides,
            timing=timing,
        )

    def reports(
        self,
        submission: Submission,
        record: Record,
        *,
        timing: Timing | None = None,
        left_s: Callable[[], float] | None = None,
        parts: Collection[str] | None = None,
    ) -> Iterator[Report]:
        """Judge part by part and yield the report after each one; what is not judged yet is ``ungraded``.

        Args:
            submission: the hand-in.
            record: what was seen of it.
            timing: when it came, where that is known better than the hand-in itself says.
            left_s: the seconds of wall-clock time that are left; once none is, the rest stays ungraded.
            parts: only these; None for all.

        Yields:
            A report for each part, or one if there is no time for any.
        """
        seen = Seen(record.observations, record.loading, submission)
        done: dict[str, tuple[Verdict, float]] = {}

        def so_far() -> Report:
            nothing = (ungraded(OurFault("not_reached", "")), 0.0)
            verdicts = [done.get(each.criterion.id, nothing) for each in self.plan.criteria]
            tier = record.loading.tier if record.loading else NO_TIER
            return mark(
                self.plan,
                submission,
                verdicts,
                loading=record.loading,
                tier=tier,
                tool_version=__version__,
                timing=timing,
            )

        for part in self.rubric.parts:
            if parts is not None and part.id not in parts:
                continue
            ids = {each.id for each in part.criteria}
            some = [at for at, each in enumerate(self.plan.criteria) if each.criterion.id in ids]
            share = left_s() / len(some) if left_s else self.budget.wall_s
            if share <= 0:
                break
            budget = replace(self.budget, wall_s=min(self.budget.wall_s, share))
            for at, judged in zip(some, self.judge.judge_all(seen, criteria=some, budget=budget), strict=True):
                done[self.plan.criteria[at].criterion.id] = judged.verdict, judged.seconds
            yield so_far()
        if not done:
            yield so_far()
