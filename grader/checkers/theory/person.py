"""What only a person judges, with everything that helps laid out."""

from dataclasses import dataclass
from typing import ClassVar

from grader.checkers.review_text import quotes_on
from grader.checkers.text_review import GuidingPoint, ScaleStep
from grader.checkers.theory.facts import summary
from grader.checkers.theory.reading import absent, question_of, read_part
from grader.model.checker import Oracle, ProbeContext, ReadsPart, Seen
from grader.model.evidence import Evidence, PointTouched, Scale, TextGathered
from grader.model.parts import PartAnswer
from grader.model.probe import Probe
from grader.model.sections import count_words, estimated_pages
from grader.model.status import Status
from grader.model.verdict import Verdict, pending, ungraded

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(ReadsPart):
    """A person marks this of a written part; the program lays out the text, its steps and what touches each point."""

    for_a_person: ClassVar[bool] = True

    scale: tuple[ScaleStep, ...]
    """The steps that the person marks by."""
    points: tuple[GuidingPoint, ...] = ()
    """Guiding points."""

    def __post_init__(self) -> None:
        if not self.scale:
            msg = "the scale wants a step at least"
            raise ValueError(msg)
        if self.notation:
            question_of(self.notation)

    def functions(self) -> tuple[str, ...]:
        """Return nothing: no code is called."""
        return ()

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return nothing: no code is called."""
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Gather what a person needs; only where there is no text at all is the answer missing."""
        answer = seen.answers.of(self.part)
        nothing = absent(self.part, seen)
        if nothing is not None:
            if nothing.status is Status.UNGRADED and answer.lines:
                return ungraded(*nothing.evidence, *self._gathered(answer))
            return nothing
        facts = self._gathered(answer)
        if self.notation:
            facts = (summary(read_part(seen, self.part, self.notation)), *facts)
        return pending(*facts)

    def _gathered(self, answer: PartAnswer) -> tuple[Evidence, ...]:
        text = answer.text.strip("\n")
        source = answer.source
        words = count_words(text)
        gathered = TextGathered(
            section=self.part,
            heading="",
            text=text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…",
            words=words,
            pages=f"{estimated_pages(words):.1f}",
            in_order=True,
            path=source.path if source else None,
            line=source.line if source else None,
            cell=source.cell if source else None,
        )
        touched = [PointTouched(each.point, quotes_on(text, each.phrases)) for each in self.points]
        scale = Scale(tuple((f"{step.points:g}", step.text) for step in self.scale))
        return (gathered, *touched, scale)
