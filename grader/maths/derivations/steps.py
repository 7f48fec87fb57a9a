"""What is found about a derivation: one step for every relation."""

from dataclasses import dataclass
from typing import Literal

from grader.maths.derivations.judge import Witness
from grader.model.text import LocalizedText

Role = Literal["step", "definition", "condition", "imposed"]
StepVerdict = Literal["holds", "fails", "undecided", "unread"]


@dataclass(frozen=True, slots=True)
class Repair:
    """A small edit that makes a failing step hold.

    Attributes:
        edit: the kind of edit, a key of ``sayings.EDITS``.
        side: which side it changes.
        latex: the whole side after the edit.
        marked: the same with the changed piece in a box.
        before: the piece as it was written.
        after: the piece that mends it.
    """

    edit: str
    side: Literal["left", "right", "relation"]
    latex: str
    marked: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a derivation.

    Attributes:
        index: from 1, in source order.
        line: of its sign, from 1.
        relation: a name of ``operators.RELATIONS``, or ``implies``, ``iff``, ``implied``.
        role: what it does; only a ``step`` can fail.
        verdict: what was found.
        left: LaTeX of its left side.
        right: LaTeX of its right side.
        witness: of a failure.
        repair: of a failure, if a small edit mends it.
        reason: why it is undecided or how it fails.
        detail: the name or operator meant by the reason.
        notes: codes of readings that were kind to the author.
        problem: why it is unread.
    """

    index: int
    line: int
    relation: str
    role: Role
    verdict: StepVerdict
    left: str
    right: str
    witness: Witness | None = None
    repair: Repair | None = None
    reason: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    problem: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """All steps of a text, and the model of the question's laws under which they were judged."""

    steps: tuple[Step, ...]
    model: str = ""

    @property
    def first_failure(self) -> int | None:
        """The index of the first step that fails."""
        return next((step.index for step in self.steps if step.verdict == "fails"), None)
