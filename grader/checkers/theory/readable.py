"""Whether what was written can be read at all: help for its author, not a mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader.checkers.theory.facts import line_at, pointed_at
from grader.checkers.theory.reading import LONGEST_TEXT, absent, question_of
from grader.maths.derivations.readable import Remark, readability
from grader.maths.derivations.segments import line_of
from grader.maths.notation import Notation
from grader.maths.syntax.macros import Macros
from grader.maths.worlds.question import READER_KEYS
from grader.model.checker import Oracle, ProbeContext, ReadsPart, Seen
from grader.model.evidence import Evidence, FormulasRead, ParseTroubleFact, ReadAs
from grader.model.parts import PartAnswer
from grader.model.probe import Probe
from grader.model.verdict import Verdict, passed, ungraded

_MOST = 30
"""Places that are shown of one part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable(ReadsPart):
    """Every formula of a written part can be read; places where it cannot are shown, and nothing is failed for them.

    Public checks hold one for every written part: to read takes what the symbols are, and no answer.
    """

    def __post_init__(self) -> None:
        if self.notation:
            question_of(self.notation)

    def functions(self) -> tuple[str, ...]:
        """Return nothing: no code is called."""
        return ()

    def for_students(self) -> "Readable":
        """Return the checker that students get: it knows how to read the symbols, and nothing else of the question."""
        return replace(self, notation=spoken(self.notation))

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return nothing: no code is called."""
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Read every formula."""
        nothing = absent(self.part, seen)
        if nothing is not None:
            return nothing
        answer = seen.answers.of(self.part)
        macros = Macros.from_document(*seen.answers.definitions)
        found = readability(answer.text[:LONGEST_TEXT], question_of(self.notation).reader, macros)
        unread = [each for each in found.remarks if not each.is_read]
        noted = [each for each in found.remarks if each.is_read]
        facts: list[Evidence] = [FormulasRead(found.formulas, len(unread))]
        facts += [_fact(each, answer) for each in (*unread, *noted)[:_MOST]]
        return ungraded(*facts) if unread else passed(*facts)


def spoken(notation: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a part's notation reading takes: no definition, law, domain, condition or value of it."""
    kept = {key: value for key, value in notation.items() if key in READER_KEYS}
    symbols: dict[str, Any] = {}
    for name, declared in Notation.from_mapping(kept).symbols.items():
        told = {"role": declared.role, "shape": declared.shape, "arity": declared.arity, "means": declared.means}
        symbols[name] = {key: value for key, value in told.items() if value is not None}
    return {**{key: value for key, value in kept.items() if key != "domain"}, "symbols": symbols}


def _fact(remark: Remark, answer: PartAnswer) -> Evidence:
    source = line_at(answer, line_of(answer.text, remark.start))
    excerpt, caret = pointed_at(answer, remark.start, remark.end)
    path, line, cell = (None, None, None) if source is None else (source.path, source.number, source.cell)
    make = ReadAs if remark.is_read else ParseTroubleFact
    return make(remark.says, excerpt, caret, path, line, cell)
