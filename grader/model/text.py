"""Sentences for people, in the languages we speak."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One sentence in English and French.

    May hold LaTeX formulas between dollar signs; the report renders them.
    """

    en: str
    fr: str

    def in_language(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return self.fr if language == "fr" else self.en
