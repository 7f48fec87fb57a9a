"""The words of reports that stand outside sentences: labels, short keys' meanings, plurals. One file a language."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from grader.model.text import Language
from grader.report.typesetting import NO_BREAK, typeset

_KEY = re.compile(r"[a-z]+(?:_[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language."""

    language: Language
    words: dict[str, str]

    def say(self, name: str, /, **values: object) -> str:
        """Return the words of that name, filled in.

        Args:
            name: dotted, e.g. ``label.returned``.
            values: for the braces in the words.

        Raises:
            KeyError: when the catalogue has no such words.
        """
        words = self.words[name]
        return words.format(**values) if values else words

    def count(self, name: str, number: int | float, shown: str | None = None) -> str:
        """Return words that depend on a number, such as ``3 criteria``; French is singular below two.

        Args:
            name: there are words ``name.one`` and ``name.many``.
            number: what is counted.
            shown: the number as text, if not as it is.
        """
        one = abs(number) < 2 if self.language == "fr" else abs(number) == 1  # the language's rule
        return self.say(f"{name}.one" if one else f"{name}.many", n=shown or str(number))

    def meaning(self, key: str, family: str) -> str:
        """Return what a short key of an evidence field means, or the key itself in words.

        Args:
            key: e.g. ``wrong_count``; may be anything, since facts may come from checkers of a course's own.
            family: the group of keys, e.g. ``wanted``.
        """
        words = self.words.get(f"{family}.{key}")
        if words is not None:
            return words
        return key.replace("_", " ") if _KEY.fullmatch(key) else key

    def date(self, day: datetime) -> str:
        """Return a day in words, such as ``25 November 2026``."""
        words = self.say("date", day=day.day, month=self.words[f"month.{day.month}"], year=day.year)
        return words.replace(" ", NO_BREAK)


@cache
def catalogue(language: Language) -> Catalogue:
    """Return the words of a language."""
    text = files("grader.report").joinpath(f"words.{language}.json").read_text(encoding="utf-8")
    return Catalogue(language, {name: typeset(each, language) for name, each in _flat(json.loads(text), "").items()})


def _flat(tree: dict[str, Any], prefix: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, str):
            words[prefix + name] = value
        else:
            words |= _flat(value, f"{prefix}{name}.")
    return words
