"""Where a hand-in's time goes: one worker's session, timed from outside, CPU milliseconds of this and other processes.

``python -m benchmarks.stages [COUNT]`` prints a Markdown table.
"""

import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import grader.classroom.session as session_module
from benchmarks.bare import bare_cpu_s
from benchmarks.checks import RUBRIC
from benchmarks.class_of_notebooks import STUDENTS, WORK, write_class
from benchmarks.measuring import load_note, pin_to_one_core
from benchmarks.processes import own_cpu_s, tree_cpu_s
from grader.checkers.installed import installed_checkers
from grader.classroom.outputs import Outputs
from grader.classroom.session import Session, Settings
from grader.classroom.store import Store
from grader.intake import find_hand_ins
from grader.marking import Grader
from grader.marking.judge import Judge
from grader.rubric import load_rubric
from grader.sandbox import Sandbox

_FORKS = 200
BEFORE = 3
"""Hand-ins that are graded before any is measured, one of each style: processes start, libraries are imported."""


@dataclass(slots=True)
class Stages:
    """CPU seconds by stage, of this process."""

    own: dict[str, float] = field(default_factory=dict[str, float])
    student_s: float = 0.0
    loading_s: float = 0.0
    _open: list[str] = field(default_factory=list[str])

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that counts towards a stage; a stage within a stage counts for itself alone."""

        def wrapper(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the function takes and returns
            began = time.process_time()
            self._open.append(stage)
            try:
                return function(*arguments, **named)
            finally:
                self._open.pop()
                used = time.process_time() - began
                self.own[stage] = self.own.get(stage, 0.0) + used
                if self._open:
                    self.own[self._open[-1]] = self.own.get(self._open[-1], 0.0) - used

        return wrapper


def measure(count: int) -> str:
    """Grade ``count`` hand-ins in this process and return the table."""
    out = WORK / "stages"
    shutil.rmtree(out, ignore_errors=True)
    write_class(WORK / "class")
    bare_s, forgetting_s = (sum(bare_cpu_s(count, forgetting=each).values()) for each in (False, True))
    stages = Stages()
    _wrap(stages)
    rubric = load_rubric(RUBRIC, installed_checkers())
    found = find_hand_ins(WORK / "class")
    hand_ins, before = found[:count], found[-BEFORE:]
    with Session([rubric], Settings(out=out)) as session:
        for hand_in in before:
            session.grade(hand_in)
        judging = session.graders[0].judge.pid
        stages.own.clear()
        stages.student_s = stages.loading_s = 0.0
        shutil.rmtree(out / "reports")
        nursery_s, judge_s = tree_cpu_s(os.getpid()), own_cpu_s(judging)
        began_s, wall = time.process_time(), time.perf_counter()
        for hand_in in hand_ins:
            session.grade(hand_in)
        wall, own_s = time.perf_counter() - wall, time.process_time() - began_s
        if session.graders[0].judge.pid != judging:
            raise SystemExit("the process that judges was replaced: its time is not known")
        judge_s = own_cpu_s(judging) - judge_s
        nursery_s = tree_cpu_s(os.getpid()) - nursery_s - judge_s
    return _table(
        stages,
        count,
        bare_s=bare_s,
        forgetting_s=forgetting_s,
        nursery_s=nursery_s,
        judge_s=judge_s,
        own_s=own_s,
        wall_s=wall,
    )


def fork_cpu_s() -> float:
    """Return the CPU seconds of forking this process, with all that it has imported, and of the fork's end."""
    began, others = time.process_time(), _waited_cpu_s()
    for _ in range(_FORKS):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
    return (time.process_time() - began + _waited_cpu_s() - others) / _FORKS


def _wrap(stages: Stages) -> None:
    # From outside, by replacing names: the program itself holds no timers.
    session_module.load_hand_in = stages.timed("reading", session_module.load_hand_in)
    for name in ("put_hand_in", "put_observations", "put_loading", "observations", "loading", "marks"):
        setattr(Store, name, stages.timed("recording", getattr(Store, name)))
    setattr(Judge, "judge_all", stages.timed("judging", Judge.judge_all))  # noqa: B010  # a method of another's class
    setattr(Outputs, "write", stages.timed("writing", Outputs.write))  # noqa: B010  # a method of another's class
    setattr(Grader, "report", stages.timed("marking", Grader.report))  # noqa: B010  # a method of another's class
    observe = stages.timed("observing", Sandbox.observe)

    def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # as the method
        sighting = observe(*arguments, **named)
        stages.student_s += sum(each.cpu_s for each in sighting.observations)
        stages.loading_s += sighting.loading.cpu_s
        return sighting

    setattr(Sandbox, "observe", counted)  # noqa: B010  # a method of another's class


def _table(
    stages: Stages,
    count: int,
    *,
    bare_s: float,
    forgetting_s: float,
    nursery_s: float,
    judge_s: float,
    own_s: float,
    wall_s: float,
) -> str:
    def row(name: str, seconds: float) -> str:
        return f"| {name} | {1000 * seconds / count:.1f} |"

    own = stages.own
    in_calls = stages.student_s + stages.loading_s
    named = sum(own.values())
    total = own_s + nursery_s + judge_s
    lines = [
        f"{count} hand-ins, one core; {load_note()}",
        "",
        "| stage | CPU ms a hand-in |",
        "|---|---|",
        row("reading the files (intake)", own.get("reading", 0.0)),
        row("student: loading the cells", stages.loading_s),
        row("student: inside the calls", stages.student_s),
        row("forking, ending, shutting in (nursery and its forks, beside these)", nursery_s - in_calls),
        row("observing, the trusted side (encoding, waiting, decoding)", own.get("observing", 0.0)),
        row("recording (SQLite)", own.get("recording", 0.0)),
        row("judging: the process that judges", judge_s),
        row("judging: asking it (packing, reading verdicts)", own.get("judging", 0.0)),
        row("marking", own.get("marking", 0.0)),
        row("writing three reports", own.get("writing", 0.0)),
        row("the rest of the worker", own_s - named),
        row("**all**", total),
        row("floor: the student's cells and calls, bare, in a warm interpreter", bare_s),
        row("**over the floor**", total - bare_s),
        row("the floor where SymPy's results of the round before are forgotten, as in a run of its own", forgetting_s),
        row("over that floor", total - forgetting_s),
        f"| one fork of a process with all this imported, and its end | {1000 * fork_cpu_s():.1f} |",
        "",
        f"wall: {1000 * wall_s / count:.0f} ms a hand-in, start not counted",
    ]
    return "\n".join(lines)


def _waited_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    pin_to_one_core()
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else len(STUDENTS) - BEFORE))
