"""Writers of formulas: trees to LaTeX and MathML."""

from grader.maths.writing.markup import to_latex, to_mathml

__all__ = ["to_latex", "to_mathml"]
