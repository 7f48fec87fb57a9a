"""A reference of four functions."""
