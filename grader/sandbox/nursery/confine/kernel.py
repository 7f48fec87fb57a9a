"""The kernel's calls that Python has no name for."""

import ctypes
import os
import platform
import struct
from typing import Any, Final

MACHINES: Final = {"x86_64": 0, "aarch64": 1}
"""Machines whose system calls are tabled, and their column."""

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38

_SECCOMP: Final = (317, 277)
_CAPSET: Final = (126, 91)
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPABILITIES_VERSION_3: Final = 0x20080522

_library: Any = ctypes.CDLL(None, use_errno=True)


def column() -> "int | None":
    """Return this machine's column in the tables of system calls, or None where it has none."""
    if struct.calcsize("P") != 8:
        return None  # a 32-bit process on a 64-bit kernel makes other calls
    return MACHINES.get(platform.machine())


def prctl(option: int, argument: int) -> None:
    """Set one of this process's attributes (prctl).

    Raises:
        OSError: when it fails.
    """
    _check(_library.prctl(option, ctypes.c_ulong(argument), 0, 0, 0))


def install_filter(program: bytes, flags: int) -> int:
    """Install a seccomp filter, eight bytes an instruction, and return what the call returns (a listener, with flags).

    Raises:
        OSError: when it fails.
    """
    machine = column()
    if machine is None:
        raise OSError("no table of system calls for this machine")
    body = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(body)))
    return _check(_library.syscall(_SECCOMP[machine], 1, flags, header))


def landlock_abi() -> int:
    """Return the version of Landlock that the kernel has; 0 for none."""
    return max(0, int(_library.syscall(_LANDLOCK_CREATE, None, 0, 1)))


def landlock_create(attributes: bytes) -> int:
    """Return the descriptor of a new ruleset.

    Raises:
        OSError: when it fails.
    """
    return _check(_library.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0))


def landlock_allow(ruleset: int, rights: int, path: str) -> None:
    """Allow rights on a file or below a folder.

    Raises:
        OSError: when there is no such path, or it fails.
    """
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        _check(_library.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, place), 0))
    finally:
        os.close(place)


def landlock_restrict(ruleset: int) -> None:
    """Put this process under a ruleset.

    Raises:
        OSError: when it fails.
    """
    _check(_library.syscall(_LANDLOCK_RESTRICT, ruleset, 0))


def drop_capabilities() -> None:
    """Give up every capability of this process.

    Raises:
        OSError: when it fails.
    """
    set_capabilities(struct.pack("Ii", _CAPABILITIES_VERSION_3, 0), bytes(24))


def set_capabilities(header: bytes, sets: bytes) -> None:
    """Set this process's capabilities: effective, permitted and inheritable, low halves and then high ones.

    Raises:
        OSError: when it fails.
    """
    machine = column()
    if machine is None:
        raise OSError("no table of system calls for this machine")
    _check(_library.syscall(_CAPSET[machine], header, sets))


def unshare(flags: int) -> None:
    """Leave namespaces for new ones.

    Raises:
        OSError: when it fails.
    """
    _check(_library.unshare(flags))


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)
