"""How much one hand-in may be, and the account that is kept of it."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """Caps on what is read from one hand-in. Sizes in bytes, after unpacking."""

    source_bytes: int = 8 * MEBIBYTE
    """One script, LaTeX or text file."""
    notebook_bytes: int = 128 * MEBIBYTE
    """One notebook: most of a large one are pictures in outputs, which are dropped."""
    data_bytes: int = 64 * MEBIBYTE
    """One file that is kept beside the answers."""
    archive_bytes: int = 256 * MEBIBYTE
    """One archive as it stands, packed."""
    total_bytes: int = 512 * MEBIBYTE
    """Everything together."""
    files: int = 2_000
    """Files that are kept."""
    entries: int = 50_000
    """Entries looked at, those that are ignored included."""
    depth: int = 32
    """Folders above a file."""
    archive_depth: int = 2
    """Archives above a file: an archive in an archive is opened, one in that is not."""
    ratio: int = 200
    """Unpacked to packed size, from ``ratio_from_bytes`` on; text rarely shrinks to less than a fiftieth."""
    ratio_from_bytes: int = 16 * MEBIBYTE


DEFAULT_LIMITS = IntakeLimits()

CLASS_LIMITS = IntakeLimits(
    data_bytes=512 * MEBIBYTE,
    archive_bytes=8192 * MEBIBYTE,
    total_bytes=16384 * MEBIBYTE,
    files=50_000,
    entries=200_000,
)
"""For the download of a whole class, whose files are written to disk one after the other."""


@dataclass(slots=True)
class Account:
    """What has been taken in so far; shared by all files of one hand-in, however deeply they are packed."""

    limits: IntakeLimits
    bytes_read: int = 0
    files: int = 0
    entries: int = 0

    def room(self) -> int:
        """Return how many bytes may still be read."""
        return max(0, self.limits.total_bytes - self.bytes_read)

    def add_file(self, size: int) -> None:
        """Count one file of ``size`` bytes that is kept."""
        self.files += 1
        self.bytes_read += size

    def has_room_for_a_file(self) -> bool:
        """Whether one more file may be kept."""
        return self.files < self.limits.files

    def look_at_entry(self) -> bool:
        """Count one entry; return whether it may still be looked at."""
        self.entries += 1
        return self.entries <= self.limits.entries
