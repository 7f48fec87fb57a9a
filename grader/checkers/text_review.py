"""Written answers: found, measured and quoted for the person who marks them."""

from dataclasses import dataclass, replace
from typing import ClassVar

from grader.checkers.calls import make_probes
from grader.checkers.observing import Trouble, missing, observe
from grader.checkers.review_text import FoundText, is_in_order, quotes_on, returned_text, texts_of
from grader.model.checker import Oracle, Parameters, ProbeContext, ReadsPart, Seen
from grader.model.evidence import Evidence, NotAnswered, NotFound, PointTouched, Scale, TextGathered
from grader.model.probe import Ended, Probe
from grader.model.sections import SectionSpec, SectionText, count_words, estimated_pages, plain_words
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, failed, pending, ungraded

_LONGEST_SECTION = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSection(Parameters):
    """A section that the text should have."""

    id: str
    """Its short name."""
    headings: tuple[str, ...]
    """How its heading may read, in every language; case, accents and numbers do not count."""

    def __post_init__(self) -> None:
        if not self.headings or not all(plain_words(each) for each in self.headings):
            msg = f"section {self.id!r} wants headings, each with a word"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidingPoint(Parameters):
    """A point that the section should touch."""

    point: LocalizedText
    """What it asks, in both languages."""
    phrases: tuple[str, ...]
    """Beginnings of words or phrases, in every language, that show that a sentence touches it."""

    def __post_init__(self) -> None:
        if not self.phrases or not all(plain_words(each) for each in self.phrases):
            msg = f"the point {self.point.en!r} wants phrases, each with a letter"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleStep(Parameters):
    """One step of the scale that a person marks by."""

    points: float
    """Points earned."""
    text: LocalizedText
    """What earns them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReview(ReadsPart):
    """A person marks this section of a text; the program finds it, measures it and quotes what touches each point."""

    for_a_person: ClassVar[bool] = True

    section: str
    """Id of the section that this criterion is about."""
    sections: tuple[WantedSection, ...]
    """All sections of the text, in the order in which they should stand."""
    scale: tuple[ScaleStep, ...]
    """The steps that the person marks by."""
    points: tuple[GuidingPoint, ...] = ()
    """Guiding points."""
    function: str | None = None
    """A function that may return the text; otherwise it stands in Markdown cells, or in a Markdown or text file."""
    fewest_words: int = 60
    """Text without any of the wanted headings is no attempt at an answer below so many words."""

    def __post_init__(self) -> None:
        if self.section not in {each.id for each in self.sections}:
            msg = f"section {self.section!r} is none of the sections"
            raise ValueError(msg)
        if not self.scale:
            msg = "the scale wants a step at least"
            raise ValueError(msg)

    def for_students(self) -> "TextReview":
        """Return the checker for a student's machine: it finds the section, and has no phrases to write to."""
        return replace(self, points=(), notation={})

    def functions(self) -> tuple[str, ...]:
        """Return the function that may give the text."""
        return () if self.function is None else (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return the call that gives the text, if a function may."""
        return make_probes(context, [(name, ()) for name in self.functions()])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Gather what a person needs; only where there is no text at all is the answer missing."""
        wanted = tuple(SectionSpec(each.id, each.headings) for each in self.sections)
        returned = returned_text(seen.of(probes[0])) if probes else ""
        texts = texts_of(seen.submission, returned, wanted)
        best = max(texts, key=lambda each: len({section.id for section in each.sections}), default=None)
        if best is not None and any(section.text.strip() for section in best.sections):
            mine = [section for section in best.sections if section.id == self.section and section.text.strip()]
            if mine:
                return pending(*self._gathered(best, mine, wanted))
            return ungraded(NotFound(self.section, best.path or None))
        written = seen.answers.of(self.part) if seen.answers.parts else None
        if written is not None and written.state == "answered" and written.source is not None:
            section = SectionText(self.section, "", written.text, written.source, 0, 0)
            return pending(*self._gathered(FoundText(written.source.path, (section,), 0), [section], wanted))
        if written is not None and written.state != "lost":
            return self._without_text(probes, seen)
        attempts = [text for text in texts if text.words >= self.fewest_words]
        if attempts:
            return ungraded(NotFound(self.section, attempts[0].path or None))
        return self._without_text(probes, seen)

    def _gathered(
        self, found: FoundText, mine: list[SectionText], wanted: tuple[SectionSpec, ...]
    ) -> tuple[Evidence, ...]:
        text = "\n\n".join(section.text for section in mine)
        distinct = {(section.source.cell, section.source.line): section.words for section in found.sections}
        first = mine[0]
        gathered = TextGathered(
            section=self.section,
            heading=first.heading,
            text=text if len(text) <= _LONGEST_SECTION else f"{text[: _LONGEST_SECTION - 1]}…",
            words=count_words(text),
            pages=f"{estimated_pages(sum(distinct.values())):.1f}",
            in_order=is_in_order(found, wanted),
            path=found.path or None,
            line=first.source.line,
            cell=first.source.cell,
        )
        touched = [PointTouched(each.point, quotes_on(text, each.phrases)) for each in self.points]
        scale = Scale(tuple((f"{step.points:g}", step.text) for step in self.scale))
        return (gathered, *touched, scale)

    def _without_text(self, probes: tuple[Probe, ...], seen: Seen) -> Verdict:
        # A file that we could not open may hold the text; a function that raised did not give it.
        for probe in probes:
            trouble = observe(probe, seen, f"{probe.function}()")
            if isinstance(trouble, Trouble):
                seen_of = seen.of(probe)
                is_defined = seen_of is not None and seen_of.ended is not Ended.NOT_DEFINED
                return trouble.verdict if is_defined or trouble.is_ours else self._nothing(seen)
        return self._nothing(seen)

    def _nothing(self, seen: Seen) -> Verdict:
        trouble = missing(self.function or self.section, seen)
        if trouble.is_ours or not isinstance(trouble.evidence[0], NotAnswered):
            return trouble.verdict
        return failed(NotAnswered(self.part or self.section))
