"""Small checkers and an oracle for tests of what uses them."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from grader.model.checker import Checker, Oracle, ProbeContext, Seen
from grader.model.probe import Probe
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.submission import ArtifactKind, Submission
from grader.model.text import LocalizedText
from grader.model.values import Value
from grader.model.verdict import Verdict, failed, passed


@dataclass(frozen=True, slots=True)
class Answering:
    """A checker whose verdict is a function of what was seen."""

    answer: Callable[[Seen], Verdict] = field(default=lambda _seen: passed())

    def functions(self) -> tuple[str, ...]:
        return ()

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        return None

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        return self.answer(seen)


class NoOracle:
    """An oracle that nobody may ask."""

    def call(self, function: str, arguments: tuple[Value, ...]) -> Value:
        raise AssertionError(function)


def burning(_seen: Seen) -> Verdict:
    """Burn CPU for ever."""
    while True:
        pass


def sleeping(_seen: Seen) -> Verdict:
    """Use no CPU and do not come back for long."""
    time.sleep(60)
    return passed()


def crashing(_seen: Seen) -> Verdict:
    """Raise as a checker with a bug would."""
    msg = "a bug of ours"
    raise RuntimeError(msg)


def vanishing(_seen: Seen) -> Verdict:
    """End the whole process, as a crash inside a C library would."""
    os._exit(9)


def hoarding(_seen: Seen) -> Verdict:
    """Want far more memory than anybody has."""
    hoard = bytearray(1 << 42)
    return passed() if hoard else failed()


def a_criterion(name: str, checker: Checker, points: str = "1", requires: tuple[str, ...] = ()) -> Criterion:
    return Criterion(name, LocalizedText(name, name), Fraction(points), checker, "answering", requires=requires)


def a_rubric(*criteria: Criterion) -> Rubric:
    part = Part("Q1", LocalizedText("One", "Un"), sum((each.points for each in criteria), Fraction(0)), criteria)
    return Rubric(
        id="small",
        title=LocalizedText("Small", "Petit"),
        language="en",
        seed=1,
        parts=(part,),
        kinds=(ArtifactKind.SCRIPT,),
        path=Path("small.yaml"),
        reference=None,
        sha256="",
    )


EMPTY = Submission("anna", ())
