"""Finds each part's answer in what was handed in: modules, notebooks, LaTeX, text, archives of them."""

from typing import TYPE_CHECKING

from grader.model.lazy import offered

if TYPE_CHECKING:
    from grader.intake.hand_ins import find_class, find_hand_ins, load_hand_in
    from grader.intake.layouts.hand_in import Author, ClassFolder, HandIn, Layout
    from grader.intake.limits import CLASS_LIMITS, DEFAULT_LIMITS, IntakeLimits
    from grader.intake.load import load_submission
    from grader.intake.sections import find_sections, prose_of

__all__ = [
    "CLASS_LIMITS",
    "DEFAULT_LIMITS",
    "Author",
    "ClassFolder",
    "HandIn",
    "IntakeLimits",
    "Layout",
    "find_class",
    "find_hand_ins",
    "find_sections",
    "load_hand_in",
    "load_submission",
    "prose_of",
]

__getattr__ = offered(
    __name__,
    {
        "hand_ins": ("find_class", "find_hand_ins", "load_hand_in"),
        "layouts.hand_in": ("Author", "ClassFolder", "HandIn", "Layout"),
        "limits": ("CLASS_LIMITS", "DEFAULT_LIMITS", "IntakeLimits"),
        "load": ("load_submission",),
        "sections": ("find_sections", "prose_of"),
    },
)
