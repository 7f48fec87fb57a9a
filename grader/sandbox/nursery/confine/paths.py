"""Files that a hand-in's processes may read, beside their own folder. Data, a reason per row."""

import os
import sys
import sysconfig
from typing import Final

READABLE: Final[tuple[tuple[str, str], ...]] = (
    ("/usr/lib", "shared libraries; the system's own Python"),
    ("/usr/lib64", "shared libraries"),
    ("/usr/local/lib", "shared libraries; a Python beside the system's"),
    ("/usr/local/lib64", "shared libraries"),
    ("/lib", "shared libraries"),
    ("/lib64", "shared libraries"),
    ("/etc/ld.so.cache", "where shared libraries are"),
    ("/etc/localtime", "the machine's time zone"),
    ("/usr/share/zoneinfo", "time zones"),
    ("/usr/share/fonts", "plots are drawn with them"),
    ("/usr/share/locale", "names of languages"),
    ("/etc/fonts", "where the fonts are"),
    ("/dev/urandom", "random numbers"),
    ("/dev/random", "random numbers"),
    ("/proc/cpuinfo", "libraries choose their code by it"),
    ("/proc/meminfo", "libraries size their buffers by it"),
    ("/proc/stat", "the number of processors"),
    ("/proc/sys/vm/overcommit_memory", "allocators ask"),
    ("/sys/devices/system/cpu", "libraries count processors"),
    ("/sys/devices/system/node", "the same"),
)

WRITABLE: Final[tuple[tuple[str, str], ...]] = (("/dev/null", "output that nobody wants"),)

PROGRAMS: Final[tuple[tuple[str, str], ...]] = (
    ("/bin", "programs, where the rubric allows them"),
    ("/usr/bin", "the same"),
    ("/usr/local/bin", "the same"),
    ("/lib", "the programs' loader and libraries"),
    ("/lib64", "the same"),
    ("/usr/lib", "the same"),
    ("/usr/lib64", "the same"),
    ("/usr/local/lib", "the same"),
)


def interpreter_paths() -> "tuple[str, ...]":
    """Return the folders that this interpreter imports from: its library and site-packages, not all of its path.

    Other entries of ``sys.path`` are left out: a course's working copy may lie beside a reference.
    """
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    found = [sysconfig.get_paths()[name] for name in names]
    for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix):
        if prefix not in {"/", "/usr", "/usr/local"}:
            found += [os.path.join(prefix, name) for name in ("lib", "lib64", "share/fonts", "share/zoneinfo")]  # noqa: PTH118
    return tuple(dict.fromkeys(path for path in found if os.path.isdir(path)))  # noqa: PTH112


def program_paths() -> "tuple[str, ...]":
    """Return the folders whose programs may run, where the rubric allows programs."""
    own = [os.path.join(prefix, "bin") for prefix in (sys.prefix, sys.base_prefix)]  # noqa: PTH118
    return tuple(dict.fromkeys([*(path for path, _ in PROGRAMS), *own]))
