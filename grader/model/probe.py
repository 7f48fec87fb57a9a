"""What is asked of untrusted code, and what was seen."""

from dataclasses import dataclass
from enum import StrEnum

from grader.model.values import Value

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on the student's program. Seconds and bytes; ``call_*`` for one call, ``hand_in_*`` for everything."""

    call_cpu_s: float = 10.0
    call_wall_s: float = 30.0
    load_cpu_s: float = 30.0
    load_wall_s: float = 60.0
    hand_in_wall_s: float = 300.0
    memory_bytes: int = 512 * MEBIBYTE
    result_bytes: int = 32 * MEBIBYTE
    printed_bytes: int = 64 * 1024
    file_bytes: int = 64 * MEBIBYTE
    open_files: int = 64
    allow_programs: bool = False
    """Whether the student's code may start other programs, under the same limits."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One call of a student's function.

    ``id`` is unique within a rubric and stable between runs; ``key`` (a hash of function and arguments) lets equal
    calls of different criteria be made once. Arguments are positional.
    """

    id: str
    function: str
    arguments: tuple[Value, ...]
    seed: int
    key: str


class Ended(StrEnum):
    """How a call ended."""

    RETURNED = "returned"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    """CPU limit reached, or the wall limit twice with CPU to spare."""
    DIED = "died"
    """The process ended: exit, crash, a forbidden system call."""
    OUT_OF_MEMORY = "out_of_memory"
    NOT_DEFINED = "not_defined"
    """No function of that name after everything was loaded."""
    BAD_FRAME = "bad_frame"
    """What came back was not a frame that the protocol allows."""
    NOT_RUN = "not_run"
    """Not called: the function timed out before, or the hand-in's time was used up (see ``detail``)."""
    FAULT = "fault"
    """*Our* machinery failed or the machine was overloaded: says nothing about the student."""


@dataclass(frozen=True, slots=True)
class ExceptionFact:
    """An exception of the student's code: texts are theirs and hostile until escaped."""

    type_name: str
    message: str
    path: str | None = None
    line: int | None = None
    cell: int | None = None
    source_line: str | None = None
    traceback: str = ""
    """Frames of the student's files only."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one call did. Times in seconds, memory in bytes; ``value`` only where it returned."""

    probe_id: str
    probe_key: str
    ended: Ended
    value: Value = None
    exception: ExceptionFact | None = None
    printed: str = ""
    detail: str = ""
    """A short machine-readable reason, e.g. ``cpu``, ``wall``, ``signal 11``, ``after_time_out``, ``hand_in_time``."""
    limit: float | None = None
    """The limit that was hit, in its own unit (seconds or bytes)."""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0


class LoadEnded(StrEnum):
    """How loading one file (or one notebook cell) ended."""

    LOADED = "loaded"
    SYNTAX_ERROR = "syntax_error"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    DIED = "died"
    OUT_OF_MEMORY = "out_of_memory"
    SKIPPED = "skipped"
    """A cell that holds nothing we can run (another language, an unknown magic)."""


@dataclass(frozen=True, slots=True)
class LoadFact:
    """What happened when a file, or one cell of a notebook, was loaded."""

    path: str
    ended: LoadEnded
    cell: int | None = None
    exception: ExceptionFact | None = None
    detail: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a function that the rubric asks for was found; ``also_in`` names files whose definition was not used."""

    function: str
    path: str
    line: int | None = None
    cell: int | None = None
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loading:
    """All that is known once a hand-in has been loaded."""

    facts: tuple[LoadFact, ...]
    definitions: tuple[Definition, ...]
    environment: str
    """Interpreter and library versions, e.g. ``python 3.11.7, numpy 2.4.6, sympy 1.14.0``."""
    tier: str
    runner: str = "module"
    wall_s: float = 0.0
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """Everything seen of one hand-in: the loading and one observation per probe key."""

    loading: Loading
    observations: tuple[Observation, ...]
