"""A hand-in in any form becomes a submission; what was not taken is said, and nothing raises."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.intake import DEFAULT_LIMITS, load_submission
from grader.intake.text_entry import text_of_html
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote, Unreadable
from grader.model.submission import ArtifactKind
from tests.unit.intake.notebooks import book, code, packed

NOTEBOOK = packed(book(code("x = 1")))


def said(troubles: tuple[Evidence, ...]) -> set[tuple[str, str]]:
    """What was said of which path; a reason is a refusal for a person to look at."""
    pairs: set[tuple[str, str]] = set()
    for trouble in troubles:
        if isinstance(trouble, Unreadable):
            assert trouble.is_ours
            pairs.add((trouble.path, trouble.reason))
        if isinstance(trouble, IntakeNote):
            pairs.add((trouble.path, trouble.note))
    return pairs


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_one_file_is_named_without_its_last_ending(tmp_path: Path) -> None:
    write(tmp_path, {"anna.smith.py": b"x = 1\n"})
    submission = load_submission(tmp_path / "anna.smith.py")
    assert submission.id == "anna.smith"
    assert [(each.path, each.kind, each.text) for each in submission.artifacts] == [
        ("anna.smith.py", ArtifactKind.SCRIPT, "x = 1\n")
    ]
    assert submission.troubles == ()


def test_a_folder_gives_the_shallowest_file_first_then_the_alphabet(tmp_path: Path) -> None:
    write(
        tmp_path / "b.team",
        {
            "z.py": b"",
            "lib/a.py": b"x",
            "b.tex": b"x",
            "a.ipynb": NOTEBOOK,
            "n.md": b"x",
            "data.csv": b"1,2",
            "t.txt": b"x",
        },
    )
    submission = load_submission(tmp_path / "b.team")
    assert submission.id == "b.team"
    assert [each.path for each in submission.artifacts] == ["a.ipynb", "b.tex", "n.md", "t.txt", "z.py", "lib/a.py"]
    assert [each.path for each in submission.data_files] == ["data.csv", "t.txt"]
    assert said(submission.artifacts[4].troubles) == {("z.py", "empty")}


def test_the_staffs_expectations_are_no_part_of_a_hand_in(tmp_path: Path) -> None:
    write(tmp_path, {"expected.yaml": b"a: 1", "sub/expected.yaml": b"a: 1", "a.py": b"x = 1"})
    submission = load_submission(tmp_path)
    assert [each.path for each in submission.data_files] == ["sub/expected.yaml"]
    assert submission.troubles == ()


def test_clutter_is_left_out_and_said_once_per_root(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": b"x = 1",
            ".git/config": b"",
            ".git/objects/1": b"",
            "__pycache__/a.cpython-311.pyc": b"",
            "sub/.ipynb_checkpoints/a-checkpoint.py": b"x = 2",
            "__MACOSX/._a.py": b"",
            ".DS_Store": b"",
            ".hidden.py": b"x = 3",
            "a.py~": b"x = 4",
            "env/world.py": b"x = 5",
        },
    )
    submission = load_submission(tmp_path)
    assert [each.path for each in submission.artifacts] == ["a.py", "env/world.py"]
    ignored = {".git", "__pycache__", "sub/.ipynb_checkpoints", "__MACOSX", ".DS_Store", ".hidden.py", "a.py~"}
    assert said(submission.troubles) == {(path, "ignored") for path in ignored}


def test_files_that_nobody_grades_are_kept_and_said(tmp_path: Path) -> None:
    write(tmp_path, {"scan.pdf": b"%PDF", "photo.JPG": b"", "main.jl": b"f(x) = x", "w.npy": b"", "a.py": b"x"})
    submission = load_submission(tmp_path)
    assert {each.path for each in submission.data_files} == {"scan.pdf", "photo.JPG", "main.jl", "w.npy"}
    assert said(submission.troubles) == {
        ("scan.pdf", "not_graded"),
        ("photo.JPG", "not_graded"),
        ("main.jl", "not_graded"),
    }


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "staff", {"solution.py": b"secret"})
    folder = write(tmp_path / "anna", {"a.py": b"x = 1"})
    (folder / "out.py").symlink_to(secret / "solution.py")
    (folder / "up").symlink_to(tmp_path)
    (folder / "gone.py").symlink_to("nowhere.py")
    (folder / "round.py").symlink_to("round.py")
    (folder / "again.py").symlink_to("a.py")
    submission = load_submission(folder)
    assert [each.path for each in submission.artifacts] == ["a.py"]
    assert "secret" not in repr(submission)
    assert said(submission.troubles) == {
        ("out.py", "link"),
        ("up", "link"),
        ("gone.py", "link"),
        ("round.py", "link"),
        ("again.py", "ignored"),
    }


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert said(load_submission(tmp_path).troubles) == {("a.py", "special_file")}
    assert said(load_submission(tmp_path / "a.py").troubles) == {("a.py", "special_file")}


def test_what_cannot_be_opened_is_told_without_our_paths(tmp_path: Path) -> None:
    submission = load_submission(tmp_path / "gone.py")
    assert said(submission.troubles) == {("gone.py", "cannot_open")}
    assert str(tmp_path) not in repr(submission)


def test_an_empty_folder_is_an_empty_hand_in(tmp_path: Path) -> None:
    assert said(load_submission(tmp_path).troubles) == {(".", "empty")}


def test_names_that_are_no_text_are_read(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9\n.py"
    with open(name, "wb") as opened:  # noqa: PTH123 - a Path cannot be made of every name
        opened.write(b"x = 1")
    (artifact,) = load_submission(tmp_path).artifacts
    assert artifact.path == "caf\ufffd_.py"


@pytest.mark.parametrize(
    ("name", "content", "kind", "notes"),
    [
        ("solution.py.txt", b"x = 1", ArtifactKind.SCRIPT, {"extra_ending"}),
        ("work.ipynb.json", NOTEBOOK, ArtifactKind.NOTEBOOK, {"extra_ending"}),
        ("WORK.IPYNB", NOTEBOOK, ArtifactKind.NOTEBOOK, set[str]()),
        ("work.json", NOTEBOOK, ArtifactKind.NOTEBOOK, {"kind_by_content"}),
        ("work.py", NOTEBOOK, ArtifactKind.NOTEBOOK, {"kind_by_content"}),
        ("work", NOTEBOOK, ArtifactKind.NOTEBOOK, {"kind_by_content"}),
        ("solution", b"import math\ndef f(x):\n    return x\n", ArtifactKind.SCRIPT, {"kind_by_content"}),
        ("onlinetext.html", b"<h3>Forces</h3><p>Oui &amp; non", ArtifactKind.MARKDOWN, set[str]()),
    ],
)
def test_a_file_is_known_in_spite_of_its_name(
    tmp_path: Path, name: str, content: bytes, kind: ArtifactKind, notes: set[str]
) -> None:
    write(tmp_path, {name: content})
    (artifact,) = load_submission(tmp_path).artifacts
    assert artifact.kind is kind
    assert {note for _, note in said(artifact.troubles)} == notes


def test_a_text_typed_online_becomes_markdown(tmp_path: Path) -> None:
    html = b"<style>p{}</style><h2>Forces</h2><p>Un <b>bon</b>\n papier</p><ul><li>a<li>b</ul><script>x</script>"
    write(tmp_path, {"onlinetext.html": html})
    (artifact,) = load_submission(tmp_path).artifacts
    assert artifact.text == "## Forces\n\nUn **bon** papier\n\n- a\n- b\n"


def test_limits_cost_the_file_that_is_over_them(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": b"#" * 100, "b.py": b"#" * 101, "c.ipynb": NOTEBOOK, "d.bin": b"1" * 500})
    limits = replace(DEFAULT_LIMITS, source_bytes=100, data_bytes=499)
    submission = load_submission(tmp_path, limits=limits)
    assert [each.path for each in submission.artifacts] == ["a.py", "c.ipynb"]
    assert said(submission.troubles) == {("b.py", "too_large"), ("d.bin", "too_large")}


def test_all_that_is_over_the_limits_together_is_told(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}.csv": b"1" * 100 for n in range(5)})
    assert said(load_submission(tmp_path, limits=replace(DEFAULT_LIMITS, total_bytes=250)).troubles) == {
        (f"{n}.csv", "too_much_in_all") for n in (2, 3, 4)
    }
    assert said(load_submission(tmp_path, limits=replace(DEFAULT_LIMITS, files=4)).troubles) == {
        ("4.csv", "too_many_files")
    }
    assert said(load_submission(tmp_path, limits=replace(DEFAULT_LIMITS, entries=4)).troubles) == {
        ("4.csv", "too_many_entries")
    }


def test_folders_in_folders_end_somewhere(tmp_path: Path) -> None:
    write(tmp_path, {"d/" * 20 + "a.py": b"x"})
    submission = load_submission(tmp_path, limits=replace(DEFAULT_LIMITS, depth=5))
    assert said(submission.troubles) == {("/".join("dddddd"), "too_deep")}


def test_a_flood_of_troubles_is_summed_up(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.py").symlink_to("/nowhere")
    troubles = load_submission(tmp_path).troubles
    assert len(troubles) == 201
    assert troubles[-1] == Unreadable(".", "more_troubles", "100", is_ours=True)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a <!-- b -->c", "a c"),
        ("a <!-- b", "a <!-- b"),
        ("1 < 2 &lt; 3 <? php ?>", "1 < 2 < 3"),
        ("&#" + "9" * 5000 + "; &#233;", "\ufffd é"),
        ("<h2 class='x>y'>Forces</H2>a<br/>b", "## y'>Forces\n\na\nb"),
        ("<script>if (a<b) {}</script>x<style>y", "x"),
    ],
)
def test_html_of_any_kind_gives_its_words(html: str, text: str) -> None:
    assert text_of_html(html) == text + "\n"
