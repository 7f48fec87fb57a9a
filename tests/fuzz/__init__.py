"""Fuzzing of what reads untrusted bytes: briefly in the suite, for long by hand."""
