"""Whether a process still is as loading left it, so that another function may be called in it.

A fork for each function lets none depend on what another did, and costs several milliseconds. Most hand-ins need none
of it: their functions compute and return. This looks afterwards whether that was so. Anything unknown, and any
difference, means that the next function gets a fork of its own.

It is no wall against a hand-in that wants to deceive: that one deceives itself alone, since the process holds its own
code and its own inputs, nothing of ours.
"""

import builtins
import sys
import warnings
from typing import Any

from .folder import Folder
from .loading import Loader
from .reachable import Reachable


class AsLoaded:
    """Remembers how loading left a process, and says whether it is still so."""

    def __init__(self, loader: Loader, folder: Folder) -> None:
        """Look at what loading left.

        Args:
            loader: has loaded the hand-in.
            folder: was saved after loading.
        """
        self._spaces: list[dict[str, Any]] = [each.module.__dict__ for each in loader.loaded.values()]
        self._folder = folder
        self._registries = [dict(each.get("__warningregistry__", {})) for each in self._spaces]
        self._reachable = self._look() if loader.is_plain and _is_alone() else None

    def holds(self) -> bool:
        """Whether nothing has changed that another function could notice."""
        try:
            return (
                self._reachable is not None
                and _is_alone()
                and self._folder.is_as_saved()
                and self._reachable.is_unchanged()
            )
        except Exception:  # the student's classes may do anything when they are looked at
            return False

    def forget_warnings(self) -> None:
        """Let each function warn as if it were the first: what it prints must not depend on what was shown before."""
        for space, registry in zip(self._spaces, self._registries, strict=True):
            if "__warningregistry__" in space:
                space["__warningregistry__"] = dict(registry)
        with warnings.catch_warnings():
            pass  # leaving it puts every registry out of date

    def _look(self) -> "Reachable | None":
        try:
            return Reachable(self._spaces, vars(builtins))
        except Exception:  # it says that it does not know, or a class of the student's raised
            return None


def _is_alone() -> bool:
    return len(sys._current_frames()) == 1  # pyright: ignore[reportPrivateUsage]  # every thread, however started
