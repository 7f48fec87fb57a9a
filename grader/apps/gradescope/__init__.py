"""Gradescope: the zip that is uploaded, and what runs in its container."""
