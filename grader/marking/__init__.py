"""Observe, judge, mark: one submission."""
