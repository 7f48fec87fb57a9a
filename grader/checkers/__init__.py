"""What judges one answer: small frozen classes, their fields the rubric's parameters."""

from collections.abc import Mapping
from types import MappingProxyType

from grader.checkers.agreement import Agreement
from grader.checkers.law import Property
from grader.checkers.sampling import Sampling
from grader.checkers.symbolic import Symbolic
from grader.checkers.text_review import TextReview
from grader.checkers.theory.derivation import Derivation
from grader.checkers.theory.final_answer import FinalAnswer
from grader.checkers.theory.intermediate import Intermediate
from grader.checkers.theory.person import Person
from grader.checkers.values import Values
from grader.checkers.witness import Witness
from grader.model.checker import Checker

BUILTIN: Mapping[str, type[Checker]] = MappingProxyType({
    "agreement": Agreement,
    "derivation": Derivation,
    "final_answer": FinalAnswer,
    "intermediate": Intermediate,
    "person": Person,
    "property": Property,
    "sampling": Sampling,
    "symbolic": Symbolic,
    "text_review": TextReview,
    "values": Values,
    "witness": Witness,
})
"""The checkers that a rubric can name; courses add theirs by the entry-point group ``grader.checkers``."""
