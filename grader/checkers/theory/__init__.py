"""Checkers of written answers: derivations, final answers, results on the way, what a person judges."""
