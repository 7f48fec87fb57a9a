"""Facts as sentences: what the terminal, the JSON and Gradescope show, and the pages show with more around it."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from grader.model.evidence import Evidence
from grader.model.memo import IdentityMemo
from grader.model.text import Language
from grader.report.catalogue import catalogue
from grader.report.clean import LONGEST_TEXT, clean_line
from grader.report.excerpts import excerpt_lines, has_excerpt
from grader.report.facts import Fact, Row, rows_of
from grader.report.spans import mark_code, mark_formula, tidy, to_plain
from grader.report.view import CriterionView, ReportView

_MACRO = re.compile(r"\{% macro (\w+)\(e\) %\}.*?\{%-? endmacro %\}", re.DOTALL)
"""One evidence code's template in the file of a language. Each is compiled when its fact is said: all take 30 ms."""
_FIRST = ("known_error", "carried_forward", "not_answered")
"""What a reader should see before anything else."""
SILENT_CODES = frozenset({"step_holds", "step_given"})
"""Codes of what only pages show, line by line: it would drown the rest."""
_PICTURES = frozenset({"curve_picture", "trajectory_picture"})


@cache
def _sources(language: Language) -> dict[str, str]:
    text = files("grader.report").joinpath(f"templates/feedback.{language}.jinja").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in _MACRO.finditer(text)}


@cache
def _macro(code: str, language: Language) -> Callable[..., str] | None:
    source = _sources(language).get(code)
    if source is None:
        return None
    from grader.report.environment import environment  # templates load when there is something to say

    return getattr(environment(language).from_string(source).module, code)


def sentence(fact: Fact, language: Language) -> str:
    """Return a fact's sentence, marked (see ``spans``); evidence without a template is named by its code."""
    return _SENTENCES.get((fact.evidence,), (fact.hidden, language), lambda: _make_sentence(fact, language))


_SENTENCES = IdentityMemo[str](most=256)  # each is said on two pages and in the JSON


def _make_sentence(fact: Fact, language: Language) -> str:
    macro = _macro(fact.code, language)
    if macro is None:
        return mark_code(fact.code)
    return tidy(str(macro(fact.visible())), language)


def feedback(evidence: Evidence, language: Language, *, reveal: bool = False) -> str:
    """Return what a fact says: its sentence, then the call, what was returned and what was expected.

    Args:
        evidence: any fact.
        language: of the sentence.
        reveal: whether fields that are for staff are said as well.

    Returns:
        Plain text on one line; code stands between backticks, formulas between dollar signs.
    """
    return fact_text(Fact(evidence, frozenset() if reveal else evidence.staff_fields), language)


def feedback_block(evidence: Evidence, language: Language, *, reveal: bool = False, width: int = 100) -> str:
    """Return what a fact says as ``feedback`` does; a line that it points at stands below, with signs at the place.

    Args:
        evidence: any fact.
        language: of the sentence.
        reveal: whether fields that are for staff are said as well.
        width: columns for the line that is pointed at.
    """
    fact = Fact(evidence, frozenset() if reveal else evidence.staff_fields)
    if not has_excerpt(fact):
        return fact_text(fact, language)
    return "\n    ".join((to_plain(sentence(fact, language)), *excerpt_lines(fact, width)))


def fact_text(fact: Fact, language: Language) -> str:
    """Return what a fact says to its audience, as plain text on one line."""
    colon = catalogue(language).say("colon")
    pieces = [sentence(fact, language)]
    for row in rows_of(fact, language):
        pieces.append(f"{row.label}{colon}{_row_value(row)}.")
    return to_plain(" ".join(piece for piece in pieces if piece))


def _row_value(row: Row) -> str:
    if row.kind == "text":
        return row.value
    if row.kind == "formula":
        return mark_formula(row.value)
    return mark_code(row.value.partition("\n")[0].strip() if row.name == "excerpt" else row.value.strip())


def in_order_of_reading(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return facts with the most telling ones first, otherwise in their order."""
    return tuple(sorted(facts, key=lambda fact: _FIRST.index(fact.code) if fact.code in _FIRST else len(_FIRST)))


def result_text(each: CriterionView, view: ReportView) -> str:
    """Return all that is said of a criterion's result, a person's words first, as plain text on one line."""
    words = catalogue(view.language)
    said = criterion_text(each.facts, view.language)
    override = each.result.override
    if override is None:
        return said or words.say(f"status_sentence.{each.status.value}")
    reason = clean_line(override.reason, longest=LONGEST_TEXT)
    head = words.say("ui.marked", date=words.date(override.at))
    return " ".join(piece for piece in (f"{head}{words.say('colon')}{reason}" if reason else f"{head}.", said) if piece)


def criterion_text(facts: Iterable[Fact], language: Language) -> str:
    """Return all that is said of a criterion, as plain text; pictures are left out."""
    said = [
        fact_text(fact, language)
        for fact in in_order_of_reading(facts)
        if fact.code not in _PICTURES and fact.code not in SILENT_CODES
    ]
    return " ".join(dict.fromkeys(said))
