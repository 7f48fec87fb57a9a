"""Archives, read entry by entry into memory; nothing is trusted that they say of themselves."""

import io

from grader.intake.files import Gathering, RawFile, clutter_root, ending_of, safe_path, shown_name
from grader.intake.folder import SizeLimit
from grader.intake.tar_entries import tar_entries
from grader.intake.zip_entries import zip_entries
from grader.model.errors import IntakeError


def open_archive(archive: RawFile, into: Gathering, limit_of: SizeLimit, prefix: str) -> list[RawFile]:
    """Read the files of one archive.

    Args:
        archive: the packed file.
        into: takes facts, and counts what is read.
        limit_of: the size limit of a file, by its path.
        prefix: put before each path; empty or ending in ``/``.

    Returns:
        The files that a student may have meant to hand in, each path once. An entry that points outside, that is a
        link or a device, is encrypted, damaged, too large or too well packed is refused with a fact of its own; the
        others are read all the same.
    """
    keeper = _Keeper(into, prefix)
    is_tar = ending_of(archive.path).startswith((".tar", ".tgz"))
    entries = tar_entries if is_tar else zip_entries
    try:
        for entry in entries(io.BytesIO(archive.content), into.limits):
            if not into.account.look_at_entry():
                into.refuse(prefix.rstrip("/") or archive.path, "too_many_entries", f"limit {into.limits.entries}")
                break
            path = keeper.place(entry.name)
            if path is None:
                continue
            if entry.trouble:
                into.refuse(path, entry.trouble, entry.detail)
                continue
            limit = min(limit_of(path), into.account.room())
            try:
                content = entry.read(limit)
            except IntakeError as error:
                into.refuse_by(error, path, limit_of(path))
                continue
            keeper.keep(path, content)
    except IntakeError as error:
        into.refuse(archive.path, *error.args)
    return list(keeper.files.values())


class _Keeper:
    """Gives every entry a place of its own under the prefix."""

    def __init__(self, into: Gathering, prefix: str) -> None:
        self.into, self.prefix = into, prefix
        self.files: dict[str, RawFile] = {}
        self._folded: dict[str, str] = {}
        self._folders: set[str] = set()

    def place(self, name: str) -> str | None:
        """Return where an entry belongs; None when it is ignored or refused, which is then said."""
        inner = safe_path(name)
        if inner is None:
            self.into.refuse(self.prefix + shown_name(name), "unsafe_path")
            return None
        clutter = clutter_root(inner)
        if clutter is not None:
            self.into.ignore(self.prefix + clutter)
            return None
        if inner.count("/") > self.into.limits.depth:
            self.into.refuse(self.prefix + inner, "too_deep", f"limit {self.into.limits.depth}")
            return None
        return self.prefix + inner

    def keep(self, path: str, content: bytes) -> None:
        """Keep one file; of two with one path the later one, as every unpacking program does."""
        above = [path[:index] for index, character in enumerate(path) if character == "/"]
        if path in self._folders or any(folder in self.files for folder in above):
            self.into.refuse(path, "path_collision", "a file and a folder of one name")
            return
        if path in self.files:
            self.into.note(path, "duplicate_entry", "the last one was read")
        elif not self.into.account.has_room_for_a_file():
            self.into.refuse(path, "too_many_files", f"limit {self.into.limits.files}")
            return
        else:
            twin = self._folded.setdefault(path.casefold(), path)
            if twin != path:
                self.into.note(path, "case_collision", twin)
        self.into.account.add_file(len(content))
        self._folders.update(above)
        self.files[path] = RawFile(path, content)
