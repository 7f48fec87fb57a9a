"""The commands of docs/students.md and docs/students.fr.md work: staff make the bundle, students check in it."""

from pathlib import Path

import pytest

from tests.docs.running import DOCS, commands_of, run_command


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("course")
    for name in ("rubrics", "reference"):
        (home / name).symlink_to(DOCS.parent / name)
    release = commands_of("students.md")[-1]
    assert release[:2] == ["grader", "release"]
    done = run_command(release, home)
    assert done.returncode == 0, done.stderr
    return home


def test_every_command_for_students_works_and_says_what_is_hidden(course: Path) -> None:
    commands = [words for page in ("students.md", "students.fr.md") for words in commands_of(page)]
    checks = [words for words in commands if words[1] == "check"]
    assert len(checks) == 6
    for words in checks:
        done = run_command(words, course)
        assert done.returncode == 0, (words, done.stderr)
        is_french = "fr" in words
        said = " ".join(done.stdout.split())
        assert (
            "ne sont jugés que par votre cours" if is_french else "may fail although everything here passes"
        ) in said
