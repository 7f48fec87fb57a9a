"""Grade the hand-in that lies in the container, and keep ``results.json`` up to date while doing so."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader import __version__
from grader.apps.gradescope.metadata import Metadata, read_metadata
from grader.apps.gradescope.results import write_results
from grader.apps.gradescope.settings import (
    Settings,
    nothing_judged,
    parts_shown_before,
    read_settings,
    within,
)
from grader.intake import load_submission
from grader.marking import Budget, Grader, Record
from grader.model.errors import GraderError, SandboxError
from grader.model.probe import Observation
from grader.model.report import Report
from grader.model.rubric import Rubric
from grader.model.submission import Submission
from grader.model.text import Language
from grader.report import Graded, gradescope_results, shown_points
from grader.report.catalogue import catalogue
from grader.sandbox import Sandbox, Tier
from grader.sandbox.container import cap_memory

_RUNNING_SHARE = 0.7
"""Of the time that is left, what running a hand-in may take: judging needs the rest."""
_INTERIM_EVERY_S = 5.0

Say = Callable[[str], None]


@dataclass(slots=True)
class Run:
    """One hand-in in the container."""

    root: Path
    settings: Settings
    rubrics: tuple[Rubric, ...]
    metadata: Metadata
    say: Say
    started: float = field(default_factory=time.monotonic)
    graded: list[Graded] = field(default_factory=list[Graded])
    is_finished: bool = False

    @property
    def language(self) -> Language:
        """What students read."""
        return self.settings.language or self.rubrics[0].language

    def left_s(self) -> float:
        """Return the seconds that are left of our own time."""
        return self.settings.own_limit_s - (time.monotonic() - self.started)

    def grade(self) -> bool:
        """Grade by every rubric; return whether anything is ungraded."""
        submission = replace(load_submission(self.root / "submission"), id=self.metadata.submission)
        left_out = parts_shown_before(self.rubrics)
        graders: list[Grader | None] = []
        for rubric, out in zip(self.rubrics, left_out, strict=True):
            grader = self._open(rubric)
            applies = grader is None or grader.applies_to(submission)
            graders.append(grader if applies else None)
            self.graded.append(Graded(rubric, nothing_judged(rubric, __version__) if applies else None, out))
            if not applies:
                self.say(f"{rubric.id}: no file of a kind that it grades")
        self.write()
        for at, grader in enumerate(graders):
            if grader is not None:
                self._grade_by(at, grader, submission)
        self.is_finished = True
        self.write()
        return any(each.report is not None and each.report.has_ungraded for each in self.graded)

    def write(self) -> None:
        """Replace the results by what is known."""
        results = gradescope_results(self.graded, self.language)
        results["execution_time"] = round(time.monotonic() - self.started, 3)
        counted = [*self.metadata.counted(), *([self.metadata.created_at] if self.metadata.created_at else [])]
        results["extra_data"] = {
            "schema": "grader.gradescope/1",
            "tool_version": __version__,
            "finished": self.is_finished,
            "counted": [each.isoformat() for each in counted],
            "rubrics": [_facts_of(each) for each in self.graded],
        }
        board = [row for each in self.graded for row in self._leaderboard(each)]
        if board:
            results["leaderboard"] = board
        write_results(self.root / "results", results)

    def _open(self, rubric: Rubric) -> Grader | None:
        budget = Budget(memory_bytes=cap_memory(Budget().memory_bytes))
        limited = within(rubric, _RUNNING_SHARE * self.left_s())
        try:
            return Grader(limited, budget=budget)
        except GraderError as error:  # one rubric that does not work must not cost the other
            self.say(f"{rubric.id}: {error}")
            return None

    def _grade_by(self, at: int, grader: Grader, submission: Submission) -> None:
        record = self._observe(at, grader, submission)
        for report in grader.reports(submission, record, timing=self.metadata.timing, left_s=self.left_s):
            self._take(at, report)
        report = self.graded[at].report
        if report is not None:
            self.say(f"{grader.rubric.id}: tier {report.tier}; {float(report.pending):g} points wait for a person")

    def _observe(self, at: int, grader: Grader, submission: Submission) -> Record:
        if not grader.needs_sandbox(submission):
            return Record(None, {})
        interim = _Interim(grader, submission, lambda report: self._take(at, report), self.left_s)
        with ExitStack() as stack:
            try:
                tier = Tier[self.settings.require_tier]
                sandbox = stack.enter_context(Sandbox(python=grader.rubric.python, require_tier=tier))
                return grader.observe(submission, sandbox, on_observation=interim.keep)
            except SandboxError as error:
                self.say(f"{grader.rubric.id}: no code was run: {error}")
                return Record(None, interim.observed)

    def _take(self, at: int, report: Report) -> None:
        self.graded[at] = replace(self.graded[at], report=report)
        self.write()

    def _leaderboard(self, graded: Graded) -> list[dict[str, Any]]:
        titles = {part.id: part.title for part in graded.rubric.parts}
        rows: list[dict[str, Any]] = []
        for name in graded.rubric.gradescope.leaderboard:
            shown = f"{name} {titles[name].in_language(self.language)}" if name in titles else name
            points = shown_points(graded, name if name in titles else None, self.language)
            rows.append({"name": shown, "value": points, "order": "desc"})
        return rows


@dataclass(slots=True)
class _Interim:
    """Judges the parts that have been seen whole while a slow hand-in still runs: a kill leaves them graded."""

    grader: Grader
    submission: Submission
    take: Callable[[Report], None]
    left_s: Callable[[], float]
    observed: dict[str, Observation] = field(default_factory=dict[str, Observation])
    told: frozenset[str] = frozenset()
    last: float = field(default_factory=time.monotonic)

    def keep(self, observation: Observation) -> None:
        self.observed[observation.probe_key] = observation
        if time.monotonic() - self.last < _INTERIM_EVERY_S:
            return
        wanted = {each.criterion.id: each.probes for each in self.grader.plan.criteria}
        complete = frozenset(
            part.id
            for part in self.grader.rubric.parts
            if all(probe.key in self.observed for each in part.criteria for probe in wanted[each.id])
        )
        if complete - self.told:
            record = Record(None, dict(self.observed))
            *_, report = self.grader.reports(self.submission, record, left_s=self.left_s, parts=complete)
            self.take(report)
            self.told = complete
        self.last = time.monotonic()


def run(root: Path, source: Path, say: Say) -> bool:
    """Grade the hand-in below ``root/submission`` into ``root/results/results.json``.

    Args:
        root: the container's folder.
        source: where the zip was unpacked.
        say: takes a line for instructors.

    Returns:
        Whether anything is ungraded.
    """
    settings = read_settings(source)
    metadata = read_metadata(root / "submission_metadata.json")
    one = Run(root, settings, settings.load_rubrics(source), metadata, say)
    for rubric in one.rubrics:
        limit = rubric.gradescope.limit
        if limit is not None and len(metadata.within(limit)) >= limit.count:
            say(f"refused: {len(metadata.within(limit))} hand-ins within {limit.hours:g} hours")
            key = "too_many" if metadata.previous_results else "too_many_nothing"
            words = catalogue(one.language).say(f"gradescope.{key}", count=limit.count, hours=f"{limit.hours:g}")
            write_results(root / "results", _refusal(one, words))
            return False
    return one.grade()


def _refusal(one: Run, words: str) -> dict[str, Any]:
    """Return the results of the hand-in before with a message on top; without one, every test as not judged."""
    said = str(Markup("<p><strong>{}</strong></p>").format(words))
    earlier = one.metadata.previous_results
    if earlier is not None and isinstance(earlier.get("tests"), list):
        kept = {name: earlier[name] for name in _KEPT if name in earlier}
        before = earlier.get("output") if earlier.get("output_format") == "html" else ""
        return {**kept, "output": said + str(before or "").removeprefix(said), "output_format": "html"}
    one.graded = [
        Graded(rubric, nothing_judged(rubric, __version__), out)
        for rubric, out in zip(one.rubrics, parts_shown_before(one.rubrics), strict=True)
    ]
    results = gradescope_results(one.graded, one.language)
    counted = [each.isoformat() for each in one.metadata.counted()]
    return {**results, "output": said, "extra_data": {"schema": "grader.gradescope/1", "counted": counted}}


_KEPT = (
    "score", "tests", "test_output_format", "test_name_format", "visibility", "stdout_visibility", "extra_data",
    "leaderboard", "execution_time",
)  # fmt: skip


def _facts_of(graded: Graded) -> dict[str, Any]:
    rubric, report = graded.rubric, graded.report
    return {
        "id": rubric.id,
        "sha256": rubric.sha256,
        "seed": rubric.seed,
        "tier": report.tier if report else "none",
        "environment": report.environment if report else "",
        "penalties": [
            {"reason": each.reason, "points": str(each.points), "detail": each.detail}
            for each in (report.penalties if report else ())
        ],
    }
