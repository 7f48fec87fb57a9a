"""What running the student's code did."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence


@dataclass(frozen=True, slots=True)
class LoadTrouble(Evidence):
    """A file or notebook cell did not load; what comes after it was loaded all the same."""

    code: ClassVar[str] = "load_trouble"
    path: str
    ended: str
    exception: str = ""
    message: str = ""
    line: int | None = None
    cell: int | None = None
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class Raised(Evidence):
    """The student's code raised an exception."""

    code: ClassVar[str] = "raised"
    call: str
    exception: str
    message: str
    path: str | None = None
    line: int | None = None
    cell: int | None = None
    source_line: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class TimedOut(Evidence):
    """A call used up its time. ``clock`` is ``cpu`` or ``wall``."""

    code: ClassVar[str] = "timed_out"
    call: str
    limit_s: float
    clock: str


@dataclass(frozen=True, slots=True)
class Died(Evidence):
    """The process ended inside a call: an exit, a crash, a forbidden system call (``how``)."""

    code: ClassVar[str] = "died"
    call: str
    how: str


@dataclass(frozen=True, slots=True)
class OutOfMemory(Evidence):
    """A call wanted more memory than its limit."""

    code: ClassVar[str] = "out_of_memory"
    call: str
    limit_bytes: int


@dataclass(frozen=True, slots=True)
class NotRun(Evidence):
    """The function was not called; ``reason`` is a short key such as ``after_time_out`` or ``hand_in_time``."""

    code: ClassVar[str] = "not_run"
    function: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForgedFrame(Evidence):
    """What came back over the wire broke the protocol: the student's process tampered with it."""

    code: ClassVar[str] = "forged_frame"
    call: str
    detail: str
