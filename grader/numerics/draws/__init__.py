"""Inputs: how a rubric says them, and how they are drawn from a seed."""

from grader.numerics.draws.generate import Case, draw_cases
from grader.numerics.draws.specs import Draws, Spec

__all__ = ["Case", "Draws", "Spec", "draw_cases"]
