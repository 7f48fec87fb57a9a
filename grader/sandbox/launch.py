"""How a hand-in's processes are started and ended: what the two ways (fork and spawn) have in common."""

from dataclasses import dataclass
from typing import Protocol

from grader.model.probe import Limits
from grader.model.submission import Artifact, ArtifactKind, Submission
from grader.sandbox.nursery.wire import Plain
from grader.sandbox.process import Process

Unit = tuple[str, int | None, int | None]
"""What is run in one go: path, cell, line of a statement."""

FRAME_ROOM = 1 << 20
"""What a frame may hold beside the result: names, messages, tags. In bytes."""

LOADED_KINDS = (ArtifactKind.SCRIPT, ArtifactKind.NOTEBOOK)


@dataclass(frozen=True, slots=True)
class HandIn:
    """What is loaded: the code of a submission, less the statements in ``skip``; the functions that are wanted."""

    submission: Submission
    functions: tuple[str, ...]
    skip: frozenset[Unit] = frozenset()

    def task(self, root: str, limits: Limits, processes: int) -> Plain:
        """Return the request that the untrusted side reads."""
        scripts = [each for each in self.submission.artifacts if each.kind in LOADED_KINDS]
        return (
            "hand_in",
            root,
            tuple(_file(artifact) for artifact in scripts),
            tuple(sorted(self.skip, key=repr)),
            self.functions,
            (
                float(limits.hand_in_wall_s),  # a backstop: the trusted side's clock decides
                limits.memory_bytes,
                limits.file_bytes,
                limits.open_files,
                processes,
                limits.result_bytes,
                limits.printed_bytes,
                limits.allow_programs,
            ),
        )

    @property
    def has_notebooks(self) -> bool:
        """Whether some of the code stands in notebooks."""
        return any(each.kind is ArtifactKind.NOTEBOOK for each in self.submission.artifacts)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended: its exit code (negative: the signal; None: not known) and its peak memory."""

    code: int | None
    peak_bytes: int = 0


UNKNOWN_ENDING = Ending(None)


class Launcher(Protocol):
    """Starts a hand-in's processes and ends them."""

    def start(self, hand_in: HandIn, limits: Limits) -> Process:
        """Start a process that loads a hand-in and reports; any process of a hand-in before is gone by then."""
        ...

    def unit(self) -> Unit | None:
        """Return the statement that the process was running last; what it says is not believed beyond that."""
        ...

    def end(self) -> Ending:
        """End the hand-in's process and everything it started."""
        ...

    def start_calls(self, function: str, deadline: float) -> Process | None:
        """Return a new process that calls a function, and perhaps others; None when there cannot be one in time."""
        ...

    def leave_calls(self, process: Process) -> None:
        """Keep a process that may call another function."""
        ...

    def take_left(self, function: str, deadline: float) -> Process | None:
        """Return the process that was left for another function, if there is one."""
        ...

    def end_calls(self, process: Process) -> Ending:
        """End a process that called functions."""
        ...

    def grown_bytes(self, most: int) -> int:
        """Return about how much the hand-in has written into its folder, counted little further than ``most``."""
        ...


def _file(artifact: Artifact) -> Plain:
    if artifact.kind is not ArtifactKind.NOTEBOOK:
        return (artifact.path, artifact.text, None)
    cells = tuple((cell.number, cell.source) for cell in artifact.cells if cell.kind == "code")
    return (artifact.path, "", cells)
