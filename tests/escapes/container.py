"""An ordinary container as a table: what Docker leaves root, and which system calls its default profile refuses.

Written from the profile's rules for a container without added capabilities. It is stated the other way round, as a list
of what is refused, since everything else goes ahead.
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass
from typing import Any, Final

CAPABILITIES: Final[tuple[tuple[str, int], ...]] = (
    ("CHOWN", 0), ("DAC_OVERRIDE", 1), ("FOWNER", 3), ("FSETID", 4), ("KILL", 5), ("SETGID", 6), ("SETUID", 7),
    ("SETPCAP", 8), ("NET_BIND_SERVICE", 10), ("NET_RAW", 13), ("SYS_CHROOT", 18), ("MKNOD", 27), ("AUDIT_WRITE", 29),
    ("SETFCAP", 31),
)  # fmt: skip
"""The fourteen that root keeps in a container by default."""
_LAST_CAPABILITY: Final = 40


@dataclass(frozen=True, slots=True)
class Refused:
    """System calls that the profile refuses, with the reason; numbers on x86-64 and AArch64 (None: no such call)."""

    reason: str
    calls: tuple[tuple[str, int | None, int | None], ...]
    error: int = errno.EPERM


@dataclass(frozen=True, slots=True)
class RefusedFor:
    """A system call that is refused when an argument has any of ``bits``, or (``is_value``) is that very value."""

    reason: str
    name: str
    numbers: tuple[int, int]
    argument: int
    bits: int
    is_value: bool = False


REFUSED: Final[tuple[Refused, ...]] = (
    Refused("needs CAP_SYS_ADMIN: file systems", (("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41),
            ("fsopen", 430, 430), ("fsconfig", 431, 431), ("fsmount", 432, 432), ("fspick", 433, 433),
            ("open_tree", 428, 428), ("move_mount", 429, 429), ("mount_setattr", 442, 442))),
    Refused("needs CAP_SYS_ADMIN: namespaces", (("unshare", 272, 97), ("setns", 308, 268))),
    Refused("a filter cannot see its flags: libraries fall back on clone", (("clone3", 435, 435),), errno.ENOSYS),
    Refused("needs CAP_BPF or CAP_SYS_ADMIN", (("bpf", 321, 280), ("perf_event_open", 298, 241))),
    Refused("needs CAP_SYS_ADMIN: the machine's names, disks and quotas", (("sethostname", 170, 161),
            ("setdomainname", 171, 162), ("quotactl", 179, 60), ("syslog", 103, 116))),
    Refused("needs CAP_SYS_PTRACE", (("kcmp", 312, 272), ("pidfd_getfd", 438, 438), ("process_madvise", 440, 440))),
    Refused("needs CAP_SYS_NICE", (("get_mempolicy", 239, 236), ("mbind", 237, 235), ("set_mempolicy", 238, 237),
            ("move_pages", 279, 239), ("migrate_pages", 256, 238))),
    Refused("needs CAP_DAC_READ_SEARCH: files by handle", (("open_by_handle_at", 304, 265),)),
    Refused("needs CAP_SYS_MODULE", (("init_module", 175, 105), ("finit_module", 313, 273),
            ("delete_module", 176, 106))),
    Refused("needs CAP_SYS_BOOT", (("reboot", 169, 142), ("kexec_load", 246, 104), ("kexec_file_load", 320, 294))),
    Refused("needs CAP_SYS_TIME", (("settimeofday", 164, 170), ("clock_settime", 227, 112))),
    Refused("needs CAP_SYS_PACCT", (("acct", 163, 89),)),
    Refused("needs CAP_SYS_RAWIO", (("iopl", 172, None), ("ioperm", 173, None))),
    Refused("swapping is the machine's", (("swapon", 167, 224), ("swapoff", 168, 225))),
    Refused("keys are not confined to a container", (("add_key", 248, 217), ("request_key", 249, 218),
            ("keyctl", 250, 219))),
    Refused("a way into the kernel", (("userfaultfd", 323, 282), ("io_uring_setup", 425, 425),
            ("io_uring_enter", 426, 426), ("io_uring_register", 427, 427))),
    Refused("obsolete", (("uselib", 134, None), ("ustat", 136, None), ("sysfs", 139, None), ("_sysctl", 156, None),
            ("nfsservctl", 180, 42), ("lookup_dcookie", 212, 18), ("vhangup", 153, 58))),
)  # fmt: skip

REFUSED_FOR: Final[tuple[RefusedFor, ...]] = (
    RefusedFor("needs CAP_SYS_ADMIN: new namespaces", "clone", (56, 220), 0, 0x7E02_0000),
    RefusedFor("sockets to the machine that hosts this one", "socket", (41, 198), 0, 40, is_value=True),
    RefusedFor("anything but the usual execution domains", "personality", (135, 92), 0, 0xFFFD_FFF7),
)

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
_ARCHITECTURES: Final = {"x86_64": (0, 0xC000_003E), "aarch64": (1, 0xC000_00B7)}
_SECCOMP: Final = (317, 277)
_CAPSET: Final = (126, 91)
_PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _CLEAR_ALL = 24, 47, 4

_library: Any = ctypes.CDLL(None, use_errno=True)


def enter_container() -> None:
    """Shut this process in as a container would: the profile while root may still load one, then the capabilities.

    Raises:
        OSError: when the kernel does not let us.
        KeyError: on a machine whose system calls are not tabled.
    """
    column, _ = _ARCHITECTURES[platform.machine()]
    program = profile()
    body = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(body)))
    _check(_library.syscall(_SECCOMP[column], 1, 0, header))
    kept = {number for _, number in CAPABILITIES}
    for number in range(_LAST_CAPABILITY + 1):
        if number not in kept:
            _check(_library.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0))
    _library.prctl(_PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    mask = sum(1 << number for number in kept)
    sets = struct.pack("6I", mask, mask, 0, 0, 0, 0)
    _check(_library.syscall(_CAPSET[column], struct.pack("Ii", 0x2008_0522, 0), sets))


def profile() -> bytes:
    """Return the profile as a program for the kernel's filter."""
    column, architecture = _ARCHITECTURES[platform.machine()]
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for row in REFUSED:
        for _, *numbers in row.calls:
            if numbers[column] is not None:
                lines += [(_EQUAL, 0, 1, numbers[column] or 0), (_RETURN, 0, 0, _ERRNO | row.error)]
    for rule in REFUSED_FOR:
        test = (_EQUAL if rule.is_value else _ANY_BIT, 0, 1, rule.bits)
        block = [(_LOAD, 0, 0, 16 + 8 * rule.argument), test, (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
        lines += [(_EQUAL, 0, len(block) + 1, rule.numbers[column]), *block, (_RETURN, 0, 0, _ALLOW)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _check(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
