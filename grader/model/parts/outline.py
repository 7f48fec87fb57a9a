"""The parts that a rubric asks for, as questions with numbered parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ID = re.compile(r"[A-Za-z]*(\d+)(?:[._-]?(\w+))?$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}


@dataclass(frozen=True, slots=True)
class Outline:
    """Questions by number, each with its part ids in order; a question without parts is its own only part."""

    questions: dict[int, tuple[str, ...]]

    @classmethod
    def of(cls, part_ids: Sequence[str]) -> "Outline":
        """Return the outline of part ids such as ``Q1``, ``Q2.1``, ``Q3.a``; what has no number stands by itself."""
        questions: dict[int, list[str]] = {}
        for each in part_ids:
            match = _ID.match(each)
            if match:
                questions.setdefault(int(match.group(1)), []).append(each)
        return cls({number: tuple(ids) for number, ids in questions.items()})

    @property
    def parts(self) -> tuple[str, ...]:
        """All part ids, in order."""
        return tuple(each for ids in self.questions.values() for each in ids)

    def question_of(self, part_id: str) -> int | None:
        """Return the number of the question that a part belongs to."""
        return next((number for number, ids in self.questions.items() if part_id in ids), None)

    def is_divided(self, question: int) -> bool:
        """Return whether a question has parts of its own."""
        ids = self.questions[question]
        return len(ids) > 1 or any("." in each for each in ids)

    def part(self, question: int, token: str) -> str | None:
        """Return the part of a question that ``1``, ``a``, ``A``, ``ii`` names, whichever way the rubric counts."""
        ids = self.questions[question]
        lowered = token.lower()
        for each in ids:
            if re.split(r"[._-]", each)[-1].lower() == lowered and self.is_divided(question):
                return each
        ordinal = ordinal_of(lowered)
        return ids[ordinal - 1] if ordinal is not None and 1 <= ordinal <= len(ids) else None


def ordinal_of(token: str) -> int | None:
    """Return the number that ``3``, ``c`` or ``iii`` stands for; a lone ``i`` or ``v`` counts as Roman."""
    if token.isdigit():
        return int(token)
    if token in _ROMAN:
        return _ROMAN[token]
    return ord(token) - ord("a") + 1 if len(token) == 1 and token.isascii() and token.isalpha() else None


def style_of(token: str) -> str:
    """Return how a token counts: ``digit``, ``roman`` or ``letter``."""
    if token.isdigit():
        return "digit"
    return "roman" if token.lower() in _ROMAN else "letter"
