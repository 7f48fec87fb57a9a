"""What is imported before any hand-in, and how it is called."""

import importlib
import os
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


def environment(names: "tuple[str, ...]") -> str:
    """Return the interpreter's and the modules' versions in words; a module need not be imported to be named."""
    words = [f"{platform.python_implementation().lower().replace('cpython', 'python')} {platform.python_version()}"]
    for name in names:
        module = sys.modules.get(name)
        version = getattr(module, "__version__", "?") if module is not None else _installed_version(name)
        if version:
            words.append(f"{name} {version}")
    return ", ".join(words)


def _installed_version(name: str) -> str:
    # By the folder that installers leave: what reads it properly would cost every fork its own pages.
    for path in sys.path:
        with suppress(OSError):
            for entry in sorted(os.listdir(path or ".")):  # noqa: PTH208  # no pathlib here
                if entry.startswith(f"{name}-") and entry.endswith(".dist-info"):
                    return entry.removeprefix(f"{name}-").removesuffix(".dist-info")
    return ""
