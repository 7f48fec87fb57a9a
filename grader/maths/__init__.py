"""Formulas: reading, writing, comparing, diagnosing."""
