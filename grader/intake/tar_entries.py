"""The entries of a tar file, packed or not."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BufferedIOBase, BytesIO
from typing import IO

from grader.intake.entries import Entry, read_capped, unreadable_entry
from grader.intake.limits import IntakeLimits
from grader.model.errors import IntakeError

_DAMAGE = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)


_PACKERS: tuple[tuple[bytes, Callable[[BytesIO], BufferedIOBase]], ...] = (
    (b"\x1f\x8b", lambda packed: gzip.GzipFile(fileobj=packed)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ", lzma.LZMAFile),
)


def tar_entries(stream: IO[bytes], limits: IntakeLimits) -> Iterator[Entry]:
    """Yield the entries of a tar file in its own order.

    Args:
        stream: the archive: plain, or packed by gzip, bzip2 or xz.
        limits: caps; the whole archive is unpacked first, so ``total_bytes`` and ``ratio`` hold for all of it.

    Yields:
        Each file; links, devices and sparse files (which claim any size) with their trouble.

    Raises:
        IntakeError: when it is no tar file, is damaged, or unpacks to too much.
    """
    plain = BytesIO(_unpacked(stream, limits))
    try:
        # Plain from here on: a packed one would be unpacked again for each look.
        with tarfile.open(fileobj=plain, mode="r:") as archive:
            for member in archive:
                if member.isdir():
                    continue
                if member.islnk() or member.issym():
                    yield Entry(member.name, unreadable_entry, "link", member.linkname[:120])
                elif not member.isreg() or member.issparse():
                    yield Entry(member.name, unreadable_entry, "special_file")
                else:
                    yield Entry(member.name, partial(_read, archive, member))
            # At a damaged header tarfile stops as if the archive ended there.
            plain.seek(archive.offset)
            if plain.read(tarfile.BLOCKSIZE).strip(b"\0"):
                raise IntakeError("bad_archive", "damaged in the middle")
    except (*_DAMAGE, RecursionError) as error:
        raise IntakeError("bad_archive", type(error).__name__) from error


def _unpacked(stream: IO[bytes], limits: IntakeLimits) -> bytes:
    content = stream.read()
    unpack = next((each for mark, each in _PACKERS if content.startswith(mark)), None)
    if unpack is None:
        return content
    try:
        with unpack(BytesIO(content)) as opened:
            return read_capped(
                opened,
                limits.total_bytes,
                packed=len(content),
                ratio=limits.ratio,
                ratio_from=limits.ratio_from_bytes,
            )
    except _DAMAGE as error:
        raise IntakeError("damaged_entry", type(error).__name__) from error


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo, limit: int) -> bytes:
    if member.size > limit:
        raise IntakeError("too_large", f"more than {limit} bytes")
    try:
        opened = archive.extractfile(member)
        if opened is None:
            raise IntakeError("special_file", "")
        with opened:
            content = opened.read(limit + 1)
    except _DAMAGE as error:
        raise IntakeError("damaged_entry", type(error).__name__) from error
    if len(content) > limit:
        raise IntakeError("too_large", f"more than {limit} bytes")
    return content
