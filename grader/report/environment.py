"""The templates, compiled once for each language."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.model.text import Language, LocalizedText
from grader.report import spans
from grader.report.catalogue import Catalogue, catalogue
from grader.report.numbers import number_text
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
    made.filters |= {
        "code": spans.mark_code,
        "text": spans.mark_text,
        "formula": spans.mark_formula,
        "prose": lambda text: spans.mark_prose(_localized(text, language)),
        "shape": _shape,
        "meaning": lambda key, family: spans.mark_text(words.meaning(str(key), family)),
        "wanted": lambda key: _wanted(str(key), words),
        "count": words.count,
        "pages": lambda pages: _pages(str(pages), words),
        "seconds": lambda limit, clock: words.say(
            f"clock.{'cpu' if clock == 'cpu' else 'wall'}", n=number_text(limit, language).replace(" ", NO_BREAK)
        ),
        "mebibytes": lambda size: f"{number_text(size / _MEBIBYTE, language)}{NO_BREAK}{words.say('unit.mebibyte')}",
        "place": lambda facts: place_words(facts, words),
        "shown": spans.to_markup,
    }
    made.globals |= {"say": words.say, "count": words.count, "lang": language}
    return made


def _localized(text: LocalizedText | str, language: Language) -> str:
    return text if isinstance(text, str) else text.in_language(language)


def _shape(shape: Sequence[int]) -> Markup:
    sizes = ", ".join(str(size) for size in shape)
    return spans.mark_code(f"({sizes},)" if len(shape) == 1 else f"({sizes})")


def _wanted(key: str, words: Catalogue) -> Markup:
    kind, _, count = key.rpartition("_of_")
    if kind == "tuple" and count.isdecimal():
        return spans.mark_text(words.say("tuple_of", n=count))
    return spans.mark_text(words.meaning(key, "wanted"))


def _pages(pages: str, words: Catalogue) -> str:
    try:
        number = float(pages)
    except ValueError:
        number = 2.0
    shown = pages.replace(".", ",") if words.language == "fr" else pages
    return words.count("pages", number, shown)
