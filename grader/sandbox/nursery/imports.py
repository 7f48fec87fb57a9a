"""What is imported before any hand-in, and how it is called."""

import importlib
import platform
import sys
from contextlib import suppress
from typing import Final

_ALSO: Final = {"numpy": ("numpy.linalg", "numpy.ma", "numpy.random")}
"""What a package would import only when it is used: once here is cheaper than in each hand-in."""


def import_modules(names: "tuple[str, ...]") -> None:
    """Import modules, leaving out what is not there or does not work."""
    for name in (*names, *(part for each in names for part in _ALSO.get(each, ()))):
        with suppress(Exception):
            importlib.import_module(name)


def environment(preload: "tuple[str, ...]") -> str:
    """Return the interpreter's and the imported modules' versions in words."""
    words = [f"{platform.python_implementation().lower().replace('cpython', 'python')} {platform.python_version()}"]
    for name in preload:
        module = sys.modules.get(name)
        if module is not None:
            words.append(f"{name} {getattr(module, '__version__', '?')}")
    return ", ".join(words)
