"""Add up: criteria that require others, notes on the hand-in, the report."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.marking.late import late_penalty
from grader.marking.plan import Plan
from grader.model.evidence import Evidence, FoundIn, IntakeNote, LateByMember, LoadTrouble, RequiresUnmet
from grader.model.late import Timing
from grader.model.probe import LoadEnded, Loading
from grader.model.report import CriterionResult, Override, PartResult, Penalty, Report
from grader.model.status import Status
from grader.model.submission import Submission
from grader.model.verdict import Verdict, skipped


def mark(
    plan: Plan,
    submission: Submission,
    verdicts: Sequence[tuple[Verdict, float]],
    *,
    loading: Loading | None,
    tier: str,
    tool_version: str,
    penalties: tuple[Penalty, ...] = (),
    overrides: Mapping[str, Override] | None = None,
    timing: Timing | None = None,
) -> Report:
    """Make the report of one hand-in.

    Args:
        plan: the rubric's plan.
        submission: the hand-in.
        verdicts: one (verdict, seconds) for each criterion of the plan, in order.
        loading: what loading the code showed, if any was run.
        tier: the isolation that the code ran under.
        tool_version: this program's.
        penalties: points taken off, and why, beside what a delay costs.
        overrides: persons' marks by criterion; they count, and the machine's verdicts stay beside them.
        timing: when the hand-in came and its own dates, for the rubric's late policy; None: what the hand-in says.

    Returns:
        The report; what requires something that did not pass is ``skipped``.
    """
    judged = {planned.criterion.id: verdict for planned, (verdict, _) in zip(plan.criteria, verdicts, strict=True)}
    elapsed = {planned.criterion.id: spent for planned, (_, spent) in zip(plan.criteria, verdicts, strict=True)}
    given = overrides or {}
    settled: dict[str, Verdict] = {}
    requires = {planned.criterion.id: planned.criterion.requires for planned in plan.criteria}

    def counted(criterion_id: str) -> Verdict:
        return given[criterion_id].verdict if criterion_id in given else settle(criterion_id)

    def settle(criterion_id: str) -> Verdict:
        if criterion_id not in settled:
            unmet = [
                RequiresUnmet(name, counted(name).status.value)
                for name in requires[criterion_id]
                if counted(name).status is not Status.PASSED
            ]
            settled[criterion_id] = skipped(*unmet) if unmet else judged[criterion_id]
        return settled[criterion_id]

    parts = tuple(
        PartResult(
            part,
            tuple(
                CriterionResult(each, settle(each.id), given.get(each.id), elapsed[each.id]) for each in part.criteria
            ),
        )
        for part in plan.rubric.parts
    )
    earned, possible = sum((part.earned for part in parts), Fraction(0)), plan.rubric.points
    timing = timing or Timing(submission.received_at)
    late = late_penalty(plan.rubric.late, timing, earned=earned, possible=possible)
    each_late = [
        (name, late_penalty(plan.rubric.late, own, earned=earned, possible=possible)) for name, own in timing.members
    ]
    notes = notes_on(submission, loading)
    if any(penalty != late for _, penalty in each_late):
        notes += (LateByMember(tuple((name, penalty.detail if penalty else "") for name, penalty in each_late)),)
    return Report(
        submission_id=submission.id,
        rubric=plan.rubric,
        parts=parts,
        tier=tier,
        tool_version=tool_version,
        notes=notes,
        penalties=penalties if late is None else (late, *penalties),
        environment=loading.environment if loading else "",
        elapsed_s=sum(spent for _, spent in verdicts),
    )


def notes_on(submission: Submission, loading: Loading | None) -> tuple[Evidence, ...]:
    """Return what is worth saying of a hand-in as a whole: how files were read, what did not load, what was found."""
    notes: list[Evidence] = list(submission.troubles)
    for artifact in submission.artifacts:
        notes.extend(artifact.troubles)
    if loading is None:
        return tuple(notes)
    for fact in loading.facts:
        if fact.ended is LoadEnded.LOADED:
            if fact.detail == "interactive_shell":
                notes.append(IntakeNote(fact.path, "interactive_shell"))
            continue
        exception = fact.exception
        notes.append(
            LoadTrouble(
                path=fact.path,
                ended=fact.ended.value,
                exception=exception.type_name if exception else "",
                message=exception.message if exception else fact.detail,
                line=exception.line if exception else None,
                cell=fact.cell,
                source_line=(exception.source_line or "") if exception else "",
            )
        )
    notes += [
        FoundIn(found.function, found.path, found.line, found.cell, found.also_in)
        for found in loading.definitions
        if found.function.isidentifier()  # a test is a call as well, and nothing that a hand-in has
    ]
    return tuple(notes)
