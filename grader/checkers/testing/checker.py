"""A test in code, as staff wrote it for another grader."""

import ast
import builtins
import doctest
import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from grader.checkers.calls import make_probe
from grader.checkers.observing import Trouble, missing, observe
from grader.checkers.testing.place import bound_later, defined_here
from grader.checkers.testing.plain import CannotSeparateError
from grader.checkers.testing.steps import Met, met_of
from grader.checkers.testing.taking_apart import Outcome, TestPlan, Way, judge_test, plan_test
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.evidence import (
    Evidence,
    ForgedFrame,
    NotAnswered,
    Raised,
    TestFailed,
    TestNotJudged,
    TestRanInside,
    TestSays,
)
from grader.model.probe import Ended, Observation, Probe
from grader.model.status import Status
from grader.model.text import LocalizedText
from grader.model.values import SequenceValue, Value
from grader.model.verdict import Verdict, failed, passed, pending, ungraded
from grader.numerics.shown import cut

_LONGEST = 500
_LONGEST_CALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCode(Parameters):
    """A test written in Python holds: the statements of a cell, a doctest, or the body of a test function.

    *Taken apart* (``judged: outside``): the hand-in's process only makes the calls; comparisons are made outside, on
    plain data, and what the test expects is never sent. *Inside*, the whole test runs in the hand-in's process, where
    the hand-in can make it pass: that is said, and by default a person confirms each pass.
    """

    __test__: ClassVar[bool] = False
    ships_as_values: ClassVar[bool] = True

    code: str
    """The test."""
    way: Way = "cell"
    """``cell``: statements that see the hand-in's names; ``doctest``; ``function``: the body of a test function."""
    takes: tuple[str, ...] = ()
    """The function's parameters: the hand-in's names, None where it has none."""
    judged: Literal["outside", "inside"] = "outside"
    """Where assertions are decided."""
    confirm: Literal["person", "nobody"] = "person"
    """Who confirms a pass inside the hand-in's process; with ``nobody`` it counts at once."""
    place: str = ""
    """Text of the notebook cell where the test belongs: what is bound again after it makes a failure uncertain."""
    success: LocalizedText | None = None
    """What is said to those who pass."""
    failure: LocalizedText | None = None
    """What is said to those who fail."""

    def __post_init__(self) -> None:
        if self.judged == "outside":
            try:
                _planned(self.code, self.way, self.takes)
            except CannotSeparateError as trouble:
                msg = f"code: cannot be taken apart: {trouble}; `judged: inside` runs it in the hand-in's process"
                raise ValueError(msg) from trouble
        else:
            _free_names(self.code, self.way)

    def functions(self) -> tuple[str, ...]:
        """Return the names of the hand-in's that the test looks at."""
        if self.judged == "outside":
            return _planned(self.code, self.way, self.takes).wanted
        return tuple(dict.fromkeys((*self.takes, *_free_names(self.code, self.way))))

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call that makes all the test's steps, or runs it whole."""
        names = SequenceValue("tuple", self.functions())
        arguments: tuple[Value, ...] = (self.way, names, self.code)
        if self.judged == "outside":
            steps = _planned(self.code, self.way, self.takes).steps
            arguments = ("steps", names, *(step.as_value() for step in steps))
        return (make_probe(context, 0, f"test {context.criterion_id}", arguments),)

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Go through the test with what was seen, or take what the hand-in's process says of it."""
        verdict = self._judge(probes[0], seen)
        says = self.success if verdict.status is Status.PASSED else self.failure
        if says is None or verdict.status not in {Status.PASSED, Status.FAILED}:
            return verdict
        return Verdict(verdict.status, verdict.credit, (TestSays(says), *verdict.evidence))

    def _judge(self, probe: Probe, seen: Seen) -> Verdict:
        call = _first_line(self.code, self.functions())
        seen_of = seen.of(probe)
        names = self.functions()
        if names and (seen_of is None or seen_of.ended is Ended.NOT_DEFINED):
            return missing(names[0], seen).verdict
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return observed.verdict
        if self.judged == "inside":
            verdict = self._of_inside(observed, call, seen)
        else:
            plan = _planned(self.code, self.way, self.takes)
            verdict = self._of_steps(plan, observed, call, seen)
        later = bound_later(names, self.place, seen.submission) if verdict.status is Status.FAILED else ""
        return ungraded(TestNotJudged("bound_later", later), *verdict.evidence) if later else verdict

    def _of_steps(self, plan: TestPlan, observed: Observation, call: str, seen: Seen) -> Verdict:
        met = met_of(observed.value, len(plan.steps))
        if met is None:
            return failed(ForgedFrame(call, "not what the steps give"))
        own = defined_here(plan.language, seen.submission)
        if own:
            return ungraded(TestNotJudged("shadowed", own))
        outcome = judge_test(plan, met)
        match outcome.status:
            case "right":
                return passed()
            case "unknown":
                return ungraded(TestNotJudged("not_plain", f"{outcome.message} (line {outcome.line})"))
            case "wrong":
                return _wrong(outcome, plan, met, seen)

    def _of_inside(self, observed: Observation, call: str, seen: Seen) -> Verdict:
        match observed.value:
            case SequenceValue("tuple", ("passed",)):
                accepted = self.confirm == "nobody"
                evidence = TestRanInside(accepted)
                return passed(evidence) if accepted else pending(evidence)
            case SequenceValue("tuple", ("failed", (int() | None) as line, *facts)) if len(facts) == 7:
                lines = textwrap.dedent(self.code).splitlines()
                source = lines[line - 1].strip() if line and 0 < line <= len(lines) else ""
                if facts[0] != "AssertionError":
                    return failed(_raised(source or call, tuple(facts), self.functions(), seen))
                return failed(TestFailed(line or 0, source, cut(str(facts[1]), _LONGEST)))
            case _:
                return failed(ForgedFrame(call, "not what a test gives"))


def why_not_apart(code: str, way: Way, takes: tuple[str, ...]) -> str:
    """Return why a test cannot be taken apart, in a few words; nothing where it can."""
    try:
        _planned(code, way, takes)
    except CannotSeparateError as trouble:
        return str(trouble)
    return ""


@lru_cache(maxsize=4096)
def _planned(code: str, way: Way, takes: tuple[str, ...]) -> TestPlan:
    return plan_test(code, way, takes)


def _wrong(outcome: Outcome, plan: TestPlan, met: tuple[Met, ...], seen: Seen) -> Verdict:
    for step, each in zip(plan.steps, met, strict=True):
        if step.kind == "default" and each.value is True:  # it has no such name, and None did not do
            return missing(step.target, seen).verdict
    if outcome.raised is not None:
        source, facts = outcome.raised
        return failed(_raised(source, facts[1:], plan.wanted, seen))
    return failed(TestFailed(outcome.line, outcome.source, outcome.message, outcome.actual, outcome.expected))


def _raised(source: str, facts: tuple[Value, ...], wanted: tuple[str, ...], seen: Seen) -> Evidence:
    name, message, path, line, cell, source_line, _ = facts
    if name == "NameError" and path is None:
        for each in wanted:
            if f"'{each}'" in str(message):
                return missing(each, seen).evidence[0]
    if name == "NotImplementedError" and not message:
        return NotAnswered(cut(source, _LONGEST_CALL))
    return Raised(
        call=cut(source, _LONGEST_CALL),
        exception=cut(str(name), _LONGEST),
        message=cut(str(message), _LONGEST),
        path=path if isinstance(path, str) else None,
        line=line if isinstance(line, int) else None,
        cell=cell if isinstance(cell, int) else None,
        source_line=cut(str(source_line or ""), _LONGEST),
    )


def _first_line(code: str, names: tuple[str, ...]) -> str:
    """Return the first line of a test that looks at the hand-in, by which people know it."""
    lines = [line.strip().removeprefix(">>> ") for line in code.splitlines()]
    telling = [line for line in lines if any(re.search(rf"\b{re.escape(name)}\b", line) for name in names)]
    return cut((telling or lines or [""])[0], _LONGEST_CALL)


@lru_cache(maxsize=4096)
def _free_names(code: str, way: Way) -> tuple[str, ...]:
    """Return the names that a test uses and does not bind.

    Raises:
        ValueError: when it is no Python.
    """
    try:
        if way == "doctest":
            code = "\n".join(each.source for each in doctest.DocTestParser().get_examples(textwrap.dedent(code)))
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError as error:
        msg = f"code: line {error.lineno}: {error.msg}"
        raise ValueError(msg) from error
    bound: set[str] = set()
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                bound.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                bound.add(name)
            case ast.alias(name=name, asname=alias):
                bound.add(alias or name.partition(".")[0])
            case _:
                pass
    used = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return tuple(dict.fromkeys(name for name in used if name not in bound and not hasattr(builtins, name)))
