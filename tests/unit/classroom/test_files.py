"""A file is the old one or the new one, and what is no file stays what it is."""

import os
import stat
import threading
from pathlib import Path

import pytest

from grader.classroom import write_atomically


def test_a_new_file_appears_with_its_folder(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.txt", "é\r\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "é\r\n".encode()
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "b.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        write_atomically(file, 3)  # pyright: ignore[reportArgumentType]  # stands for any failure while writing
    assert file.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["b.txt"]


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_atomically(pipe, "text")
    reader.join(timeout=10)
    assert read == ["text"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_lone_surrogates_do_not_stop_a_report(tmp_path: Path) -> None:
    write_atomically(tmp_path / "b.txt", "a\udcffb")
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "a?b"
