"""The steps that are made in the hand-in's process, as they are planned and as they are looked up afterwards."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from grader.checkers.testing.plain import CannotSeparateError
from grader.checkers.testing.tables import EXCEPTIONS
from grader.model.values import SequenceValue, Value

StepKind = Literal["put", "default", "run", "see"]
_MOST_STEPS = 2000


@dataclass(frozen=True, slots=True)
class Step:
    """One step: source to run or to look at, with the values that stand for names in it."""

    kind: StepKind
    target: str = ""
    pieces: tuple[str, ...] = ()
    values: tuple[tuple[str, Value], ...] = ()

    def as_value(self) -> Value:
        """Return it as an argument of the call that makes it."""
        values = tuple(SequenceValue("tuple", each) for each in self.values)
        return SequenceValue(
            "tuple", (self.kind, self.target, SequenceValue("tuple", self.pieces), SequenceValue("tuple", values))
        )

    @property
    def source(self) -> str:
        """The step as people read it."""
        return "".join([self.pieces[0], *(each.removeprefix("_it") for each in self.pieces[1:])]) if self.pieces else ""


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """What a step met: a value that was followed so far, or an exception of the student's (its facts as they came)."""

    depth: int = 0
    value: Value = None
    raised: tuple[Value, ...] | None = None


class World(Protocol):
    """Where steps go."""

    @property
    def planning(self) -> bool:
        """Whether the hand-in is unknown still."""
        ...

    def make(self, key: Hashable, step: Step) -> Met | None:
        """Take a step; None while planning."""
        ...


@dataclass(slots=True)
class Planning:
    """Notes each step under the place in the test, and the round of its loops, that asks for it."""

    steps: list[Step] = field(default_factory=list[Step])
    keys: dict[Hashable, int] = field(default_factory=dict[Hashable, int])
    frozen: int = 0
    """While positive no step may be added: whether it is made would hang on what the hand-in does."""
    planning: bool = True

    def make(self, key: Hashable, step: Step) -> None:
        """Note a step.

        Raises:
            CannotSeparateError: where none may be added.
        """
        if self.frozen:
            msg = "which calls are made hangs on what the hand-in returns"
            raise CannotSeparateError(msg)
        if key in self.keys or len(self.steps) >= _MOST_STEPS:
            msg = "the test makes too many calls"
            raise CannotSeparateError(msg)
        self.keys[key] = len(self.steps)
        self.steps.append(step)


@dataclass(frozen=True, slots=True)
class Replay:
    """Knows what every planned step met."""

    keys: dict[Hashable, int]
    met: tuple[Met, ...]
    planning: bool = False

    def make(self, key: Hashable, step: Step) -> Met:
        """Return what the step met.

        Raises:
            CannotSeparateError: when no such step was planned.
        """
        at = self.keys.get(key)
        if at is None:
            msg = f"{step.source or step.target} was not looked at"
            raise CannotSeparateError(msg)
        return self.met[at]


def again(step: Step, raised: tuple[Value, ...]) -> BaseException:
    """Return an exception of Python's that stands for the student's; ``student`` holds the facts."""
    base, _, message, *_ = (*raised, "", "", "")
    error = EXCEPTIONS.get(str(base), Exception)(str(message))
    note: Any = error
    note.student = (step.source, raised)
    return error


def met_of(value: Value, count: int) -> tuple[Met, ...] | None:
    """Return what the steps met as the hand-in's process told it, or None where that is malformed."""
    if not isinstance(value, SequenceValue) or len(value.items) != count:
        return None
    found: list[Met] = []
    for item in value.items:
        match item:
            case SequenceValue("tuple", ("done",)):
                found.append(Met())
            case SequenceValue("tuple", ("value", int(depth), seen)) if depth >= 0:
                found.append(Met(depth, seen))
            case SequenceValue("tuple", ("raised", *facts)) if len(facts) == 8:
                found.append(Met(raised=tuple(facts)))
            case _:
                return None
    return tuple(found)
