"""Files by Landlock: which of its rights are granted where."""

import os
import struct
from contextlib import suppress
from typing import Final

from . import kernel
from .paths import READABLE, WRITABLE, interpreter_paths, program_paths

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG, _MAKE_SYM = 16, 32, 128, 256, 4096
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_RIGHTS_BY_ABI: Final = (0, 13, 14, 15, 15, 16, 16)
"""How many of the file rights each version knows."""
_TCP: Final = 3
_SCOPES: Final = 3
_ABI_TCP, _ABI_SCOPE = 4, 6

_READ: Final = _READ_FILE | _READ_DIR
_OWN: Final = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SYM | _REFER | _TRUNCATE
_ONLY_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE


def confines_signals() -> bool:
    """Whether this kernel's Landlock keeps signals inside."""
    return kernel.landlock_abi() >= _ABI_SCOPE


def make_ruleset(work: str, *, allow_programs: bool) -> int:
    """Return a ruleset that lets a hand-in read libraries, write its own folder, and nothing else.

    Args:
        work: the hand-in's folder.
        allow_programs: whether the system's programs may be run.

    Raises:
        OSError: when the kernel has no Landlock.
    """
    abi = kernel.landlock_abi()
    known = (1 << _RIGHTS_BY_ABI[min(abi, len(_RIGHTS_BY_ABI) - 1)]) - 1
    ruleset = kernel.landlock_create(_attributes(abi, known))
    rows = [(path, _READ) for path, _ in READABLE]
    rows += [(path, _READ) for path in interpreter_paths()]
    rows += [(path, _READ_FILE | _WRITE_FILE) for path, _ in WRITABLE]
    if allow_programs:
        rows += [(path, _READ | _EXECUTE) for path in program_paths()]
    rows.append((work, _OWN))
    for path, rights in rows:
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):  # rows for other systems
            most = known if os.path.isdir(path) else known & _ONLY_FILES  # noqa: PTH112
            kernel.landlock_allow(ruleset, rights & most, path)
    return ruleset


def make_fence() -> "int | None":
    """Return a ruleset that only keeps signals and traces inside, or None where Landlock cannot."""
    if not confines_signals():
        return None
    return kernel.landlock_create(struct.pack("=QQQ", 0, 0, _SCOPES))


def _attributes(abi: int, known: int) -> bytes:
    if abi >= _ABI_SCOPE:
        return struct.pack("=QQQ", known, _TCP, _SCOPES)
    if abi >= _ABI_TCP:
        return struct.pack("=QQ", known, _TCP)
    return struct.pack("=Q", known)
