"""Finds each part's answer in what was handed in: modules, notebooks, LaTeX, text, archives of them."""

from grader.intake.limits import CLASS_LIMITS, DEFAULT_LIMITS, IntakeLimits
from grader.intake.load import load_submission
from grader.intake.sections import find_sections, prose_of

__all__ = ["CLASS_LIMITS", "DEFAULT_LIMITS", "IntakeLimits", "find_sections", "load_submission", "prose_of"]
