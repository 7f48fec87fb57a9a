"""The archive of a whole class, unpacked to disk one file after the other."""

from pathlib import Path

from grader.intake.entries import Entry
from grader.intake.files import Gathering, ending_of, safe_path, shown_name
from grader.intake.limits import Account, IntakeLimits
from grader.intake.tar_entries import tar_entries
from grader.intake.zip_entries import zip_entries
from grader.model.errors import IntakeError, UsageError
from grader.model.evidence import Evidence

_TWIN = "__MACOSX/"
_TRIES = 1000


def unpack_class(archive: Path, into: Path, limits: IntakeLimits) -> tuple[Evidence, ...]:
    """Unpack the download of a class.

    Args:
        archive: a zip file, or a tar file, packed or not.
        into: an empty folder; made if it is not there.
        limits: caps on what is unpacked.

    Returns:
        A fact for each entry that was refused (it points outside, is a link, is encrypted, is too large …) and for
        each that had to be named otherwise.

    Raises:
        UsageError: if ``into`` is not empty, or the archive cannot be opened.
    """
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise UsageError(f"{into}: to unpack hand-ins here the folder must be empty")
    gathering = Gathering(Account(limits))
    entries = tar_entries if ending_of(archive.name).startswith((".tar", ".tgz")) else zip_entries
    try:
        with archive.open("rb") as stream:
            for entry in entries(stream, limits):
                if not gathering.account.look_at_entry():
                    gathering.refuse(archive.name, "too_many_entries", f"limit {limits.entries}")
                    break
                _unpack(entry, into, gathering)
    except (IntakeError, OSError) as error:
        raise UsageError(f"{archive}: cannot be unpacked ({error})") from error
    return gathering.all_troubles()


def _unpack(entry: Entry, into: Path, gathering: Gathering) -> None:
    path = safe_path(entry.name)
    if path is None:
        gathering.refuse(shown_name(entry.name), "unsafe_path")
    elif path.startswith(_TWIN):
        gathering.ignore(_TWIN.rstrip("/"))
    elif path.count("/") > gathering.limits.depth:
        gathering.refuse(path, "too_deep", f"limit {gathering.limits.depth}")
    elif entry.trouble:
        gathering.refuse(path, entry.trouble, entry.detail)
    elif not gathering.account.has_room_for_a_file():
        gathering.refuse(path, "too_many_files", f"limit {gathering.limits.files}")
    else:
        try:
            content = entry.read(min(gathering.limits.data_bytes, gathering.account.room()))
            written = _write(into, path, content)
        except IntakeError as error:
            gathering.refuse(path, *error.args)
        except OSError as error:  # a name that this file system does not take; a file and a folder of one name
            gathering.refuse(path, "cannot_write", error.strerror or type(error).__name__)
        else:
            gathering.account.add_file(len(content))
            if written != path:
                gathering.note(written, "renamed", path)


def _write(into: Path, path: str, content: bytes) -> str:
    """Write a file that is not there yet; of two with one path (letter case aside, on some systems) both are kept."""
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, _TRIES):
        free = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        try:
            with free.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            continue
        return free.relative_to(into).as_posix()
    raise IntakeError("duplicate_entry", f"more than {_TRIES} of one name")
