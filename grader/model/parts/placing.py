"""Which stretch of a text answers which part: one pass over its marks.

A label is taken for what it can mean where it stands: ``(b)`` is a part only inside a question whose parts are labelled
so, a number that goes back to what is answered already is a numbering of the author's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grader.model.parts.labels import Label
from grader.model.parts.marks import ITEM_LEVEL, TEXT_LEVEL, Mark
from grader.model.parts.outline import Outline, style_of

Region = Literal["open", "answer", "statement"]
Form = tuple[int | Literal["full"], str]
"""How a question's parts are labelled: the level of the labels, or ``full`` for ``2.1``, and their style."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text with its owner: parts, or a whole question, or nobody.

    Attributes:
        start: offset of its first character.
        end: offset behind it.
        question: the question that it stands under.
        parts: the parts that it answers; empty under a question whose parts are not told apart.
        region: inside an answer environment, inside a statement, or neither.
        answer: counts the answer environments, 0 outside one.
    """

    start: int
    end: int
    question: int | None
    parts: tuple[str, ...]
    region: Region
    answer: int = 0


@dataclass(slots=True)
class _List:
    role: Literal["question", "part", "inner", ""]
    count: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class _Owner:
    question: int | None
    parts: tuple[str, ...]
    anchor: int  # level of the label that named the question alone; 99 where nothing did
    regions: tuple[Region, ...]


class Placing:
    """One pass. Not to be reused."""

    def __init__(self, outline: Outline, shown: str, marks: Sequence[Mark]) -> None:
        self.outline = outline
        self.shown = shown
        self.marks = marks
        self.has_answers = any(mark.kind == "answer" for mark in marks)
        self.question: int | None = None
        self.parts: tuple[str, ...] = ()
        self.anchor = 99
        self.regions: list[Region] = ["open"]
        self.forms: dict[int, Form] = {}
        self.lists: list[_List] = []
        self.last_count = 0
        self.saved: list[_Owner] = []
        self.filled: set[str] = set()
        self.placed: set[str] = set()  # parts whose label was met, whatever stands behind it
        self.begun: set[str] = set()  # parts for which an answer environment began
        self.counted: set[str] = set()  # what the author numbers inside the part at hand
        self.answers = 0
        self.stretches: list[Stretch] = []
        self.open_tag: tuple[str, ...] | None = None

    def run(self, first: Label | None = None) -> tuple[Stretch, ...]:
        """Return the stretches, in order.

        Args:
            first: what the file's own name says.
        """
        if first is not None:
            self.take(first, 0)
        at = 0
        for mark in self.marks:
            if mark.start < at:
                continue
            self.close(at, mark.start)
            before = (self.question, self.parts)
            self.meet(mark)
            # Lists, items and numbers of the author's own stay in the text: they part its paragraphs.
            is_text = mark.kind in {"list", "list_end", "item", "label"} and before == (self.question, self.parts)
            at = mark.start if is_text else mark.end
        self.close(at, len(self.shown))
        return tuple(self.stretches)

    def close(self, start: int, end: int) -> None:
        """End a stretch."""
        if not self.shown[start:end].strip():
            return
        region = self.regions[-1]
        self.stretches.append(
            Stretch(start, end, self.question, self.parts, region, self.answers if region == "answer" else 0)
        )
        if region == "answer" or (region == "open" and not self.has_answers):
            self.filled.update(self.parts)

    # --- marks
    def meet(self, mark: Mark) -> None:
        """Take one mark."""
        match mark.kind:
            case "statement":
                self.saved.append(_Owner(self.question, self.parts, self.anchor, tuple(self.regions)))
                self.regions.append("statement")
                if mark.label is not None:
                    self.take(mark.label, 1)
                    self.saved[-1] = _Owner(self.question, self.parts, self.anchor, self.saved[-1].regions)
            case "statement_end":
                self.leave_statement()
            case "answer":
                self.answers += 1
                self.regions.append("answer")
                if mark.label is not None:
                    self.take(mark.label, TEXT_LEVEL)
                ids = () if self.question is None else self.outline.questions[self.question]
                self.begun.update(self.parts or ids)
            case "answer_end":
                if len(self.regions) > 1 and self.regions[-1] == "answer":
                    self.regions.pop()
            case "marker":
                if self.regions[-1] == "statement":  # statement and answer in one environment
                    self.answers += 1
                    self.regions.append("answer")
                    self.begun.update(self.parts)
            case "list" | "list_end" | "item":
                self.meet_list(mark)
            case "tag":
                self.meet_tag(mark)
            case "heading" | "label":
                if mark.label is not None:
                    self.take(mark.label, mark.level)

    def leave_statement(self) -> None:
        """Go back to what was in force before a statement, with the label that it bore."""
        if not self.saved:
            return
        owner = self.saved.pop()
        self.question, self.parts, self.anchor = owner.question, owner.parts, owner.anchor
        self.regions = list(owner.regions)

    def meet_list(self, mark: Mark) -> None:
        """Count the items of lists; a list right under a question lists its parts."""
        if mark.kind == "list" and mark.name.startswith("=") and "+" not in mark.name:
            if self.lists:
                self.lists[-1].count = int(mark.name[1:])
            return
        if mark.kind == "list":
            begun, _, name = mark.name.partition("+")
            count = int(begun[1:]) if begun.startswith("=") else self.last_count if begun == "resume" else 0
            self.lists.append(_List("", count, name not in {"itemize", "description"}))
            return
        if mark.kind == "list_end":
            if self.lists:
                ended = self.lists.pop()
                if ended.role == "part":
                    self.last_count = ended.count
            return
        inside = self.lists[-1] if self.lists else _List("inner", 0, is_counted=False)
        inside.count += 1
        if mark.label is not None:
            self.take(mark.label, ITEM_LEVEL)
            return
        if not inside.is_counted:
            return
        if not inside.role:
            inside.role = self.role_of_list(inside)
        token = str(inside.count)
        if inside.role == "question":
            self.take(Label((token,), "question", mark.start, mark.end), ITEM_LEVEL - len(self.lists))
        elif inside.role == "part" and self.question is not None:
            part = self.outline.part(self.question, token)
            if part is not None:
                self.place((part,))

    def role_of_list(self, inside: _List) -> Literal["question", "part", "inner"]:
        """Tell what the items of a list are."""
        if self.question is None:
            return "question" if len(self.lists) == 1 else "inner"
        if not self.outline.is_divided(self.question):
            return "inner"
        if not self.parts and self.question not in self.forms:
            self.forms[self.question] = (ITEM_LEVEL, "list")
            return "part"
        goes_on = inside.count > 1 and self.forms.get(self.question) == (ITEM_LEVEL, "list")
        return "part" if goes_on else "inner"

    def meet_tag(self, mark: Mark) -> None:
        """Take a tag in a comment; the same one again closes it."""
        tokens = None if mark.label is None else mark.label.tokens
        if mark.name == "end" or tokens is None or tokens == self.open_tag:
            self.open_tag = None
            return
        self.open_tag = tokens
        if mark.label is not None:
            self.take(mark.label, 0)

    # --- labels
    def take(self, label: Label, level: int) -> None:
        """Put a label in force if it can mean a part where it stands."""
        if label.first.isdigit() and label.second is not None and label.word != "part":
            self.take_full(label, label.second, level)
        elif label.first.isdigit() and (
            label.word in {"question", "answer"} or (level <= 2 and (self.question is None or level <= self.anchor))
        ):
            self.take_question(label, level)
        else:
            self.take_bare(label, level)

    def take_full(self, label: Label, token: str, level: int) -> None:
        """Take ``2.1``: question and part."""
        question = int(label.first)
        if question not in self.outline.questions:
            return
        part = self.outline.part(question, token)
        if not self.outline.is_divided(question):
            part = self.outline.questions[question][0]
        if part is None:
            return
        current = self.question
        goes_back = current is not None and question < current
        is_own_numbering = goes_back and not label.is_continued and (
            (not label.word and self.anchor < 99) or part in self.filled
        )  # fmt: skip
        if is_own_numbering:
            self.take_inside(token, level)
            return
        is_weak = not label.word and level >= TEXT_LEVEL
        if question == current and part in self.filled and part not in self.parts and is_weak:
            return
        if question != current:
            self.anchor = 99
        self.question = question
        self.forms.setdefault(question, ("full", style_of(token)))
        self.place(self.named(label, question, part))

    def take_question(self, label: Label, level: int) -> None:
        """Take ``Question 2``, or ``Answer 2``, or a heading that is a number."""
        question = int(label.first)
        current = self.question
        if current is not None and self.outline.is_divided(current) and self.anchor < 99:
            is_deeper = level > self.anchor
            is_marker = label.word == "answer" and question == current
            if is_marker:
                return
            if is_deeper and (self.take_inside(label.first, level) or question <= current):
                return
        if question not in self.outline.questions or question == current:
            return
        ids = self.outline.questions[question]
        if current is not None and question < current and not label.is_continued and self.filled.intersection(ids):
            self.take_inside(label.first, level)
            return
        self.question = question
        self.anchor = level
        self.place(() if self.outline.is_divided(question) else ids)

    def take_bare(self, label: Label, level: int) -> None:
        """Take ``(b)`` or ``2)``: a part of the question at hand."""
        question = self.question
        if question is None or not self.outline.is_divided(question):
            return
        token = label.first
        part = self.outline.part(question, token)
        if part is None:
            return
        form = (level, style_of(token))
        known = self.forms.get(question)
        ids = self.outline.questions[question]
        if self.parts and ids.index(part) <= ids.index(self.parts[-1]) and not label.is_continued:
            self.counted.add(style_of(token))
            return
        if known is not None and known != form and label.word != "part" and not self.goes_on(label, level, known, part):
            return
        if known is None:
            if self.parts:
                return
            self.forms[question] = form
        self.place(self.named(label, question, part))

    def goes_on(self, label: Label, level: int, known: Form, part: str) -> bool:
        """Whether ``(b)`` goes on from ``Q3.a``: set apart, of one style, the next part, no numbering inside."""
        style = style_of(label.first)
        question = self.question
        if question is None or known[0] != "full" or known[1] != style or not self.parts or style in self.counted:
            return False
        ids = self.outline.questions[question]
        is_apart = level < TEXT_LEVEL or label.is_bold or (level == TEXT_LEVEL and style == "letter")
        return is_apart and ids.index(part) == ids.index(self.parts[-1]) + 1

    def place(self, parts: tuple[str, ...]) -> None:
        """Put parts in force."""
        self.parts = parts
        self.placed.update(parts)
        self.counted = set()

    def take_inside(self, token: str, level: int) -> bool:
        """Take a number that counts the parts of the question at hand; return whether there is such a part."""
        question = self.question
        if question is None or not self.outline.is_divided(question):
            return False
        part = self.outline.part(question, token)
        form = (level, style_of(token))
        if part is None or self.forms.get(question, form) != form:
            return False
        ids = self.outline.questions[question]
        if self.parts and ids.index(part) <= ids.index(self.parts[0]):
            return False
        self.forms[question] = form
        self.place((part,))
        return True

    def named(self, label: Label, question: int, first: str) -> tuple[str, ...]:
        """Return all parts that a label names."""
        found = [first]
        for tokens in label.others:
            number, token = question, tokens[-1]
            if len(tokens) > 1 and tokens[0].isdigit():
                number, token = int(tokens[0]), tokens[1]
            part = self.outline.part(number, token) if number in self.outline.questions else None
            if part is not None:
                found.append(part)
        if label.is_range and len(found) == 2:
            every = self.outline.parts
            found = list(every[every.index(found[0]) : every.index(found[1]) + 1]) or found[:1]
        return tuple(dict.fromkeys(found))
