"""What was found for each part: the types alone, which all that judges names and code never fills."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from grader.model.submission import SourceSpan

State = Literal["answered", "blank", "lost", "absent"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of an answer and where it stands: lines count from 1, in a notebook within their cell."""

    text: str
    path: str
    number: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What was handed in for one part.

    Attributes:
        state: ``answered``; ``blank``, its place is there and empty; ``absent``, nothing bears its name; ``lost``,
            nothing does, but text is left that could be it.
        lines: of the answer, or of what is left.
        also_in: files with another answer to the part, which was not used.
    """

    state: State
    lines: tuple[SourceLine, ...] = ()
    also_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as one text; line ``n`` of it is ``lines[n - 1]``."""
        return "\n".join(line.text for line in self.lines)

    @property
    def source(self) -> SourceSpan | None:
        """Where it begins and ends."""
        if not self.lines:
            return None
        first, last = self.lines[0], self.lines[-1]
        return SourceSpan(first.path, first.number, last.number if last.path == first.path else None, first.cell)


@dataclass(frozen=True, slots=True)
class Answers:
    """The parts of one hand-in; ``definitions`` are the texts in which its commands are defined."""

    parts: Mapping[str, PartAnswer]
    definitions: tuple[str, ...] = ()

    def of(self, part_id: str) -> PartAnswer:
        """Return a part's answer."""
        return self.parts.get(part_id, ABSENT)

    @property
    def has_any(self) -> bool:
        """Whether anything was written that answers a part or might."""
        return any(each.state in {"answered", "lost"} for each in self.parts.values())


ABSENT = PartAnswer("absent")
NO_ANSWERS = Answers(MappingProxyType({}))
