"""What a reader returns: a tree with notes, or a trouble with a place."""

from dataclasses import dataclass

from grader.maths.node import Node, Span
from grader.maths.syntax.messages import MESSAGES, NOTES
from grader.model.text import LocalizedText

MAX_LENGTH = 20_000  # characters of one formula
MAX_DEPTH = 120  # brackets, fractions, exponents … inside one another while reading; a bracket counts twice
MAX_LEVELS = 100  # of the finished tree, which chains of quotients make deep without brackets
MAX_DIGITS = 2_000  # of one number
EXCERPT = 72  # characters of the source shown above a caret


@dataclass(frozen=True, slots=True)
class Note:
    """A choice that another reader could have made differently; ``NOTES`` explains the codes."""

    code: str
    span: Span

    @property
    def message(self) -> LocalizedText:
        """What was chosen, in words."""
        return NOTES[self.code]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula that was read completely.

    ``node`` has at most ``MAX_LEVELS`` levels, so recursion over it is safe.
    """

    node: Node
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseTrouble:
    """The place at which reading stopped, and why.

    Attributes:
        code: a key of ``MESSAGES``.
        text: the whole text that was to be read.
        span: the place in it.
        detail: the piece that is at fault, put into the message.
    """

    code: str
    text: str
    span: Span
    detail: str = ""

    @property
    def message(self) -> LocalizedText:
        """A sentence for the author of the text."""
        sentence = MESSAGES[self.code]
        return LocalizedText(
            en=sentence.en.replace("{detail}", self.detail), fr=sentence.fr.replace("{detail}", self.detail)
        )

    @property
    def caret(self) -> str:
        """The line of the text at fault, cut to a window, and below it a caret under the place."""
        at = min(max(self.span.start, 0), len(self.text))
        line_start = self.text.rfind("\n", 0, at) + 1
        line_end = self.text.find("\n", at)
        line_end = len(self.text) if line_end < 0 else line_end
        start = max(line_start, at - EXCERPT // 2)
        end = min(line_end, start + EXCERPT)
        before, after = ("…" if start > line_start else ""), ("…" if end < line_end else "")
        width = max(1, min(self.span.end, end) - at)
        shown = self.text[start:end].replace("\t", " ")
        return f"{before}{shown}{after}\n{' ' * (at - start + len(before))}{'^' * width}"


class Stopped(Exception):
    """Reading cannot go on; holds the trouble. It never leaves the readers, who turn it into a value."""

    def __init__(self, trouble: ParseTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble
