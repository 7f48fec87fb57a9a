"""The entries of a zip file."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO

from grader.intake.entries import Entry, read_capped, unreadable_entry
from grader.intake.limits import IntakeLimits
from grader.model.errors import IntakeError

_ENCRYPTED, _UTF8 = 0x1, 0x800
# What zipfile and the decompressors raise on damaged input.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)


def zip_entries(stream: IO[bytes], limits: IntakeLimits) -> Iterator[Entry]:
    """Yield the entries of a zip file in its own order.

    Args:
        stream: the archive, seekable.
        limits: caps; ``ratio`` is used here.

    Yields:
        Each file; links, devices and encrypted entries with their trouble.

    Raises:
        IntakeError: when there is no directory of entries to read.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (*_DAMAGE, NotImplementedError) as error:
        raise IntakeError("bad_archive", type(error).__name__) from error
    with archive:
        for info in archive.infolist():
            name = _name(info)
            if name.endswith(("/", "\\")) or stat.S_ISDIR(info.external_attr >> 16):
                continue
            trouble = _trouble(info)
            if trouble:
                yield Entry(name, unreadable_entry, trouble)
            else:
                yield Entry(name, partial(_read, archive, info, limits))


def _trouble(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "link"
    if kind not in {0, stat.S_IFREG}:
        return "special_file"
    return "encrypted" if info.flag_bits & _ENCRYPTED else ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: IntakeLimits, limit: int) -> bytes:
    try:
        with archive.open(info) as stream:
            return read_capped(
                stream,
                limit,
                packed=info.compress_size,
                ratio=limits.ratio,
                ratio_from=limits.ratio_from_bytes,
            )
    except NotImplementedError as error:
        raise IntakeError("unsupported_compression", str(info.compress_type)) from error
    except (*_DAMAGE, RuntimeError) as error:
        raise IntakeError("damaged_entry", type(error).__name__) from error


def _name(info: zipfile.ZipInfo) -> str:
    """Return the entry's name; without the flag for UTF-8 it may be that all the same, else it is code page 437."""
    name = info.orig_filename.split("\0", 1)[0]
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
