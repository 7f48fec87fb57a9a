"""768 MB and half a processor, by control groups, where this machine lets us make some."""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEMORY_BYTES = 768 * 1024 * 1024
_PERIOD_US, _QUOTA_US = 100_000, 50_000
_GROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Group:
    """A control group, with what it imposes."""

    folder: Path
    says: str
    peak_file: str = ""

    def enter(self) -> None:
        """Put this process into it."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")

    def peak_bytes(self) -> int | None:
        """Return the most memory that was used in it, where it counts that."""
        try:
            return int((self.folder / self.peak_file).read_text(encoding="ascii")) if self.peak_file else None
        except (OSError, ValueError):
            return None


@contextmanager
def container_groups(name: str, *, half_processor: bool = True) -> Generator[tuple[Group, ...]]:
    """Make the groups that can be made here, for as long as the context lasts.

    Yields:
        Them; none where the machine does not let us.
    """
    wanted = (
        _memory(name),
        _processor(name) if half_processor else None,
        _unified(name, half_processor=half_processor),
    )
    made = [group for group in wanted if group is not None]
    try:
        yield tuple(made)
    finally:
        for group in made:
            for _ in range(50):  # what was killed in it takes a moment to be gone
                with suppress(OSError):
                    group.folder.rmdir()
                    break
                time.sleep(0.02)


def _memory(name: str) -> Group | None:
    settings = {"memory.limit_in_bytes": str(MEMORY_BYTES)}
    return _made(_own("memory") / name, settings, "768 MB", "memory.max_usage_in_bytes")


def _processor(name: str) -> Group | None:
    settings = {"cpu.cfs_period_us": str(_PERIOD_US), "cpu.cfs_quota_us": str(_QUOTA_US)}
    return _made(_own("cpu") / name, settings, "half a processor")


def _unified(name: str, *, half_processor: bool) -> Group | None:
    if not (_GROUPS / "cgroup.controllers").exists():
        return None
    settings = {"memory.max": str(MEMORY_BYTES)}
    if half_processor:
        settings["cpu.max"] = f"{_QUOTA_US} {_PERIOD_US}"
    return _made(
        _own("") / name, settings, ", ".join(["768 MB", *["half a processor"] * half_processor]), "memory.peak"
    )


def _own(controller: str) -> Path:
    """Return the folder of the group that we are in."""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text(encoding="ascii").splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(",") or (not controller and not controllers):
                return _GROUPS / controller / path.lstrip("/")
    return _GROUPS / controller


def _made(folder: Path, settings: dict[str, str], says: str, peak_file: str = "") -> Group | None:
    if not folder.parent.is_dir():
        return None
    try:
        folder.mkdir()
    except OSError:
        return None
    try:
        for name, value in settings.items():
            if not (folder / name).exists():
                raise FileNotFoundError(name)
            (folder / name).write_text(value, encoding="ascii")
    except OSError:
        folder.rmdir()
        return None
    return Group(folder, says, peak_file)
