"""How a hand-in's process shuts itself in: tables of what is allowed, and the system's means, by ctypes alone."""
