"""Run attacks one after another in one sandbox, and look at what they got."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from grader.intake import load_submission
from grader.marking import Budget, Grader, Record
from grader.model.probe import Ended, Observation, Probe, Sighting
from grader.model.report import Report
from grader.model.status import Status
from grader.model.submission import Submission
from grader.model.values import ArrayValue, FunctionValue, SequenceValue, Value
from grader.report import terminal_table, to_html, to_json, to_markdown
from grader.sandbox import Sandbox, Tier, pack_sighting, unpack_sighting
from tests.escapes.attacks import Attack
from tests.escapes.outcome import Outcome
from tests.escapes.processes import descendants
from tests.escapes.small_rubric import FUNCTIONS, HONEST, NEIGHBOURS
from tests.escapes.surroundings import Surroundings

MEBIBYTE = 1 << 20
_MOST_KEPT = 128 * MEBIBYTE
"""Bytes of one hand-in that the grader may hold in what it saw."""
_MOST_PRINTED = 8 * MEBIBYTE
_NEIGHBOUR_AFTER = 4
_MOST_TOLD = 40
_ATTEMPTS = 3
"""A loaded machine may make an honest answer late; what fails three times is broken."""


class Bench:
    """A sandbox of one tier, with everything that is attacked around it."""

    def __init__(self, surroundings: Surroundings, tier: Tier, python: str | None = None) -> None:
        self._around = surroundings
        self._grader = Grader(surroundings.rubric, budget=Budget(cpu_s=0.6, wall_s=10.0))
        self.sandbox = Sandbox(python, require_tier=tier, at_most=tier)
        self._folder = Path(tempfile.mkdtemp(prefix="escape-hand-ins-"))
        self._tried = 0
        self._honest = {functions: self._load_text(text) for functions, text in NEIGHBOURS.items()}
        for functions in self._honest:
            self._disturbed(functions)  # honest hand-ins first: the nurseries that they need may only start with them
        self._processes = len(descendants())
        nurseries = descendants()
        self._nursery = max(nurseries) if nurseries else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.close()
        self._grader.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def try_attack(self, attack: Attack) -> Outcome:
        """Run one attack and say what came of it; what may be the machine's doing is tried again."""
        started = time.monotonic()
        outcome = self._try(attack)
        for _ in range(_ATTEMPTS - 1):
            if not outcome.broken and not outcome.unexpected:
                break
            again = self._try(attack)
            outcome = replace(again, got=tuple(dict.fromkeys((*outcome.got, *again.got))))
        return replace(outcome, seconds=round(time.monotonic() - started, 2))

    def _try(self, attack: Attack) -> Outcome:
        submission = self._load_attack(attack)
        probes = (*_attack_probes(attack.calls), *self._grader.plan.probes)
        sighting = self._observe(submission, probes)
        for _ in range(attack.runs - 1):
            sighting = self._observe(submission, probes)
        left = len(descendants()) - self._processes
        observations = {each.probe_key: each for each in sighting.observations}
        report = self._grader.report(submission, Record(sighting.loading, observations))
        own = sighting.observations[: attack.calls]
        broken = [*_wrong_verdicts(report, HONEST - attack.costs), *_unwritable(report, sighting)]
        broken += [f"{left} processes are left"] * (left > 0)
        self._tried += 1
        if self._tried % _NEIGHBOUR_AFTER == 0:  # every next hostile hand-in has honest answers, too
            broken += self._disturbed([*self._honest][self._tried // _NEIGHBOUR_AFTER % len(self._honest)])
        told = tuple(line for each in own for line in _words(each))
        unexpected = [f"{each.ended}: {each.detail}" for each in own if not _is_expected(each, attack)]
        got = [*self._won(sighting, told), *self._around.damage()]
        return Outcome(attack.name, _clean(got), _clean(broken), _clean(unexpected), _clean(told[:_MOST_TOLD]))

    def _observe(self, submission: Submission, probes: Sequence[Probe]) -> Sighting:
        return self.sandbox.observe(submission, ("attack", *FUNCTIONS), probes, self._grader.rubric.limits)

    def _won(self, sighting: Sighting, told: Iterable[str]) -> list[str]:
        found = [each for each in told if each.startswith("got")]
        if self._around.secret.encode() in pack_sighting(sighting):
            found.append("the secret")
        kept = sum(_bytes_of(each.value) for each in sighting.observations)
        if kept > _MOST_KEPT:
            found.append(f"{kept // MEBIBYTE} MiB of the grader's memory, by results")
        printed = [*sighting.loading.facts, *sighting.observations]
        shown = sum(len(each.printed) + len(each.exception.message if each.exception else "") for each in printed)
        if shown > _MOST_PRINTED:
            found.append(f"{shown // MEBIBYTE} MiB of the grader's memory, by output")
        return found

    def _disturbed(self, functions: tuple[str, ...]) -> list[str]:
        honest, probes = self._honest[functions], self._grader.plan.probes
        sighting = self.sandbox.observe(honest, FUNCTIONS, probes, self._grader.rubric.limits)
        record = Record(sighting.loading, {each.probe_key: each for each in sighting.observations})
        report = self._grader.report(honest, record)
        return [f"another hand-in: {each}" for each in _wrong_verdicts(report, frozenset(functions))]

    def _load_attack(self, attack: Attack) -> Submission:
        folder = self._fresh_folder(attack.name.replace("/", "-"))
        attack.lay_out(folder)
        self._write_known(folder)
        return load_submission(folder)

    def _write_known(self, folder: Path) -> None:
        (folder / "known.json").write_text(json.dumps(self._around.known(self._nursery)), encoding="utf-8")

    def _load_text(self, text: str) -> Submission:
        folder = self._fresh_folder("anna")
        (folder / "anna.py").write_text(text, encoding="utf-8")
        return load_submission(folder)

    def _fresh_folder(self, name: str) -> Path:
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def _clean(texts: Iterable[str]) -> tuple[str, ...]:
    # Lone surrogates are among what they say.
    return tuple(text.encode("utf-8", "backslashreplace").decode() for text in texts)


def _is_expected(seen: Observation, attack: Attack) -> bool:
    if seen.ended is Ended.NOT_RUN and seen.detail == "after_time_out":
        return Ended.TIMED_OUT in attack.expects
    return seen.ended in attack.expects


def _attack_probes(calls: int) -> tuple[Probe, ...]:
    given = FunctionValue("scaled_sine")
    return tuple(Probe(f"attack-{n}", "attack", (given, n), 1, f"attack-{n}") for n in range(calls))


def _wrong_verdicts(report: Report, right: frozenset[str]) -> list[str]:
    found: list[str] = []
    for part in report.parts:
        for result in part.results:
            name, status = result.criterion.id.partition(".")[2], result.verdict.status
            if name in right and status is not Status.PASSED:
                found.append(f"{name} is {status}: {result.verdict.evidence!r:.300}")
            if name not in {*right, *HONEST} and result.verdict.credit > 0:
                found.append(f"{name} won points")
    return found


def _unwritable(report: Report, sighting: Sighting) -> list[str]:
    """Return what goes wrong when all that was seen is recorded and shown."""
    found: list[str] = []
    try:
        if pack_sighting(unpack_sighting(pack_sighting(sighting))) != pack_sighting(sighting):
            found.append("the record differs from what was seen")
        plain = json.dumps(to_json(report, audience="staff"), ensure_ascii=False, allow_nan=False)
        page = to_html(report, audience="staff") + to_html(report, audience="student")
        for text in (plain, page, to_markdown(report)):
            text.encode("utf-8")
        if "<script>attack" in page or "\x1b" in page or "\0" in page:
            found.append("a page holds the hand-in's markup")
        if not page.isprintable() and "\x1b]0;" in page:
            found.append("a page holds control characters")
        terminal_table(report)
    except Exception as error:
        found.append(f"the report cannot be written: {type(error).__name__}: {error}"[:300])
    return found


def _words(seen: Observation) -> list[str]:
    if seen.ended is not Ended.RETURNED:
        what = f"{seen.exception.type_name}: {seen.exception.message[:100]}" if seen.exception else seen.detail
        return [f"({seen.ended}: {what})"]
    return _texts(seen.value)


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value[:300]]
    if isinstance(value, SequenceValue):
        return [text for item in value.items for text in _texts(item)]
    return [f"({type(value).__name__})"]


def _bytes_of(value: Value) -> int:
    if isinstance(value, ArrayValue):
        return value.data.nbytes
    if isinstance(value, SequenceValue):
        return 32 * len(value.items) + sum(_bytes_of(each) for each in value.items if not isinstance(each, float))
    return len(value) if isinstance(value, str) else 0
