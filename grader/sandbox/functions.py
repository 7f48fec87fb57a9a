"""The functions that a student's function may be given, by name."""

from collections.abc import Callable
from typing import Any

from grader.sandbox.nursery.functions import LIBRARY


def library_function(name: str) -> Callable[[Any], Any]:
    """Return a function of the library; the nursery has the same.

    Raises:
        KeyError: naming those that there are.
    """
    if name not in LIBRARY:
        msg = f"no function {name!r} in the library; there are {', '.join(sorted(LIBRARY))}"
        raise KeyError(msg)
    return LIBRARY[name]
