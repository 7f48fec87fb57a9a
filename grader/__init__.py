"""Grade mathematical homework: code, notebooks and LaTeX, by one rubric."""

__version__ = "0.1.0"
