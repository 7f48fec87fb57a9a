"""Evidence as a reader may see it: which fields, as plain data for JSON, as labelled rows for people."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import cache
from textwrap import dedent
from types import SimpleNamespace
from typing import Any, Literal, cast

from grader.model.evidence import Evidence, StepRepair, StepWitness
from grader.model.text import Language, LocalizedText
from grader.report.catalogue import catalogue
from grader.report.clean import clean, clean_line
from grader.report.numbers import plain_float
from grader.report.place import place_words

RowKind = Literal["code", "block", "formula", "text"]

_ROWS: tuple[tuple[str, RowKind], ...] = (
    ("point", "code"),
    ("call", "code"),
    ("actual", "code"),
    ("expected", "code"),
    ("nearest", "code"),
    ("answer", "formula"),
    ("reference", "formula"),
    ("excerpt", "block"),
    ("source_line", "block"),
    ("printed", "block"),
)
"""Fields that are shown as rows wherever an evidence class has them as text, in this order."""
_SAID_IN_WORDS = {"understood": {"answer"}}
"""Rows that would say again what the sentence says."""

_LARGEST_WHOLE = 1e15
"""Whole floats below it are shown as integers."""
_PLACED = frozenset({
    "found_in", "step_holds", "step_fails", "step_undecided", "step_unread", "step_given", "parse_trouble", "read_as",
})  # fmt: skip
"""Evidence whose sentence says the place."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of evidence for one audience: ``hidden`` are the fields that it may not see."""

    evidence: Evidence
    hidden: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        """The evidence's code."""
        return self.evidence.code

    def visible(self) -> SimpleNamespace:
        """Return the fields by name; hidden ones are None."""
        facts = self.evidence
        return SimpleNamespace(**{
            name: None if name in self.hidden else getattr(facts, name) for name in _names(type(facts))
        })


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value: one line of code, a block of lines, or LaTeX."""

    name: str
    label: str
    kind: RowKind
    value: str


@cache
def _names(cls: type[Evidence]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cls))


def rows_of(fact: Fact, language: Language) -> tuple[Row, ...]:
    """Return a fact's values as labelled rows, cleaned, in the order of reading."""
    words, facts = catalogue(language), fact.evidence
    names = _names(type(facts))
    found: list[Row] = []
    for name, kind in _ROWS:
        if name not in names or name in fact.hidden or name in _SAID_IN_WORDS.get(fact.code, ()):
            continue
        value = getattr(facts, name)
        if name == "point" and isinstance(value, tuple):
            pairs = cast("tuple[tuple[str, str], ...]", value)
            value = ", ".join(f"{symbol} = {number}" for symbol, number in pairs)
        if not isinstance(value, str) or not value:
            continue
        if name == "excerpt" and (caret := getattr(facts, "caret", "")):
            value = f"{value}\n{caret}"
        elif kind == "block":
            value = dedent(value.rstrip())
        found.append(
            Row(name, words.say(f"label.{name}"), kind, clean(value) if kind == "block" else clean_line(value))
        )
    if "detail" in facts.staff_fields and "detail" not in fact.hidden and getattr(facts, "detail", ""):
        found.append(Row("detail", words.say("label.detail"), "block", clean(cast("Any", facts).detail)))
    has_place = getattr(facts, "line", None) is not None or getattr(facts, "cell", None) is not None
    if has_place and fact.code not in _PLACED and (where := place_words(facts, words)):
        found.append(Row("where", words.say("label.where"), "text", where))
    return tuple(found)


def plain_fact(fact: Fact, language: Language) -> dict[str, Any]:
    """Return a fact as JSON holds it: its code and its visible fields, texts cleaned and in one language."""
    facts = fact.evidence
    left_out = fact.hidden | facts.page_fields
    shown = {name: getattr(facts, name) for name in _names(type(facts)) if name not in left_out}
    return {"code": facts.code, **{name: plain(value, language) for name, value in shown.items()}}


def plain(value: object, language: Language) -> Any:  # noqa: ANN401  # JSON has no better type
    """Return a value as JSON holds it: no NaN, no infinity, no lone surrogate; floats with six digits."""
    match value:
        case None | bool() | int():
            return value
        case float():
            return _float(value)
        case str():
            return clean(value)
        case LocalizedText():
            return clean(value.in_language(language))
        case Fraction():
            return plain(float(value), language)
        case tuple() if all(type(item) is float for item in cast("tuple[Any, ...]", value)):
            return _floats(cast("tuple[float, ...]", value))
        case tuple() | list() | frozenset() | set():
            return [plain(item, language) for item in cast("tuple[Any, ...]", value)]
        case Mapping():
            return {clean(str(key)): plain(item, language) for key, item in cast("Mapping[Any, Any]", value).items()}
        case StepWitness():
            tables = {name: dict(getattr(value, name)) for name in ("sizes", "values", "at")}
            return plain({**tables, "left": value.left, "right": value.right}, language)
        case StepRepair():
            shown = {name: getattr(value, name) for name in ("latex", "says", "side", "edit")}
            return plain(shown, language)
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name), language) for each in fields(value)}
        case _:
            return clean(str(value))


def _float(value: float) -> float | int | str:
    return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else plain_float(value)


def _floats(values: tuple[float, ...]) -> list[float | int | str]:
    """Return numbers as ``plain`` does: pictures have hundreds, most of them neither whole nor odd."""
    return [
        float(f"{value:.6g}") if math.isfinite(value) and not value.is_integer() else _float(value) for value in values
    ]
