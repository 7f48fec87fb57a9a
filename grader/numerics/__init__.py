"""Arrays: comparing values, multisets, random output."""
