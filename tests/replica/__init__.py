"""Gradescope's container, imitated: its layout, its rights, its limits."""
