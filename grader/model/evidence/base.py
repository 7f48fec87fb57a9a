"""The base of all evidence."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Evidence:
    """The base of all facts; ``code`` is part of the report's contract."""

    code: ClassVar[str] = ""
    staff_fields: ClassVar[frozenset[str]] = frozenset()
    staff_only: ClassVar[bool] = False
    page_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that only pages show: drawings, too long for JSON and sentences."""


def all_evidence_classes() -> tuple[type[Evidence], ...]:
    """Return every evidence class with a code, each once."""
    found: dict[tuple[str, str], type[Evidence]] = {}
    open_classes: list[type[Evidence]] = [Evidence]
    while open_classes:
        for sub in open_classes.pop().__subclasses__():
            # A slotted dataclass is a second class of the same name; the first one lingers until it is collected.
            found[sub.__module__, sub.__qualname__] = sub
            open_classes.append(sub)
    return tuple(found.values())
