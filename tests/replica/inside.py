"""Become the container: ``python -m tests.replica.inside SPEC``, first process of new mount and process namespaces."""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from tests.escapes.container import enter_container
from tests.replica.image import HOME, PACKAGES

_BIND, _REC, _PRIVATE, _READ_ONLY, _REMOUNT, _DETACH = 0x1000, 0x4000, 0x44000, 0x1, 0x20, 0x2
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_SYSTEM = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "etc")
_DEVICES = ("null", "zero", "full", "random", "urandom")

_library: Any = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Build the root folder, enter it, give up what a container does not have, and run the autograder."""
    spec = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    root = Path(spec["root"])
    _mount("none", "/", "", _PRIVATE)
    _mount("none", root, "tmpfs", 0, "mode=755")
    for name in _SYSTEM:
        _system_folder(Path("/") / name, root / name)
    for path in spec["python"]:
        _bind(Path(path), root / path.lstrip("/"))
    _bind(Path(spec["home"]), root / HOME.lstrip("/"))
    _bind(Path(spec["packages"]), root / PACKAGES.lstrip("/"))
    _bind(Path(spec["autograder"]), root / "autograder", read_only=False)
    _bind(Path(spec["source"]), root / "autograder" / "source")
    _bind(Path("/sys"), root / "sys")
    (root / "proc").mkdir()
    _mount("proc", root / "proc", "proc", 0)
    (root / "tmp").mkdir()
    (root / "tmp").chmod(0o1777)
    (root / "dev").mkdir()
    for name in _DEVICES:
        (root / "dev" / name).touch()
        _mount(f"/dev/{name}", root / "dev" / name, "", _BIND)
    (root / "dev" / "shm").mkdir()
    _mount("none", root / "dev" / "shm", "tmpfs", 0, "mode=1777,size=64m")
    _enter(root)
    enter_container()
    os.chdir("/autograder")
    environment = {"PATH": os.defpath, "HOME": "/root", "LC_ALL": "C.UTF-8", **spec["environment"]}
    os.execve("/autograder/run_autograder", ["run_autograder"], environment)


def _system_folder(outside: Path, inside: Path) -> None:
    if outside.is_symlink():
        inside.symlink_to(outside.readlink())
    elif outside.is_dir():
        _bind(outside, inside)


def _bind(outside: Path, inside: Path, *, read_only: bool = True) -> None:
    if outside.is_dir():
        inside.mkdir(parents=True, exist_ok=True)
    _mount(str(outside), inside, "", _BIND | _REC)
    if read_only:
        _mount("none", inside, "", _BIND | _REMOUNT | _READ_ONLY)


def _enter(root: Path) -> None:
    os.chdir(root)
    _check(_library.syscall(_PIVOT_ROOT[os.uname().machine], b".", b"."), "pivot_root")
    _check(_library.umount2(b".", _DETACH), "umount")  # the old root lies on top of the new one
    os.chdir("/")


def _mount(what: str, where: Path | str, kind: str, flags: int, data: str = "") -> None:
    result = _library.mount(what.encode(), str(where).encode(), kind.encode(), flags, data.encode())
    _check(result, f"mounting {what} on {where}")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
