"""A derivation as the lines of a page: every relation drawn, marked, and explained where it does not hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from markupsafe import Markup

from grader.model.evidence import (
    Evidence,
    StepFails,
    StepFields,
    StepGiven,
    StepHolds,
    StepUndecided,
    StepUnread,
    StepWitness,
)
from grader.model.text import Language
from grader.report.catalogue import Catalogue, catalogue
from grader.report.clean import clean_line
from grader.report.facts import Fact
from grader.report.mathml import drawn_html, formula_html
from grader.report.numbers import number_text
from grader.report.spans import mark_prose, mark_text, tidy, to_markup

Mark = Literal["holds", "fails", "undecided", "unread", "given"]
_STEPS = (StepHolds, StepFails, StepUndecided, StepUnread, StepGiven)
_ICONS: dict[Mark, str] = {
    "holds": "passed", "fails": "failed", "undecided": "ungraded", "unread": "ungraded", "given": "skipped",
}  # fmt: skip
STEP_CODES = frozenset(cls.code for cls in _STEPS)


_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class LineBlock:
    """One relation of a derivation, ready for a page.

    Attributes:
        place: where it stands, e.g. ``l. 41``.
        left: the left side; empty where the line goes on from the one above.
        relation: its sign.
        right: the right side.
        mark: what was found.
        icon: its sign.
        label: what was found, in a word.
        notes: sentences on it.
        witness: names and values in a world in which it fails.
        repair: what would mend it, in words.
        mended: the side that would hold.
    """

    place: str
    left: Markup
    relation: str
    right: Markup
    mark: Mark
    icon: str
    label: str
    notes: tuple[Markup, ...] = ()
    witness: tuple[tuple[str, Markup], ...] = ()
    repair: Markup = _NOTHING
    mended: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class DerivationBlock:
    """A derivation: its lines, and whether all of them hold."""

    lines: tuple[LineBlock, ...]
    summary: str
    is_open: bool
    """Whether it is shown unfolded: something in it wants a look."""


def derivation_block(facts: Iterable[Fact], language: Language) -> DerivationBlock | None:
    """Return the derivation among some facts, None if there is none."""
    words = catalogue(language)
    steps = [cast("StepFields", fact.evidence) for fact in facts if isinstance(fact.evidence, _STEPS)]
    if not steps:
        return None
    lines = tuple(_line(step, words) for step in steps)
    return DerivationBlock(
        lines,
        words.count("ui.derivation", len(lines)),
        any(line.mark not in {"holds", "given"} for line in lines),
    )


def _line(step: StepFields, words: Catalogue) -> LineBlock:
    mark = _mark(step)
    notes: list[Markup] = []
    if mark == "unread" and step.problem is not None:
        notes.append(_said(step.problem.in_language(words.language), words))
    elif step.reason and mark != "holds":
        notes.append(to_markup(tidy(str(mark_text(words.meaning(step.reason, "step"))), words.language)))
    return LineBlock(
        place=_place(step, words),
        left=_NOTHING if step.goes_on else _side(step.left_drawn, step.left),
        relation=clean_line(step.relation),
        right=_side(step.right_drawn, step.right),
        mark=mark,
        icon=_ICONS[mark],
        label=words.say(f"ui.step.{mark}"),
        notes=tuple(notes),
        witness=() if step.witness is None else _witness(step.witness, words),
        repair=_NOTHING if step.repair is None else _said(step.repair.says.in_language(words.language), words),
        mended=_NOTHING if step.repair is None else _side(step.repair.drawn, step.repair.latex),
    )


def _mark(step: StepFields) -> Mark:
    return cast("Mark", cast("Evidence", step).code.removeprefix("step_"))


def _place(step: StepFields, words: Catalogue) -> str:
    pieces = [words.say("ui.cell_short", n=step.cell)] if step.cell is not None else []
    if step.line is not None:
        pieces.append(words.say("ui.line_short", n=step.line))
    return " ".join(pieces)


def _side(drawn: str, latex: str) -> Markup:
    found = drawn_html(drawn) if drawn else None
    return found if found is not None else formula_html(clean_line(latex, longest=1500))


def _said(sentence: str, words: Catalogue) -> Markup:
    return to_markup(tidy(str(mark_prose(sentence)), words.language))


def _witness(witness: StepWitness, words: Catalogue) -> tuple[tuple[str, Markup], ...]:
    """Return the world of a failure as labelled values: where, then both sides."""

    def number(value: float | str) -> str:
        return clean_line(value) if isinstance(value, str) else number_text(value, words.language)

    pairs = [(name, number(value)) for name, value in (*witness.sizes, *witness.values)]
    pairs += [(name, str(state)) for name, state in witness.at]
    where = ", ".join(f"{clean_line(name)} = {value}" for name, value in pairs)
    rows = [(words.say("label.point"), where)] if where else []
    rows += [(words.say("label.left"), number(witness.left)), (words.say("label.right"), number(witness.right))]
    return tuple((label, Markup("{}").format(value)) for label, value in rows)
