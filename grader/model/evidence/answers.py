"""What came back, and how it compares."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence
from grader.model.text import LocalizedText


@dataclass(frozen=True, slots=True)
class BadValue(Evidence):
    """A value of the wrong kind: ``wanted`` is a short key (``number``, ``array``, ``tuple_of_4`` …)."""

    code: ClassVar[str] = "bad_value"
    call: str
    wanted: str
    actual: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShapeMismatch(Evidence):
    """An array of another shape than the reference's."""

    code: ClassVar[str] = "shape_mismatch"
    call: str
    actual: tuple[int, ...]
    expected: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntryGap(Evidence):
    """The entry that misses its tolerance by the widest margin."""

    code: ClassVar[str] = "entry_gap"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected", "gap"})
    call: str
    index: tuple[int, ...]
    actual: str
    expected: str
    gap: str
    """``abs(actual - expected)``, or ``nan``/``inf``."""
    wrong: int = 1
    total: int = 1
    """How many of how many entries miss."""


@dataclass(frozen=True, slots=True)
class MultisetGap(Evidence):
    """Unordered values of which no pairing lies within tolerance; the value left without a partner."""

    code: ClassVar[str] = "multiset_gap"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected", "nearest"})
    call: str
    actual: str
    expected: str
    nearest: str


@dataclass(frozen=True, slots=True)
class CounterExample(Evidence):
    """A point at which two formulas differ, and both values there."""

    code: ClassVar[str] = "counter_example"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected", "reference"})
    point: tuple[tuple[str, str], ...]
    actual: str
    expected: str
    answer: str = ""
    """The student's formula as it was understood, in LaTeX."""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Understood(Evidence):
    """A formula as it was understood, in LaTeX."""

    code: ClassVar[str] = "understood"
    answer: str


@dataclass(frozen=True, slots=True)
class ParseTroubleFact(Evidence):
    """A formula, or a piece of it, that could not be read: its line, and signs to stand below the place."""

    code: ClassVar[str] = "parse_trouble"
    message: LocalizedText
    excerpt: str = ""
    caret: str = ""
    path: str | None = None
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class ReadAs(Evidence):
    """A place in what was written that could be read in several ways, and the way that was taken."""

    code: ClassVar[str] = "read_as"
    chosen: LocalizedText
    excerpt: str = ""
    caret: str = ""
    path: str | None = None
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class FormulasRead(Evidence):
    """How many formulas of a part were read, and how many places in them could not be."""

    code: ClassVar[str] = "formulas_read"
    formulas: int
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Undecided(Evidence):
    """Two formulas that we could neither show equal nor tell apart."""

    code: ClassVar[str] = "undecided"
    answer: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KnownError(Evidence):
    """The answer is one that the rubric foresaw; it carries the rubric's own sentence."""

    code: ClassVar[str] = "known_error"
    name: str
    feedback: LocalizedText


@dataclass(frozen=True, slots=True)
class Diagnosis(Evidence):
    """The small edit of the reference that equals the answer (``edit`` is a short key)."""

    code: ClassVar[str] = "diagnosis"
    edit: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CarriedForward(Evidence):
    """The answer follows from the student's own earlier answer, which was wrong."""

    code: ClassVar[str] = "carried_forward"
    source: str
    """The id of the part or criterion that the error comes from."""
    function: str


@dataclass(frozen=True, slots=True)
class WitnessRefused(Evidence):
    """A witness that does not do what it should; ``reason`` is a short key (``not_finite``, ``trivial`` …)."""

    code: ClassVar[str] = "witness_refused"
    call: str
    actual: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PropertyBroken(Evidence):
    """A law that the answer breaks (``law``: a short key), at the call shown."""

    code: ClassVar[str] = "property_broken"
    call: str
    law: str
    actual: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SampleGap(Evidence):
    """Random output whose statistic lies too far from its law, at the stated false-fail rate."""

    code: ClassVar[str] = "sample_gap"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected"})
    call: str
    statistic: str
    actual: str
    expected: str
    standard_errors: str
    false_fail_rate: str


@dataclass(frozen=True, slots=True)
class CasesPassed(Evidence):
    """How many of how many cases were right."""

    code: ClassVar[str] = "cases_passed"
    right: int
    total: int
