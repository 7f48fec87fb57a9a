"""What is found of a derivation: a fact for every relation, and for every result that was looked for."""

from dataclasses import dataclass
from typing import ClassVar

from grader.model.evidence.base import Evidence
from grader.model.text import LocalizedText

Shown = float | int | str
"""A number as a reader sees it: text where it is complex or not finite."""


@dataclass(frozen=True, slots=True)
class StepWitness:
    """A world in which a relation fails.

    Attributes:
        sizes: the integers of its shape (``T``: 3).
        values: the parameters that the two sides name.
        at: the states of the free random variables.
        left: the value of the left side there.
        right: the value of the right side there.
    """

    sizes: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, Shown], ...]
    at: tuple[tuple[str, int], ...]
    left: Shown
    right: Shown


@dataclass(frozen=True, slots=True)
class StepRepair:
    """The smallest edit that makes a step hold.

    Attributes:
        latex: the side after the edit.
        says: what the edit does.
        side: the side that it changes: ``left``, ``right`` or ``relation``.
        edit: the kind of edit, a short key.
        drawn: the side after the edit as MathML, for pages.
    """

    latex: str
    says: LocalizedText
    side: str = "right"
    edit: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFields:
    """One relation of a derivation.

    Attributes:
        index: from 1, in the order of the part's text.
        line: of the file (or of its cell) on which the relation stands.
        left: LaTeX of the left side, as it was handed in.
        relation: its sign.
        right: LaTeX of the right side.
        role: ``step``, ``definition``, ``condition`` or ``imposed``.
        goes_on: whether the left side is the right side of the step before.
        path: of the file.
        cell: of a notebook.
        witness: of a failure.
        repair: of a failure, where a small edit mends it.
        reason: why it is undecided, or how it fails: a short key.
        detail: the name or operator that the reason is about.
        problem: why it is unread.
        left_drawn: the left side as it was understood, as MathML, for pages.
        right_drawn: the right side.
    """

    index: int
    line: int | None
    left: str
    relation: str
    right: str
    role: str = "step"
    goes_on: bool = False
    path: str | None = None
    cell: int | None = None
    witness: StepWitness | None = None
    repair: StepRepair | None = None
    reason: str = ""
    detail: str = ""
    problem: LocalizedText | None = None
    left_drawn: str = ""
    right_drawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepHolds(StepFields, Evidence):
    """It holds in every world that was tried."""

    code: ClassVar[str] = "step_holds"
    page_fields: ClassVar[frozenset[str]] = frozenset({"left_drawn", "right_drawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFails(StepFields, Evidence):
    """It fails in some world."""

    code: ClassVar[str] = "step_fails"
    page_fields: ClassVar[frozenset[str]] = frozenset({"left_drawn", "right_drawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUndecided(StepFields, Evidence):
    """It was read and could not be judged."""

    code: ClassVar[str] = "step_undecided"
    page_fields: ClassVar[frozenset[str]] = frozenset({"left_drawn", "right_drawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUnread(StepFields, Evidence):
    """It could not be read."""

    code: ClassVar[str] = "step_unread"
    page_fields: ClassVar[frozenset[str]] = frozenset({"left_drawn", "right_drawn"})
    excerpt: str = ""
    """The line of the file on which reading stopped."""
    caret: str = ""
    """Signs that stand below the place in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGiven(StepFields, Evidence):
    """A definition, a condition or an equation to be solved: nothing that could fail."""

    code: ClassVar[str] = "step_given"
    page_fields: ClassVar[frozenset[str]] = frozenset({"left_drawn", "right_drawn"})


@dataclass(frozen=True, slots=True)
class StepsJudged(Evidence):
    """How many steps of a derivation hold, fail, and were left to a person."""

    code: ClassVar[str] = "steps_judged"
    hold: int
    fail: int
    undecided: int
    unread: int
    wanted: int = 0
    """How many must be judged for the machine to mark; more than were: a person does."""


@dataclass(frozen=True, slots=True)
class ResultFound(Evidence):
    """A result that was looked for, where it stands, as it was handed in."""

    code: ClassVar[str] = "result_found"
    answer: str
    path: str | None = None
    line: int | None = None
    cell: int | None = None
    elsewhere: str = ""
    """The part in which it stands, if that is another one."""


@dataclass(frozen=True, slots=True)
class ResultMissing(Evidence):
    """A result that does not stand in the answer; ``reason`` is a short key.

    ``none``: no formula of the kind is there; ``other``: those that are there have other values; ``unread``: it may
    stand in what could not be read; ``lost_again``: it stands there, and a wrong one after it.
    """

    code: ClassVar[str] = "result_missing"
    wanted: LocalizedText
    reason: str
