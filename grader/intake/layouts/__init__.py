"""How learning platforms lay out the download of a class; each layout is recognised by looking at names alone."""
