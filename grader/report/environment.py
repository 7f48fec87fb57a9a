"""The templates, compiled once for each language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.model.text import Language, LocalizedText
from grader.report import spans
from grader.report.catalogue import Catalogue, catalogue
from grader.report.numbers import localized_number, number_text
from grader.report.place import place_words
from grader.report.typesetting import NO_BREAK

_MEBIBYTE = 1024 * 1024


@cache
def environment(language: Language) -> Environment:
    """Return the environment of a language: every value escaped, every name known."""
    words = catalogue(language)
    made = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    said = _Filters(words)
    filters: dict[str, Callable[..., str]] = {
        "code": spans.mark_code,
        "text": spans.mark_text,
        "formula": spans.mark_formula,
        "prose": said.prose,
        "shape": said.shape,
        "meaning": said.meaning,
        "wanted": said.wanted,
        "count": words.count,
        "pages": said.pages,
        "seconds": said.seconds,
        "mebibytes": said.mebibytes,
        "place": said.place,
    }
    cast("dict[str, object]", made.filters).update(filters)
    cast("dict[str, object]", made.globals).update(say=words.say, count=words.count, lang=language)
    return made


@dataclass(frozen=True, slots=True)
class _Filters:
    """What templates call to set facts in the words of a language."""

    words: Catalogue

    def prose(self, text: LocalizedText | str) -> Markup:
        return spans.mark_prose(text if isinstance(text, str) else text.in_language(self.words.language))

    def shape(self, shape: Sequence[int]) -> Markup:
        sizes = ", ".join(str(size) for size in shape)
        return spans.mark_code(f"({sizes},)" if len(shape) == 1 else f"({sizes})")

    def meaning(self, key: str, family: str) -> Markup:
        return spans.mark_text(self.words.meaning(key, family))

    def wanted(self, key: str) -> Markup:
        kind, _, count = key.rpartition("_of_")
        if kind == "tuple" and count.isdecimal():
            return spans.mark_text(self.words.say("tuple_of", n=count))
        return spans.mark_text(self.words.meaning(key, "wanted"))

    def pages(self, pages: str) -> Markup:
        try:
            number = float(pages)
        except ValueError:
            number = 2.0
        return spans.mark_text(self.words.count("pages", number, localized_number(pages, self.words.language)))

    def seconds(self, limit: float, clock: str) -> str:
        shown = number_text(limit, self.words.language)
        return self.words.say(f"clock.{'cpu' if clock == 'cpu' else 'wall'}", n=shown)

    def mebibytes(self, size: int) -> str:
        shown = number_text(size / _MEBIBYTE, self.words.language)
        return f"{shown}{NO_BREAK}{self.words.say('unit.mebibyte')}"

    def place(self, facts: object) -> Markup:
        return place_words(facts, self.words)
