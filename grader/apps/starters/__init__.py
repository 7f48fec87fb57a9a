"""What students start from: the reference with its solutions taken out."""

from grader.apps.starters.marks import SolutionMarkError, without_solutions
from grader.apps.starters.module import Starter, Stub, read_starter
from grader.apps.starters.notebook import starter_notebook
from grader.apps.starters.template import starter_template

__all__ = [
    "SolutionMarkError",
    "Starter",
    "Stub",
    "read_starter",
    "starter_notebook",
    "starter_template",
    "without_solutions",
]
