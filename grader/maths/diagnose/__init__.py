"""Diagnosing wrong answers: which small slip explains them."""

from grader.maths.diagnose.search import Diagnosis, Slip, diagnose

__all__ = ["Diagnosis", "Slip", "diagnose"]
