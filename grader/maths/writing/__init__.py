"""Writers of formulas: trees to LaTeX and MathML."""
