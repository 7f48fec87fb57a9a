"""A user id of one's own, and a library that such a user can still read."""

import fcntl
import os
import stat
import sys
from typing import Any, cast

from . import kernel

_FIRST_DESCRIPTOR = 1000
"""Above any limit on open files, so that these do not count."""


def become(uid: int) -> None:
    """Take a user and group id of one's own, for good.

    Raises:
        OSError: when that is not allowed here.
    """
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def is_reachable(path: str) -> bool:
    """Whether any user can reach a folder: every folder above it lets others through, itself too."""
    while True:
        if not os.stat(path).st_mode & stat.S_IXOTH:  # noqa: PTH116  # no pathlib here
            return False
        parent = os.path.dirname(path)  # noqa: PTH120
        if parent == path:
            return True
        path = parent


def keep_libraries_reachable() -> "tuple[str, ...]":
    """Make what is imported later importable for a user who cannot walk to it (a Python below ``/root``, say).

    A folder that is open already is reached through ``/proc/self/fd``, whatever the folders above it allow.

    Returns:
        The folders that are reached in this way.
    """
    moved: dict[str, str] = {}
    for path in sys.path:
        if os.path.isdir(path) and not is_reachable(os.path.realpath(path)):  # noqa: PTH112
            opened = os.open(path, os.O_PATH | os.O_DIRECTORY)
            moved[path] = f"/proc/self/fd/{fcntl.fcntl(opened, fcntl.F_DUPFD, _FIRST_DESCRIPTOR)}"
            os.close(opened)
    if moved:
        sys.path[:] = [moved.get(path, path) for path in sys.path]
        for module in list(sys.modules.values()):
            _move_package(module, moved)
        sys.path_importer_cache.clear()
    return tuple(moved)


def _move_package(module: object, moved: "dict[str, str]") -> None:
    found: Any = getattr(module, "__path__", None)
    if not isinstance(found, list):
        return
    places = cast("list[str]", found)
    for path in sorted(moved, key=len, reverse=True):
        for at, place in enumerate(places):
            if place.startswith(f"{path}/"):
                places[at] = moved[path] + place[len(path) :]


def drop_privileges() -> None:
    """Give up every capability, and whatever an executed file might give.

    Raises:
        OSError: when the kernel does not do it.
    """
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
