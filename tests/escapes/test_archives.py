"""Hostile archives and folders: nothing outside is read or written, nothing unpacked without end, the rest counts."""

import io
import os
import socket
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.intake import DEFAULT_LIMITS, load_submission
from grader.model.submission import Submission

SECRET = "secret-of-another"
ANSWER = "def square(x):\n    return x * x\n"
_MOST_BYTES = 64 << 20


def content_of(submission: Submission) -> bytes:
    texts = [each.text for each in submission.artifacts]
    texts += [cell.source for each in submission.artifacts for cell in each.cells]
    return "\n".join(texts).encode(errors="replace") + b"".join(each.content for each in submission.data_files)


def with_paths(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../out.py",
            "../../../../tmp/out.py",
            "/tmp/out.py",
            "C:\\out.py",
            "a/../../out.py",
            "..\\out.py",
        ):
            archive.writestr(name, "forged = 1")
        archive.writestr("answers.py", ANSWER)


def with_links(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, target in (("link.py", str(secret)), ("up", ".."), ("link.csv", str(secret))):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o120777 << 16
            archive.writestr(entry, target)
        archive.writestr("up/out.py", "forged = 1")
        archive.writestr("answers.py", ANSWER)


def tar_with_links(path: Path, secret: Path) -> None:
    with tarfile.open(path, "w") as archive:
        for name, kind in (("soft.py", tarfile.SYMTYPE), ("hard.py", tarfile.LNKTYPE), ("pipe.py", tarfile.FIFOTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, str(secret)
            archive.addfile(entry)
        entry = tarfile.TarInfo("answers.py")
        entry.size = len(ANSWER)
        archive.addfile(entry, io.BytesIO(ANSWER.encode()))


def bomb(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers.py", ANSWER)
        archive.writestr("data.csv", b"\0" * (200 << 20))


def bomb_of_many(path: Path, secret: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", b"\0" * (10 << 20))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers.py", ANSWER)
        for number in range(60):
            archive.writestr(f"{number}.zip", inner.getvalue())


def nested(path: Path, secret: Path) -> None:
    data = ANSWER.encode()
    name = "deep.py"
    for _ in range(12):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        data, name = outer.getvalue(), "deep.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.py", ANSWER)
        archive.writestr(name, data)


def lying_sizes(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.py", ANSWER)
        archive.writestr("data.csv", b"x" * 100)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 20 : at + 28] = b"\xff\xff\xff\x7f" * 2  # both sizes in the directory
    path.write_bytes(bytes(data))


def odd_names(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "con.py",
            "new\nline.py",
            "\u202etxt.py",
            "a" * 300 + ".py",
            "x/" * 100 + "y.py",
            ".",
            "known.json/x",
        ):
            archive.writestr(name, "forged = 1")
        archive.writestr("answers.py", ANSWER)


def names_alike(path: Path, secret: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.py", ANSWER)
        for name in ("Answers.py", "answers.py/inside.py"):
            archive.writestr(name, "forged = 1")


ARCHIVES = {
    "zip": (with_paths, with_links, bomb, bomb_of_many, nested, lying_sizes, odd_names, names_alike),
    "tar": (tar_with_links,),
}
MADE = [(ending, make) for ending, makers in ARCHIVES.items() for make in makers]


@pytest.mark.parametrize(("ending", "make"), MADE, ids=[make.__name__ for _, make in MADE])
def test_a_hostile_archive_gets_nothing_and_its_honest_file_counts(
    ending: str, make: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text(f"# {SECRET}\n", encoding="utf-8")
    place = tmp_path / "class"
    place.mkdir()
    make(place / f"anna.{ending}", secret)
    before = sorted(tmp_path.rglob("*"))
    limits = replace(DEFAULT_LIMITS, total_bytes=_MOST_BYTES)
    submission = load_submission(place / f"anna.{ending}", limits=limits)
    content = content_of(submission)
    assert SECRET.encode() not in content
    assert len(content) <= _MOST_BYTES + len(ANSWER)
    assert ANSWER in [each.text for each in submission.artifacts]
    assert all(".." not in each.path and not each.path.startswith("/") for each in submission.artifacts)
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/out.py").exists()


def test_a_hostile_folder_gives_nothing_of_what_its_links_and_pipes_lead_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.py").write_text(f"# {SECRET}\n", encoding="utf-8")
    place = tmp_path / "anna"
    place.mkdir()
    (place / "answers.py").write_text(ANSWER, encoding="utf-8")
    (place / "soft.py").symlink_to(secret / "secret.py")
    (place / "folder").symlink_to(secret)
    (place / "loop").symlink_to(".")
    (place / "root.csv").symlink_to("/etc/passwd")
    (place / "endless.csv").symlink_to("/dev/zero")
    os.mkfifo(place / "pipe.py")  # to open it would be to wait for ever
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(place / "socket.py"))
        submission = load_submission(place)
    assert SECRET.encode() not in content_of(submission)
    assert b"root:" not in content_of(submission)
    assert [each.text for each in submission.artifacts] == [ANSWER]
