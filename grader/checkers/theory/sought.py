"""Results as a rubric names them."""

from dataclasses import dataclass

from grader.checkers.theory.reading import Reading, formula_of, question_of
from grader.checkers.theory.results import Sought
from grader.model.checker import Parameters, ReadsPart
from grader.model.text import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Parameters):
    """A result that must stand in the answer, in whatever form."""

    says: LocalizedText
    """What it is, in both languages."""
    formula: str
    """Its value, as LaTeX in the part's notation."""
    also: tuple[str, ...] = ()
    """Other values that are right as well."""
    allowed: tuple[str, ...] = ()
    """Names that the question defines and that may stand in it all the same."""
    mentions: tuple[tuple[str, ...], ...] = ()
    """What must stand in it: one pattern of each group. Without any, it has to be a closed formula."""
    without: tuple[str, ...] = ()
    """Names that must not stand in it."""

    def sought(self, reading: Reading) -> Sought:
        """Return it with its formulas read."""
        return Sought(
            tuple(reading.formula(each) for each in (self.formula, *self.also)),
            self.allowed,
            tuple(tuple(reading.formula(each) for each in group) for group in self.mentions),
            self.without,
        )

    def check(self, checker: ReadsPart) -> None:
        """Check that every formula can be read.

        Raises:
            ValueError: naming the one that cannot.
        """
        if checker.notation:
            question = question_of(checker.notation)
            for each in (self.formula, *self.also, *(pattern for group in self.mentions for pattern in group)):
                formula_of(each, question)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownResult(Parameters):
    """A wrong result that students give."""

    name: str
    """A short name for statistics."""
    formula: str
    """Its value, as LaTeX in the part's notation."""
    feedback: LocalizedText
    """What the student reads, in both languages."""
    credit: float = 0.0
    """Share of the points that this answer still earns."""

    def __post_init__(self) -> None:
        if not 0 <= self.credit < 1:
            msg = f"known error {self.name!r}: credit must lie in [0, 1), not {self.credit}"
            raise ValueError(msg)
