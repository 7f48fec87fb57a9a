"""A report as Gradescope's tests: its contract asks for little, and this keeps to what survives its sanitising.

Every test is one criterion; a test without points heads each part. Only ``p``, ``strong``, ``em``, ``code``, ``pre``,
``ul`` and ``li`` are used, without attributes: formulas are shown as their source, since MathML would be taken out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from grader.model.report import CriterionResult, Report
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Status
from grader.model.text import Language
from grader.report import spans
from grader.report.catalogue import catalogue
from grader.report.clean import clean_line
from grader.report.facts import Fact, Row, rows_of
from grader.report.feedback import SILENT_CODES, in_order_of_reading, sentence
from grader.report.numbers import points_text, rounded_points
from grader.report.totals import footer_line, total_lines
from grader.report.view import CriterionView, ReportView, hidden_criteria, taken_off, view_report

_LONGEST_OUTPUT = 8_000
_PICTURES = frozenset({"curve_picture", "trajectory_picture"})
_VISIBILITIES = ("visible", "after_due_date", "hidden")


@dataclass(frozen=True, slots=True)
class Graded:
    """What one rubric says of a hand-in: its report, or None where no file of its kinds was handed in."""

    rubric: Rubric
    report: Report | None
    left_out: frozenset[str] = frozenset()
    """Parts that another rubric of the same assignment shows already, since only a person marks them."""

    def parts(self) -> Iterator[tuple[Part, tuple[CriterionResult, ...]]]:
        """Yield what is shown: each part with its results, none where there is no report."""
        results = {each.part.id: each.results for each in self.report.parts} if self.report else {}
        for part in self.rubric.parts:
            if part.id not in self.left_out:
                yield part, results.get(part.id, ())


def machine_points(rubric: Rubric) -> Fraction:
    """Return the points that the program gives: all but those of criteria that the rubric leaves to a person."""
    return sum((each.points for each in rubric.criteria() if not each.is_for_a_person), Fraction(0))


def parts_for_a_person(rubric: Rubric) -> frozenset[str]:
    """Return the ids of the parts that only a person marks."""
    return frozenset(part.id for part in rubric.parts if all(each.is_for_a_person for each in part.criteria))


def gradescope_results(graded: Sequence[Graded], language: Language) -> dict[str, Any]:
    """Return the part of ``results.json`` that says what was found.

    Args:
        graded: one for each rubric of the assignment, in its order.
        language: of titles and feedback.

    Returns:
        ``score``, ``output``, ``tests`` and their formats, ready for ``json.dumps(…, allow_nan=False)``.
    """
    tests: list[dict[str, Any]] = []
    number = 0
    for each in graded:
        views = _Views(each.report, language) if each.report else None
        for part, _ in each.parts():
            number += 1
            tests += views.tests_of(part, number) if views else _absent(each.rubric, part, number, language)
    decimals = max((each.rubric.decimals for each in graded), default=2)
    return {
        "score": rounded_points(sum((_earned(each) for each in graded), Fraction(0)), decimals),
        "output": str(_summary(graded, language)),
        "output_format": "html",
        "test_output_format": "html",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def shown_points(graded: Graded, part: str | None, language: Language) -> int | float:
    """Return the points earned in criteria that students see: of one part, or of all (after penalties)."""
    if graded.report is None:
        return 0
    view = view_report(graded.report, audience="student", language=language)
    if part is None:
        return rounded_points(view.earned, graded.rubric.decimals)
    earned = sum((each.earned for each in view.parts if each.part.id == part), Fraction(0))
    return rounded_points(earned, graded.rubric.decimals)


class _Views:
    """A report as each audience sees it."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language: Language = language
        views = (
            view_report(report, audience="student", language=language),
            view_report(report, audience="student", language=language, released=True),
            view_report(report, audience="staff", language=language),
        )
        self.open = views[0]
        self.shown: dict[str, tuple[str, CriterionView, ReportView]] = {}
        for visibility, view in zip(_VISIBILITIES, views, strict=True):
            for part in view.parts:
                for each in part.criteria:
                    self.shown.setdefault(each.criterion.id, (visibility, each, view))

    def tests_of(self, part: Part, number: int) -> Iterator[dict[str, Any]]:
        yield _head(part, number, self.language, self._says_of_part(part))
        for at, criterion in enumerate(part.criteria, start=1):
            yield self._test(criterion, f"{number}.{at}")

    def _says_of_part(self, part: Part) -> Markup:
        words, decimals = catalogue(self.language), self.report.rubric.decimals
        seen = next(each for each in self.open.parts if each.part.id == part.id)
        lines: list[str] = []
        if seen.criteria:
            earned = points_text(seen.earned, decimals, self.language)
            shown = points_text(seen.shown, decimals, self.language)
            lines.append(f"{earned} {words.say('ui.of_total', points=words.count('points', float(seen.shown), shown))}")
        if seen.pending:
            waiting = points_text(seen.pending, decimals, self.language)
            lines.append(words.say("ui.pending_short", points=waiting))
        if seen.hidden_criteria:
            worth = words.count("points", float(seen.hidden), points_text(seen.hidden, decimals, self.language))
            hidden = words.count("criteria", seen.hidden_criteria)
            lines.append(words.say("ui.hidden_part", criteria=hidden, points=worth))
        return _paragraphs(lines)

    def _test(self, criterion: Criterion, number: str) -> dict[str, Any]:
        visibility, each, view = self.shown[criterion.id]
        words, decimals = catalogue(self.language), self.report.rubric.decimals
        status = each.status
        plain: dict[str, Any] = {
            "number": number,
            "name": _name(criterion.id, criterion.title.in_language(self.language), self.language),
            "visibility": visibility,
            "output_format": "html",
        }
        lines = [Markup("<p><strong>{}</strong></p>").format(words.say(f"status.{status.value}"))]
        if criterion.is_for_a_person or status is Status.PENDING:
            worth = points_text(criterion.points, decimals, self.language)
            counted = words.count("points", float(criterion.points), worth)
            lines.append(Markup("<p>{}</p>").format(words.say("gradescope.by_hand", points=counted)))
        else:
            plain["score"] = rounded_points(each.result.earned, decimals)
            plain["max_score"] = rounded_points(criterion.points, decimals)
            if each.pending:
                plain["name"] += f" ({words.say('gradescope.provisional_short')})"
                lines.append(Markup("<p><strong>{}</strong></p>").format(words.say("gradescope.provisional")))
            else:
                plain["status"] = "passed" if status is Status.PASSED else "failed"
        plain["output"] = str(Markup("").join((*lines, _facts(each, view))))
        plain["extra_data"] = {
            "rubric": self.report.rubric.id,
            "criterion": criterion.id,
            "verdict": status.value,
            "earned": str(each.result.earned),
            "points": str(criterion.points),
            "waiting": str(each.pending),
        }
        return plain


def _head(part: Part, number: int, language: Language, says: Markup) -> dict[str, Any]:
    return {
        "number": str(number),
        "name": _name(part.id, part.title.in_language(language), language),
        "output": str(says),
        "output_format": "html",
        "visibility": "visible",
    }


def _absent(rubric: Rubric, part: Part, number: int, language: Language) -> Iterator[dict[str, Any]]:
    """Yield a part's tests where no file that the rubric grades was handed in: the points stay in the total."""
    words = catalogue(language)
    kinds = ", ".join(kind.value for kind in rubric.kinds)
    hidden, kept = hidden_criteria(rubric, released=False), hidden_criteria(rubric, released=True)
    says = _paragraphs([words.say("gradescope.nothing_of_kind", kinds=kinds)])
    yield _head(part, number, language, says)
    for at, each in enumerate(part.criteria, start=1):
        visibility = _VISIBILITIES[(each.id in hidden) + (each.id in kept)]
        plain: dict[str, Any] = {
            "number": f"{number}.{at}",
            "name": _name(each.id, each.title.in_language(language), language),
            "output": str(says),
            "output_format": "html",
            "visibility": visibility,
            "extra_data": {
                "rubric": rubric.id,
                "criterion": each.id,
                "verdict": "nothing_handed_in",
                "points": str(each.points),
            },
        }
        if not each.is_for_a_person:
            plain |= {"score": 0, "max_score": rounded_points(each.points, rubric.decimals), "status": "failed"}
        yield plain


def _earned(graded: Graded) -> Fraction:
    if graded.report is None:
        return Fraction(0)
    earned = sum((each.earned for each in graded.report.results() if not each.criterion.is_for_a_person), Fraction(0))
    return max(earned - taken_off(graded.report.penalties, earned), Fraction(0))


def _summary(graded: Iterable[Graded], language: Language) -> Markup:
    pieces: list[Markup] = []
    words = catalogue(language)
    for each in graded:
        title = spans.tidy(spans.mark_prose(each.rubric.title.in_language(language)), language)
        pieces.append(Markup("<p><strong>{}</strong></p>").format(_html(title)))
        if each.report is None:
            kinds = ", ".join(kind.value for kind in each.rubric.kinds)
            pieces.append(_paragraphs([words.say("gradescope.nothing_of_kind", kinds=kinds)]))
            continue
        view = view_report(each.report, audience="student", language=language)
        pieces.append(_paragraphs(total_lines(view)))
        if each.report.pending:
            pieces.append(_paragraphs([words.say("gradescope.not_final")]))
        notes = [_html(sentence(note, language)) for note in view.notes]
        if notes:
            pieces.append(Markup("<p>{}</p>").format(words.say("ui.notes")))
            pieces.append(_listed(notes))
        pieces.append(Markup("<p><em>{}</em></p>").format(clean_line(footer_line(view))))
    return _bounded(pieces)


def _facts(each: CriterionView, view: ReportView) -> Markup:
    words, language = catalogue(view.language), view.language
    pieces = [
        piece
        for fact in in_order_of_reading(each.facts)
        if fact.code not in SILENT_CODES and fact.code not in _PICTURES
        for piece in _fact(fact, language)
    ]
    if not pieces and each.status is not Status.PASSED:
        pieces.append(Markup("<p>{}</p>").format(words.say(f"status_sentence.{each.status.value}")))
    return _bounded(pieces)


def _fact(fact: Fact, language: Language) -> Iterator[Markup]:
    if (said := sentence(fact, language)).strip():
        yield Markup("<p>{}</p>").format(_html(said))
    colon = catalogue(language).say("colon")
    rows = [_row(row, colon) for row in rows_of(fact, language)]
    if rows:
        yield _listed(rows)


def _row(row: Row, colon: str) -> Markup:
    if row.kind == "block":
        return Markup("{}{}<pre>{}</pre>").format(row.label, colon, row.value)
    value = _html(row.value) if row.kind == "text" else Markup("<code>{}</code>").format(row.value)
    return Markup("{}{}{}").format(row.label, colon, value)


def _html(marked: str) -> Markup:
    return Markup("").join(
        Markup("<code>{}</code>").format(span.text) if span.kind != "text" else Markup.escape(span.text)
        for span in spans.spans_of(marked)
    )


def _name(identity: str, title: str, language: Language) -> str:
    return f"{identity} · {spans.to_plain(spans.tidy(spans.mark_prose(title), language))}"


def _paragraphs(lines: Iterable[str]) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def _listed(items: Iterable[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(each) for each in items))


def _bounded(pieces: Iterable[Markup]) -> Markup:
    """Join pieces, whole ones only, as far as there is room: half an element would break the page."""
    kept: list[Markup] = []
    room = _LONGEST_OUTPUT
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            kept.append(Markup("<p>…</p>"))
            break
        kept.append(piece)
    return Markup("").join(kept)
