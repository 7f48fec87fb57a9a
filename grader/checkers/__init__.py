"""What judges one answer: small frozen classes, their fields the rubric's parameters."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from grader.model.checker import Checker


class LazyCheckers(Mapping[str, type[Checker]]):
    """Checkers by name, each imported when it is first asked for: a homework in code needs no reader of formulas."""

    def __init__(self, places: Mapping[str, str], loaded: Mapping[str, type[Checker]] | None = None) -> None:
        """Take the places where checkers stand, ``module:Class`` below this package, and those that are there."""
        self._places = dict(places)
        self._loaded = dict(loaded or {})

    def __getitem__(self, name: str) -> type[Checker]:
        """Return a checker; raises ``KeyError`` for a name that nobody offers."""
        if name not in self._loaded:
            module, _, cls = self._places[name].partition(":")
            self._loaded[name] = getattr(import_module(f"{__name__}.{module}"), cls)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        """Whether somebody offers a checker of that name."""
        return name in self._places or name in self._loaded

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter({**self._places, **self._loaded})

    def __len__(self) -> int:
        """Return how many there are."""
        return len({**self._places, **self._loaded})

    def beside(self, others: Mapping[str, type[Checker]]) -> "LazyCheckers":
        """Return these checkers and others."""
        return LazyCheckers(self._places, {**self._loaded, **others})


BUILTIN = LazyCheckers({
    "agreement": "agreement:Agreement",
    "by_hand": "by_hand:ByHand",
    "derivation": "theory.derivation:Derivation",
    "final_answer": "theory.final_answer:FinalAnswer",
    "intermediate": "theory.intermediate:Intermediate",
    "person": "theory.person:Person",
    "property": "law:Property",
    "readable": "theory.readable:Readable",
    "sampling": "sampling:Sampling",
    "symbolic": "symbolic:Symbolic",
    "test_code": "testing.checker:TestCode",
    "text_review": "text_review:TextReview",
    "values": "values:Values",
    "witness": "witness:Witness",
})
"""The checkers that a rubric can name; courses add theirs by the entry-point group ``grader.checkers``."""
