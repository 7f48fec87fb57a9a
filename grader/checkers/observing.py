"""From what a call did to what is said of it: whose fault it was, with the facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.model.checker import Seen
from grader.model.evidence import (
    CasesPassed,
    Died,
    Evidence,
    ForgedFrame,
    LoadTrouble,
    NotAnswered,
    NotRun,
    OurFault,
    OutOfMemory,
    Raised,
    TimedOut,
    Unreadable,
)
from grader.model.probe import Ended, LoadEnded, LoadFact, Observation, Probe
from grader.model.submission import ArtifactKind, Submission
from grader.model.values import Array
from grader.model.verdict import Verdict, failed, partial, passed, ungraded

_LONGEST_TEXT = 500
_CODE = frozenset({ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK})


@dataclass(frozen=True, slots=True)
class Trouble:
    """A call that gave nothing to judge. ``is_ours``: it says nothing of the student."""

    evidence: tuple[Evidence, ...]
    is_ours: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict where this is all that was seen."""
        return ungraded(*self.evidence) if self.is_ours else failed(*self.evidence)


@dataclass(frozen=True, slots=True, eq=False)
class CaseResult:
    """How one case ended; ``answer`` holds the student's numbers where there were any."""

    status: Literal["right", "wrong", "unknown"]
    evidence: tuple[Evidence, ...] = ()
    answer: Array | None = None


def result_of(trouble: Trouble) -> CaseResult:
    """Return a case that came to nothing as a result."""
    return CaseResult("unknown" if trouble.is_ours else "wrong", trouble.evidence)


def settle(results: Sequence[CaseResult], *, fraction: bool = False) -> Verdict:
    """Make one verdict of all cases: the first that is wrong gives the evidence.

    Args:
        results: in order.
        fraction: whether the share of right cases is the credit; otherwise one wrong case costs all.

    Returns:
        ``ungraded`` only where what we could not see might change the verdict.
    """
    wrong = [each for each in results if each.status == "wrong"]
    unknown = [each for each in results if each.status == "unknown"]
    if unknown and (fraction or not wrong):
        return ungraded(*unknown[0].evidence)
    if not wrong:
        return passed()
    if not fraction:
        return failed(*wrong[0].evidence)
    right = len(results) - len(wrong)
    return partial(Fraction(right, len(results)), *wrong[0].evidence, CasesPassed(right, len(results)))


def observe(probe: Probe, seen: Seen, call: str) -> Observation | Trouble:
    """Return what a call returned, or what went wrong instead.

    Args:
        probe: the call.
        seen: everything that was seen.
        call: the call as it is shown to people.
    """
    seen_of = seen.of(probe)
    if seen_of is None:
        if not any(artifact.kind in _CODE for artifact in seen.submission.artifacts):
            return missing(probe.function, seen)
        return Trouble((OurFault("not_observed", probe.id),), is_ours=True)
    match seen_of.ended:
        case Ended.RETURNED:
            return seen_of
        case Ended.NOT_DEFINED:
            return missing(probe.function, seen)
        case Ended.RAISED if _is_stub(seen_of):
            return Trouble((NotAnswered(probe.function),))
        case Ended.RAISED:
            return Trouble((_raised(seen_of, call),))
        case Ended.TIMED_OUT:
            return Trouble((TimedOut(call, float(seen_of.limit or 0), seen_of.detail or "cpu"),))
        case Ended.DIED:
            return Trouble((Died(call, _short(seen_of.detail)),))
        case Ended.OUT_OF_MEMORY:
            return Trouble((OutOfMemory(call, int(seen_of.limit or 0)),))
        case Ended.BAD_FRAME:
            return Trouble((ForgedFrame(call, _short(seen_of.detail)),))
        case Ended.NOT_RUN:
            is_ours = seen_of.detail != "after_time_out"
            return Trouble((NotRun(probe.function, seen_of.detail),), is_ours=is_ours)
        case Ended.FAULT:
            return Trouble((OurFault("sandbox_fault", _short(seen_of.detail)),), is_ours=True)


def missing(function: str, seen: Seen) -> Trouble:
    """Return why there is no function of that name.

    A file that *we* could not open may hold it: then a person looks. A file or cell that did not load and that does
    define it is named, with the place; otherwise there is no answer.

    Args:
        function: the name wanted.
        seen: everything that was seen.
    """
    unreadable = [fact for fact in _intake_troubles(seen.submission) if isinstance(fact, Unreadable)]
    if ours := [fact for fact in unreadable if fact.is_ours]:
        return Trouble(tuple(ours), is_ours=True)
    facts = seen.loading.facts if seen.loading is not None else ()
    defines = re.compile(
        rf"^[ \t]*(?:async[ \t]+)?(?:def[ \t]+{re.escape(function)}\b|{re.escape(function)}[ \t]*=)", re.M
    )
    for fact in facts:
        if fact.ended is not LoadEnded.LOADED and defines.search(_source(fact, seen.submission)):
            return Trouble((_unloaded(fact),))
    if unreadable:
        return Trouble(tuple(unreadable))
    return Trouble((NotAnswered(function),))


def _is_stub(seen_of: Observation) -> bool:
    """Whether a call met the bare ``raise NotImplementedError`` that starter files put in place of an answer."""
    fact = seen_of.exception
    return fact is not None and fact.type_name == "NotImplementedError" and not fact.message


def _raised(seen_of: Observation, call: str) -> Raised:
    fact = seen_of.exception
    if fact is None:
        return Raised(call, "", "", printed=_short(seen_of.printed))
    return Raised(
        call=call,
        exception=_short(fact.type_name),
        message=_short(fact.message),
        path=fact.path,
        line=fact.line,
        cell=fact.cell,
        source_line=_short(fact.source_line or ""),
        printed=_short(seen_of.printed),
    )


def _unloaded(fact: LoadFact) -> Evidence:
    exception = fact.exception
    message = _short(exception.message if exception else fact.detail)
    line = exception.line if exception else None
    source_line = _short((exception.source_line or "") if exception else "")
    if fact.ended is LoadEnded.SYNTAX_ERROR:
        return Unreadable(fact.path, "syntax_error", message, line=line, cell=fact.cell, excerpt=source_line)
    return LoadTrouble(
        path=fact.path,
        ended=fact.ended.value,
        exception=_short(exception.type_name) if exception else "",
        message=message,
        line=line,
        cell=fact.cell,
        source_line=source_line,
    )


def _intake_troubles(submission: Submission) -> Iterator[Evidence]:
    yield from submission.troubles
    for artifact in submission.artifacts:
        yield from artifact.troubles


def _source(fact: LoadFact, submission: Submission) -> str:
    for artifact in submission.artifacts:
        if artifact.path == fact.path:
            if fact.cell is None:
                return "\n".join((artifact.text, *(cell.source for cell in artifact.cells)))
            return "\n".join(cell.source for cell in artifact.cells if cell.number == fact.cell)
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
