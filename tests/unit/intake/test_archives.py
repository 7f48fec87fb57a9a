"""Archives give their files and nothing else: no path outside, no link, no more than was agreed."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from grader.intake import DEFAULT_LIMITS, IntakeLimits, load_submission
from grader.model.evidence.intake import IntakeNote, Unreadable
from grader.model.submission import Submission

Entry = tuple[str | zipfile.ZipInfo, bytes]


def zipped(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with cast("tarfile.TarFile", cast("Any", tarfile).open(fileobj=buffer, mode=mode)) as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def load(tmp_path: Path, content: bytes, name: str = "h.zip", limits: IntakeLimits = DEFAULT_LIMITS) -> Submission:
    (tmp_path / name).write_bytes(content)
    return load_submission(tmp_path / name, limits=limits)


def paths(submission: Submission) -> list[str]:
    return [each.path for each in submission.artifacts]


def said(submission: Submission) -> list[tuple[str, str]]:
    return [
        (each.path, each.reason if isinstance(each, Unreadable) else each.note)
        for each in submission.troubles
        if isinstance(each, Unreadable | IntakeNote)
    ]


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def test_files_keep_their_folders(tmp_path: Path) -> None:
    submission = load(tmp_path, zipped(("hw/a.py", b"x"), ("hw/lib/b.py", b"y"), ("hw/empty/", b"")))
    assert submission.id == "h"
    assert paths(submission) == ["hw/a.py", "hw/lib/b.py"]
    assert submission.troubles == ()


OUTSIDE = [
    "../a.py",
    "/etc/a.py",
    "x/../../a.py",
    "C:/a.py",
    "C:a.py",
    "..\\a.py",
    "\\\\server\\a.py",
    "x/..",
    "\\a.py",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    submission = load(tmp_path, zipped((name, b"x = 1"), ("b.py", b"y")))
    assert paths(submission) == ["b.py"]
    assert said(submission) == [(name, "unsafe_path")]
    tar = load(tmp_path, tarred((tarfile.TarInfo(name), b"x = 1"), (tarfile.TarInfo("b.py"), b"y")), "h.tar")
    assert paths(tar) == ["b.py"]
    assert said(tar) == [(name, "unsafe_path")]


def test_backslashes_of_a_windows_program_separate_folders(tmp_path: Path) -> None:
    assert paths(load(tmp_path, zipped(("hw\\a.py", b"x"), ("hw\\sub\\", b"")))) == ["hw/a.py"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(stat.S_IFLNK, "link"), (stat.S_IFCHR, "special_file"), (stat.S_IFIFO, "special_file")],
)
def test_links_and_devices_are_refused(tmp_path: Path, mode: int, reason: str) -> None:
    submission = load(tmp_path, zipped((with_mode("a.py", mode | 0o777), b"/etc/passwd"), ("b.py", b"y")))
    assert paths(submission) == ["b.py"]
    assert said(submission) == [("a.py", reason)]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (tarfile.SYMTYPE, "link"),
        (tarfile.LNKTYPE, "link"),
        (tarfile.CHRTYPE, "special_file"),
        (tarfile.FIFOTYPE, "special_file"),
    ],
)
def test_links_and_devices_of_a_tar_file_are_refused(tmp_path: Path, kind: bytes, reason: str) -> None:
    member = tarfile.TarInfo("a.py")
    member.type, member.linkname = kind, "/etc/passwd"
    submission = load(tmp_path, tarred((member, b""), (tarfile.TarInfo("b.py"), b"y")), "h.tar")
    assert paths(submission) == ["b.py"]
    assert said(submission) == [("a.py", reason)]


def test_an_encrypted_entry_costs_only_itself(tmp_path: Path) -> None:
    content = bytearray(zipped(("a.py", b"x"), ("b.py", b"y"), method=zipfile.ZIP_STORED))
    content[content.index(b"PK\1\2") + 8] |= 1
    submission = load(tmp_path, bytes(content))
    assert paths(submission) == ["b.py"]
    assert said(submission) == [("a.py", "encrypted")]


def test_a_damaged_entry_costs_only_itself(tmp_path: Path) -> None:
    content = zipped(("a.py", b"first"), ("b.py", b"second"), method=zipfile.ZIP_STORED).replace(b"first", b"FIRST")
    submission = load(tmp_path, content)
    assert paths(submission) == ["b.py"]
    assert said(submission) == [("a.py", "damaged_entry")]


def test_an_unknown_compression_costs_only_its_entry(tmp_path: Path) -> None:
    content = bytearray(zipped(("a.py", b"x"), ("b.py", b"y"), method=zipfile.ZIP_STORED))
    content[content.index(b"PK\1\2") + 10] = 97
    content[8] = 97
    submission = load(tmp_path, bytes(content))
    assert paths(submission) == ["b.py"]
    assert said(submission) == [("a.py", "unsupported_compression")]


SMALL = replace(DEFAULT_LIMITS, ratio_from_bytes=100_000, source_bytes=50_000_000, data_bytes=50_000_000)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_is_recognised_by_its_ratio(tmp_path: Path, method: int) -> None:
    content = zipped(("bomb.csv", bytes(20_000_000)), ("a.py", b"x"), method=method)
    submission = load(tmp_path, content, limits=SMALL)
    assert paths(submission) == ["a.py"]
    assert said(submission) == [("bomb.csv", "archive_bomb")]


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_packed_tar_bomb_is_not_unpacked(tmp_path: Path, mode: str) -> None:
    content = tarred((tarfile.TarInfo("a.csv"), bytes(20_000_000)), mode=mode)
    submission = load(tmp_path, content, "h.tar." + mode[2:], SMALL)
    assert said(submission) == [("h.tar." + mode[2:], "archive_bomb")]


def test_all_archives_share_one_account(tmp_path: Path) -> None:
    content = zipped(*((f"{n}.csv", bytes([n]) * 1000) for n in range(9)), method=zipfile.ZIP_STORED)
    submission = load(tmp_path, content, limits=replace(DEFAULT_LIMITS, total_bytes=len(content) + 2500))
    assert [each.path for each in submission.data_files] == ["0.csv", "1.csv"]
    assert said(submission) == [(f"{n}.csv", "too_much_in_all") for n in range(2, 9)]


def test_too_many_files_are_counted(tmp_path: Path) -> None:
    content = zipped(*((f"{n}.csv", b"") for n in range(9)))
    submission = load(tmp_path, content, limits=replace(DEFAULT_LIMITS, files=8))
    assert said(submission) == [("7.csv", "too_many_files"), ("8.csv", "too_many_files")]
    submission = load(tmp_path, content, limits=replace(DEFAULT_LIMITS, entries=4))
    assert said(submission) == [("h.zip", "too_many_entries")]


def nested(depth: int) -> bytes:
    content = zipped(("a.py", b"x"))
    for level in range(depth):
        content = zipped((f"{level}.zip", content))
    return content


def test_an_archive_in_an_archive_is_opened_and_no_deeper(tmp_path: Path) -> None:
    assert paths(load(tmp_path, nested(1))) == ["0.zip/a.py"]
    submission = load(tmp_path, nested(2))
    assert paths(submission) == []
    assert said(submission) == [("1.zip/0.zip", "archive_too_deep")]


def test_archives_of_a_folder_do_not_mix(tmp_path: Path) -> None:
    folder = tmp_path / "anna"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped(("x.py", b"1")))
    (folder / "b.tgz").write_bytes(tarred((tarfile.TarInfo("x.py"), b"2"), mode="w:gz"))
    submission = load_submission(folder)
    assert paths(submission) == ["a.zip/x.py", "b.tgz/x.py"]


def test_of_two_entries_with_one_name_the_last_is_read_and_it_is_said(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped(("a.py", b"old"), ("./a.py", b"newer"), ("a.py", b"new"))
    submission = load(tmp_path, content)
    assert [(each.path, each.text) for each in submission.artifacts] == [("a.py", "new")]
    assert said(submission) == [("a.py", "duplicate_entry")] * 2


def test_names_that_differ_in_case_alone_are_both_read(tmp_path: Path) -> None:
    submission = load(tmp_path, zipped(("a.py", b"1"), ("A.py", b"2")))
    assert paths(submission) == ["A.py", "a.py"]
    assert said(submission) == [("A.py", "case_collision")]


def test_a_name_is_not_a_file_and_a_folder(tmp_path: Path) -> None:
    submission = load(tmp_path, zipped(("a.py", b"1"), ("a.py/b.py", b"2"), ("c/d.py", b"3"), ("c", b"4")))
    assert paths(submission) == ["a.py", "c/d.py"]
    assert said(submission) == [("a.py/b.py", "path_collision"), ("c", "path_collision")]


def test_names_are_read_as_utf8_or_as_code_page_437(tmp_path: Path) -> None:
    flagged = zipped(("été.py", b"1"))
    # The same bytes without the flag that says so, and the name as an old Windows program writes it.
    unflagged = bytearray(flagged)
    unflagged[7] &= ~8
    unflagged[unflagged.index(b"PK\1\2") + 9] &= ~8
    old = zipped(("ETE.py", b"1")).replace(b"ETE.py", b"\x82t\x82.py")
    for content in (flagged, bytes(unflagged), old):
        assert paths(load(tmp_path, content)) == ["été.py"]


def test_a_mac_name_is_composed(tmp_path: Path) -> None:
    assert paths(load(tmp_path, zipped(("e\u0301te\u0301.py", b"1")))) == ["été.py"]


def test_clutter_in_an_archive_is_left_out(tmp_path: Path) -> None:
    submission = load(tmp_path, zipped(("hw/a.py", b"1"), ("__MACOSX/hw/._a.py", b""), ("hw/.DS_Store", b"")))
    assert paths(submission) == ["hw/a.py"]
    assert said(submission) == [("__MACOSX", "ignored"), ("hw/.DS_Store", "ignored")]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_files_are_read(tmp_path: Path, mode: str) -> None:
    submission = load(tmp_path, tarred((tarfile.TarInfo("hw/a.py"), b"x = 1"), mode=mode), "h.tar.gz")
    assert [(each.path, each.text) for each in submission.artifacts] == [("hw/a.py", "x = 1")]


def test_a_tar_file_that_is_damaged_within_gives_what_came_before(tmp_path: Path) -> None:
    content = bytearray(tarred((tarfile.TarInfo("a.py"), b"1"), (tarfile.TarInfo("b.py"), b"2")))
    content[1024:1100] = b"\xff" * 76
    submission = load(tmp_path, bytes(content), "h.tar")
    assert paths(submission) == ["a.py"]
    assert said(submission) == [("h.tar", "bad_archive")]


@pytest.mark.parametrize("name", ["h.zip", "h.tar", "h.tar.gz", "h.tgz"])
@pytest.mark.parametrize("content", [b"", b"PK\3\4 and no more", b"\x1f\x8b and no more", b"x" * 3000])
def test_what_is_no_archive_is_for_a_person_to_see(tmp_path: Path, name: str, content: bytes) -> None:
    submission = load(tmp_path, content, name)
    (trouble,) = submission.troubles
    assert isinstance(trouble, Unreadable)
    assert trouble.is_ours


@pytest.mark.parametrize("name", ["h.rar", "h.7z"])
def test_archives_of_other_kinds_are_for_a_person_to_see(tmp_path: Path, name: str) -> None:
    assert said(load(tmp_path, b"Rar!", name)) == [(name, "unsupported_archive")]


def test_an_archive_named_as_a_notebook_is_opened(tmp_path: Path) -> None:
    assert paths(load(tmp_path, zipped(("a.py", b"1")), "work.ipynb")) == ["a.py"]


def every_cut(content: bytes) -> Sequence[bytes]:
    return [content[:end] for end in range(0, len(content), 7)]


def test_a_cut_archive_never_raises(tmp_path: Path) -> None:
    tar = tarred((tarfile.TarInfo("a.py"), b"1" * 600), (tarfile.TarInfo("b.py"), b"2"), mode="w:gz")
    for name, content in (("h.zip", zipped(("a.py", b"1" * 600), ("b.py", b"2"))), ("h.tar.gz", tar)):
        for cut in every_cut(content):
            submission = load(tmp_path, cut, name)
            assert submission.artifacts or submission.troubles
