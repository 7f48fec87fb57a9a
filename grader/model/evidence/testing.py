"""What a test in code says."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence
from grader.model.text import LocalizedText


@dataclass(frozen=True, slots=True)
class TestFailed(Evidence):
    """An assertion of a test that does not hold: its line in the test, both sides where it compares, its message."""

    __test__: ClassVar[bool] = False
    code: ClassVar[str] = "test_failed"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"expected"})
    test_line: int
    source_line: str
    message: str = ""
    actual: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class TestRanInside(Evidence):
    """A test that ran in the hand-in's own process and passed there: a hostile program can make it pass."""

    __test__: ClassVar[bool] = False
    code: ClassVar[str] = "test_ran_inside"
    is_accepted: bool
    """Whether the rubric takes that for a pass; otherwise a person looks."""


@dataclass(frozen=True, slots=True)
class TestSays(Evidence):
    """What the test's author says to those who pass, or fail."""

    __test__: ClassVar[bool] = False
    code: ClassVar[str] = "test_says"
    sentence: LocalizedText


@dataclass(frozen=True, slots=True)
class TestNotJudged(Evidence):
    """Why a test says nothing certain of this hand-in (``reason``: ``bound_later``, ``shadowed``, ``not_plain``)."""

    __test__: ClassVar[bool] = False
    code: ClassVar[str] = "test_not_judged"
    staff_fields: ClassVar[frozenset[str]] = frozenset({"detail"})
    reason: str
    detail: str = ""
