"""Untrusted programs: run, watched, limited; only plain data comes back."""
