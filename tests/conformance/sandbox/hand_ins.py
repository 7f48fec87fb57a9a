"""Small hand-ins and calls for tests of the sandbox."""

from dataclasses import replace
from textwrap import dedent

from grader.model.digest import probe_key
from grader.model.probe import Ended, Limits, Observation, Probe, Sighting
from grader.model.submission import Artifact, ArtifactKind, Cell, DataFile, Submission
from grader.model.values import Value
from grader.sandbox import SandboxProtocol

QUICK = Limits(call_cpu_s=0.4, call_wall_s=0.8, load_cpu_s=0.6, load_wall_s=1.2)
"""Limits that a test can wait for."""

ROOMY = Limits(call_cpu_s=3.0, load_cpu_s=4.0)
"""Limits for loading what itself takes long to begin."""


def script(path: str, text: str) -> Artifact:
    return Artifact(path, ArtifactKind.SCRIPT, dedent(text), "")


def notebook(path: str, *cells: str) -> Artifact:
    numbered = tuple(Cell(at, "code", dedent(source)) for at, source in enumerate(cells, 1))
    return Artifact(path, ArtifactKind.NOTEBOOK, "", "", numbered)


def hand_in(*artifacts: Artifact | str, data: dict[str, bytes] | None = None) -> Submission:
    files = tuple(script("answer.py", each) if isinstance(each, str) else each for each in artifacts)
    return Submission("someone", files, tuple(DataFile(path, content, "") for path, content in (data or {}).items()))


def call(function: str, *arguments: Value, seed: int = 7) -> Probe:
    return Probe(f"{function}/{len(arguments)}", function, arguments, seed, probe_key(function, arguments))


def look(sandbox: SandboxProtocol, submission: Submission, *probes: Probe | str, limits: Limits = QUICK) -> Sighting:
    calls = tuple(call(each) if isinstance(each, str) else each for each in probes)
    return sandbox.observe(submission, tuple(dict.fromkeys(each.function for each in calls)), calls, limits)


def observe(
    sandbox: SandboxProtocol, submission: Submission | str, *probes: Probe | str, limits: Limits = QUICK
) -> tuple[Observation, ...]:
    files = hand_in(submission) if isinstance(submission, str) else submission
    return look(sandbox, files, *probes, limits=limits).observations


def value_of_call(
    sandbox: SandboxProtocol, submission: Submission | str, probe: Probe | str, limits: Limits = QUICK
) -> Value:
    (seen,) = observe(sandbox, submission, probe, limits=limits)
    assert seen.ended is Ended.RETURNED, seen
    return seen.value


def without_times(seen: Observation) -> Observation:
    return replace(seen, wall_s=0.0, cpu_s=0.0, peak_bytes=0)
