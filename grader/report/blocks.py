"""A criterion as the blocks of a page: sentences, labelled values, pictures, what helps the person who marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from grader.model.evidence import PointTouched, Scale, TextGathered
from grader.model.memo import IdentityMemo
from grader.model.report import CriterionResult
from grader.model.status import Status
from grader.model.text import Language
from grader.report.catalogue import Catalogue, catalogue
from grader.report.clean import clean, clean_line
from grader.report.derivations import STEP_CODES, DerivationBlock, derivation_block
from grader.report.facts import Fact, Row, rows_of
from grader.report.feedback import in_order_of_reading, sentence
from grader.report.mathml import formula_html
from grader.report.numbers import localized_number, points_text
from grader.report.pictures import Chart, chart_of
from grader.report.spans import mark_prose, tidy, to_markup
from grader.report.view import CriterionView, ReportView

_LONGEST_ANSWER = 20_000
_FOR_MARKING = ("scale", "text_gathered", "point_touched")


@dataclass(frozen=True, slots=True)
class RowBlock:
    """A labelled value, ready for a page: ``value`` is escaped where it is HTML already."""

    label: str
    kind: str
    value: str | Markup


@dataclass(frozen=True, slots=True)
class FactBlock:
    """A fact: a picture, or a sentence with labelled values."""

    sentence: Markup
    rows: tuple[RowBlock, ...] = ()
    chart: Chart | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """A guiding point and the passages that touch it."""

    point: Markup
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """What is laid out for the person who marks."""

    scale: tuple[tuple[str, Markup], ...]
    touches: tuple[Touch, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A verdict beside the one that counts, or a person's words."""

    head: str
    reason: str = ""
    facts: tuple[FactBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionBlock:
    """A criterion, ready for a page."""

    id: str
    anchor: str
    title: Markup
    points: str
    status: str
    visibility: str
    waiting: str
    facts: tuple[FactBlock, ...]
    plain: str
    derivation: DerivationBlock | None
    marking: Marking | None
    override: Side | None
    machine: Side | None


@lru_cache(maxsize=2048)
def prose(text: str, language: Language) -> Markup:
    """Return a rubric's sentence as HTML, its formulas as MathML."""
    return to_markup(tidy(mark_prose(text), language))


def anchor_of(criterion_id: str) -> str:
    """Return the name by which a page links to a criterion."""
    return f"criterion-{criterion_id}"


def criterion_block(each: CriterionView, view: ReportView) -> CriterionBlock:
    """Return a criterion's block for the audience of a view."""
    criterion, language, decimals = each.criterion, view.language, view.report.rubric.decimals
    words = catalogue(language)
    laid_out = STEP_CODES | {"scale", "point_touched"} if view.is_staff else STEP_CODES
    said = [fact for fact in each.facts if fact.code not in laid_out]
    facts = fact_blocks(said, language)
    waits = each.pending > 0
    worth = points_text(criterion.points, decimals, language)
    earned = points_text(each.result.earned, decimals, language)
    return CriterionBlock(
        id=criterion.id,
        anchor=anchor_of(criterion.id),
        title=prose(criterion.title.in_language(language), language),
        points=f"– / {worth}" if waits else f"{earned} / {worth}",
        status=each.status.value,
        visibility=words.say(f"ui.visibility.{criterion.visibility.value}") if view.is_staff else "",
        waiting=words.say("ui.waits_too") if waits and each.status is Status.SKIPPED else "",
        facts=facts,
        plain="" if facts or each.result.override else _plain(each, words),
        derivation=derivation_block(each.facts, language),
        marking=_marking(each.facts, language) if view.is_staff else None,
        override=override_words(each.result, view),
        machine=_machine(each.result, view),
    )


def fact_blocks(facts: Iterable[Fact], language: Language) -> tuple[FactBlock, ...]:
    """Return facts as blocks: sentences in their order of reading, the same one once, then pictures."""
    blocks: dict[FactBlock, None] = {}
    pictures: list[FactBlock] = []
    for fact in in_order_of_reading(facts):
        block = _fact_block(fact, language)
        if block.chart is None:
            blocks[block] = None
        else:
            pictures.append(block)
    return (*blocks, *pictures)


def _fact_block(fact: Fact, language: Language) -> FactBlock:
    return _BLOCKS.get((fact.evidence,), (fact.hidden, language), lambda: _make_fact_block(fact, language))


_BLOCKS = IdentityMemo[FactBlock](most=256)  # the pages of staff and of the student show much the same


def _make_fact_block(fact: Fact, language: Language) -> FactBlock:
    if (chart := chart_of(fact, language)) is not None:
        return FactBlock(Markup(""), chart=chart)
    return FactBlock(
        sentence=to_markup(sentence(fact, language)),
        rows=tuple(_row_block(row) for row in rows_of(fact, language)),
        is_known=fact.code == "known_error",
    )


def override_words(result: CriterionResult, view: ReportView) -> Side | None:
    """Return what is said of a person's mark: when, why, and to staff by whom."""
    override = result.override
    if override is None:
        return None
    words = catalogue(view.language)
    date = words.date(override.at)
    if view.is_staff:
        head = words.say("ui.marked_by", by=clean_line(override.by, longest=80), date=date)
    else:
        head = words.say("ui.marked", date=date)
    return Side(head, clean(override.reason))


def _machine(result: CriterionResult, view: ReportView) -> Side | None:
    if result.override is None or not view.is_staff:
        return None
    words, machine = catalogue(view.language), result.machine
    earned = machine.credit * result.criterion.points
    points = words.count("points", float(earned), points_text(earned, view.report.rubric.decimals, view.language))
    head = words.say("ui.machine_said", status=words.say(f"status.{machine.status.value}"), points=points)
    return Side(head, facts=fact_blocks([Fact(each) for each in machine.evidence], view.language))


def _plain(each: CriterionView, words: Catalogue) -> str:
    return "" if each.status is Status.PASSED else words.say(f"status_sentence.{each.status.value}")


def _marking(facts: Iterable[Fact], language: Language) -> Marking | None:
    scale: list[tuple[str, Markup]] = []
    touches: list[Touch] = []
    texts: list[str] = []
    for fact in facts:
        match fact.evidence:
            case Scale(steps=steps):
                scale += [
                    (localized_number(clean_line(points), language), prose(earns.in_language(language), language))
                    for points, earns in steps
                ]
            case PointTouched(point=point, quotes=quotes):
                quoted = tuple(clean_line(quote) for quote in quotes)
                touches.append(Touch(prose(point.in_language(language), language), quoted))
            case TextGathered(text=text) if text.strip():
                texts.append(clean(text, longest=_LONGEST_ANSWER, longest_line=_LONGEST_ANSWER))
            case _:
                continue
    return Marking(tuple(scale), tuple(touches), tuple(texts)) if scale or touches or texts else None


def _row_block(row: Row) -> RowBlock:
    if row.kind == "formula":
        return RowBlock(row.label, row.kind, formula_html(row.value))
    return RowBlock(row.label, row.kind, to_markup(row.value) if row.kind == "text" else row.value)
