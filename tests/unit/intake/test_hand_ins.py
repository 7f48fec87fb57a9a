"""The hand-ins of a class are found in a plain folder and in each platform's download."""

import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from grader.intake import Author, Layout, find_class, find_hand_ins, load_hand_in
from grader.intake.layouts.moments import read_moment
from grader.model.errors import UsageError
from grader.model.evidence.intake import IntakeNote, Unreadable


def write(folder: Path, *names: str, content: bytes = b"x = 1\n") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def names(folder: Path, layout: Layout | None = None) -> list[str]:
    return [hand_in.name for hand_in in find_hand_ins(folder, layout=layout)]


def inner_paths(folder: Path, name: str) -> list[str]:
    (hand_in,) = [each for each in find_hand_ins(folder) if each.name == name]
    return [artifact.path for artifact in load_hand_in(hand_in).artifacts]


def test_each_child_of_a_plain_folder_is_a_hand_in(tmp_path: Path) -> None:
    write(tmp_path, "anna.py", "b.team/a.py", "b.team/expected.yaml", "carl.tar.gz", ".hidden/a.py", "expected.yaml")
    assert names(tmp_path) == ["anna", "b.team", "carl.tar"]
    assert inner_paths(tmp_path, "b.team") == ["a.py"]
    assert find_class(tmp_path).layout is Layout.PLAIN


def test_equal_names_get_numbers_in_the_order_of_their_files(tmp_path: Path) -> None:
    write(tmp_path, "anna/a.py", "anna.ipynb", "anna.py", "anna-3.py", "Anna.tex", "anna-3.tex")
    found = find_hand_ins(tmp_path)
    assert [(each.name, each.paths[0].name) for each in found] == [
        ("Anna", "Anna.tex"),
        ("anna-2", "anna"),
        ("anna-3", "anna-3.py"),
        ("anna-3-2", "anna-3.tex"),
        ("anna-4", "anna.ipynb"),
        ("anna-5", "anna.py"),
    ]


def test_a_link_is_a_hand_in_that_nobody_opens(tmp_path: Path) -> None:
    write(tmp_path / "class", "anna.py")
    write(tmp_path, "secret.py")
    (tmp_path / "class" / "bob.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "class" / "carl.py").symlink_to("anna.py")
    anna, bob, carl = find_hand_ins(tmp_path / "class")
    assert load_hand_in(anna).artifacts
    for hand_in in (bob, carl):
        submission = load_hand_in(hand_in)
        assert submission.artifacts == ()
        assert submission.troubles == (Unreadable(f"{hand_in.name}.py", "link", is_ours=True),)


def test_what_systems_leave_is_no_hand_in_and_is_said(tmp_path: Path) -> None:
    write(tmp_path, "anna.py", "__MACOSX/._anna.py", "Thumbs.db")
    found = find_class(tmp_path)
    assert [each.name for each in found.hand_ins] == ["anna"]
    assert found.troubles == (IntakeNote("Thumbs.db", "ignored"), IntakeNote("__MACOSX", "ignored"))


GRADESCOPE = b"""---
submission_101:
  :submitters:
  - :name: Anna Smith
    :sid: 20230001
    :email: anna@example.org
  - :name: "Bob O'Neil"
    :sid: "0042"
  :created_at: 2024-02-10 23:59:04.123456000 -05:00
  :score: 3.5
  :results:
    tests: &t
    - {name: q1, output: "<<: *t"}
  :history:
  - :score: 1.0
    :results: *t
102.pdf:
  :submitters: []
  :created_at: not a date
submission_103:
  :submitters:
  - :name: Gone
"""


def gradescope(folder: Path) -> Path:
    write(folder, "submission_metadata.yml", content=GRADESCOPE)
    return write(folder, "submission_101/hw3.py", "submission_101/.autograder/x", "102.pdf", "submission_104/a.py")


def test_gradescope_says_who_handed_in_and_when(tmp_path: Path) -> None:
    found = find_class(gradescope(tmp_path))
    assert found.layout is Layout.GRADESCOPE
    assert found.troubles == ()
    by_name = {each.name: each for each in found.hand_ins}
    assert list(by_name) == ["102", "submission_101", "submission_103", "submission_104"]
    group = by_name["submission_101"]
    assert group.authors == (Author("Anna Smith", "anna@example.org", "20230001"), Author("Bob O'Neil", "", "0042"))
    assert group.received_at == datetime(2024, 2, 10, 23, 59, 4, 123456, timezone(timedelta(hours=-5)))
    assert load_hand_in(group).authors == ("Anna Smith", "Bob O'Neil")
    assert [each.path for each in load_hand_in(group).artifacts] == ["hw3.py"]
    assert by_name["102"].received_at is None
    assert by_name["submission_104"].authors == ()
    (trouble,) = load_hand_in(by_name["submission_103"]).troubles
    assert trouble == Unreadable(
        "submission_103", "missing_file", "named in the metadata, not in the download", is_ours=True
    )


def test_gradescopes_own_folder_is_looked_into(tmp_path: Path) -> None:
    gradescope(tmp_path / "assignment_9_export")
    write(tmp_path, "__MACOSX/assignment_9_export/._submission_metadata.yml")
    assert names(tmp_path) == ["102", "submission_101", "submission_103", "submission_104"]


BOMBS = [
    (b"a: &a {x: 1}\nb: {<<: [*a, *a]}\n", "yaml_bomb"),
    (b"[" * 100, "yaml_bomb"),
    (b"a: &a x\nb: [" + b"*a," * 10_001 + b"]", "yaml_bomb"),
    (b"a: !!python/object/apply:os.system [exit]", "bad_yaml"),
    (b"a: [", "bad_yaml"),
    (b"just text", "bad_yaml"),
    (b"a: 2024-77-99", "bad_yaml"),
    (b"\xff\xfe\x00", "bad_yaml"),
    (b"? {a: 1}\n: 2", "bad_yaml"),
]


@pytest.mark.parametrize(("content", "reason"), BOMBS)
def test_bad_metadata_costs_the_authors_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path, "submission_1/a.py")
    write(tmp_path, "submission_metadata.yml", content=content)
    found = find_class(tmp_path)
    assert [each.name for each in found.hand_ins] == ["submission_1"]
    (trouble,) = found.troubles
    assert isinstance(trouble, Unreadable)
    assert (trouble.path, trouble.reason) == ("submission_metadata.yml", reason)


@pytest.mark.parametrize(
    "content",
    [b"submission_1: 7", b"submission_1: {':submitters': 3}", b"submission_1: {':submitters': [1, {':name': []}]}"],
)
def test_metadata_of_another_shape_is_no_reason_to_stop(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "submission_1/a.py")
    write(tmp_path, "submission_metadata.yml", content=content)
    (hand_in,) = find_hand_ins(tmp_path)
    assert load_hand_in(hand_in).authors == ()


def test_moodles_folders_and_texts_of_one_student_are_one_hand_in(tmp_path: Path) -> None:
    write(
        tmp_path,
        "Anna de la Cruz_1234_assignsubmission_file_/hw3.py",
        "Anna de la Cruz_1234_assignsubmission_onlinetext_/onlinetext.html",
        "Anna de la Cruz_1235_assignsubmission_file/hw3.py",
        "Groupe 5_77_assignsubmission_file_/hw3.ipynb",
        "Participant_88_assignsubmission_file_/hw3.py",
        "late_by_mail.py",
    )
    found = find_class(tmp_path)
    assert found.layout is Layout.MOODLE
    by_name = {each.name: each for each in found.hand_ins}
    assert set(by_name) == {
        "Anna de la Cruz_1234",
        "Anna de la Cruz_1235",
        "Groupe 5_77",
        "Participant_88",
        "late_by_mail",
    }
    assert by_name["Anna de la Cruz_1234"].authors == (Author("Anna de la Cruz", ids=(("moodle_uniqueid", "1234"),)),)
    assert inner_paths(tmp_path, "Anna de la Cruz_1234") == ["hw3.py", "onlinetext.html"]
    assert by_name["Groupe 5_77"].group == "Groupe 5"
    assert by_name["Participant_88"].authors[0].ids == (("moodle_uniqueid", "88"),)


def test_moodles_flat_files_get_their_own_names_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        "Anna Smith_1234_assignsubmission_file_hw3.py",
        "Anna Smith_1234_assignsubmission_file_my_helpers.py",
        "Anna Smith_1234_assignsubmission_onlinetext.html",
        "Bob_R_55_assignsubmission_file_hw3.py",
    )
    assert names(tmp_path) == ["Anna Smith_1234", "Bob_R_55"]
    assert inner_paths(tmp_path, "Anna Smith_1234") == ["hw3.py", "my_helpers.py", "onlinetext.html"]
    assert find_hand_ins(tmp_path)[1].authors[0].name == "Bob R"


def test_canvas_files_are_joined_by_student_and_get_their_names_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        "smithanna_1001_90001_hw_12_3456_final.py",
        "smithanna_1001_90002_helpers.py",
        "smithanna_1002_90003_hw3.ipynb",
        "o'neil-bob_LATE_1003_90004_hw3.py",
        "o'neil-bob_LATE_1003_90005_hw3-1.py",
        "smithanna_1001_text.html",
        "anon_aB3x_90006_hw3.py",
    )
    found = find_class(tmp_path)
    assert found.layout is Layout.CANVAS
    by_name = {each.name: each for each in found.hand_ins}
    assert list(by_name) == ["anon_aB3x", "o'neil-bob_1003", "smithanna_1001", "smithanna_1002"]
    assert by_name["o'neil-bob_1003"].late is True
    assert by_name["smithanna_1001"].late is False
    assert by_name["anon_aB3x"].authors == (Author(ids=(("canvas_anonymous_id", "aB3x"),)),)
    assert inner_paths(tmp_path, "smithanna_1001") == ["helpers.py", "hw_12_3456_final.py", "onlinetext.html"]
    assert inner_paths(tmp_path, "o'neil-bob_1003") == ["hw3.py", "sent_before/hw3.py"]
    assert load_hand_in(by_name["o'neil-bob_1003"]).troubles == (
        IntakeNote("o'neil-bob_1003", "marked_late"),
        IntakeNote("hw3-1.py", "sent_again", "hw3.py"),
    )


def test_of_files_sent_again_to_canvas_the_highest_number_comes_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        "roybob_1003_90004_hw3-10.py",
        "roybob_1003_90005_hw3-2.py",
        "roybob_1003_90006_hw3.py",
        "roybob_1003_90007_q-1.py",
        "roybob_1003_90008_q-2.py",
        "roybob_1003_90009_answers-1.tex",
    )
    (tmp_path / "roybob_1003_90004_hw3-10.py").write_text("newest = 1", encoding="utf-8")
    submission = load_hand_in(find_class(tmp_path).hand_ins[0])
    assert [each.path for each in submission.artifacts] == [
        "answers-1.tex", "hw3.py", "q-1.py", "q-2.py", "sent_before/hw3-2.py", "sent_before/hw3.py",
    ]  # fmt: skip
    assert submission.artifacts[1].text == "newest = 1"
    assert [each for each in submission.troubles if isinstance(each, IntakeNote) and each.note == "sent_again"] == [
        IntakeNote("hw3-10.py", "sent_again", "hw3.py"), IntakeNote("hw3-10.py", "sent_again", "hw3-2.py"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "files",
    [
        ("anna_2024_101_hw3.py", "anna_2024_101_hw4.py"),
        ("anna_2024_01_15_hw3.py",),
        ("anna_1001_90001_hw3.py", "bob.py"),
        ("Anna_1001_90001_hw3.py",),
        ("anna_1001_90001_hw3.py", "folder/a.py"),
    ],
)
def test_names_that_only_resemble_canvas_stay_hand_ins_of_their_own(tmp_path: Path, files: tuple[str, ...]) -> None:
    write(tmp_path, *files)
    assert find_class(tmp_path).layout is Layout.PLAIN
    assert len(names(tmp_path)) == len(files)


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    write(tmp_path, "a_100_9001_hw3.py", "a_100_9002_hw3.py")
    assert inner_paths(tmp_path, "a_100") == ["hw3-2.py", "hw3.py"]


def test_nbgraders_tree_gives_students_and_times(tmp_path: Path) -> None:
    write(tmp_path, "source/hw3/hw3.ipynb", "gradebook.db", "submitted/anna/hw3/a.py", "submitted/bob/hw3/lib/b.py")
    write(tmp_path, "submitted/anna/hw3/timestamp.txt", content=b"2024-02-02 15:58:23.948203 America/Montreal\n")
    found = find_class(tmp_path)
    assert found.layout is Layout.NBGRADER
    anna, bob = found.hand_ins
    assert (anna.name, bob.name) == ("anna", "bob")
    assert anna.received_at is not None
    assert anna.received_at.astimezone(UTC) == datetime(2024, 2, 2, 20, 58, 23, 948203, UTC)
    assert bob.received_at is None
    submission = load_hand_in(anna)
    assert [each.path for each in submission.artifacts] == ["a.py"]
    assert submission.data_files == ()
    assert submission.received_at == anna.received_at


def test_several_assignments_of_nbgrader_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "submitted", "anna/hw3/a.py", "anna/hw4/a.py", "bob/hw3/b.py")
    assert names(tmp_path / "submitted") == ["anna_hw3", "anna_hw4", "bob_hw3"]


def test_a_folder_of_folders_is_not_nbgraders_without_a_sign(tmp_path: Path) -> None:
    write(tmp_path, "anna/src/a.py", "bob/src/b.py")
    assert find_class(tmp_path).layout is Layout.PLAIN


def test_the_layout_can_be_said(tmp_path: Path) -> None:
    write(tmp_path, "anna_1001_90001_hw3.py", "anna_1001_90002_b.py")
    assert names(tmp_path) == ["anna_1001"]
    assert names(tmp_path, Layout.PLAIN) == ["anna_1001_90001_hw3", "anna_1001_90002_b"]
    write(tmp_path, "bob.py")
    assert names(tmp_path, Layout.CANVAS) == ["anna_1001", "bob"]


def zip_folder(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w") as opened:
        for file in sorted(folder.rglob("*")):
            opened.write(file, file.relative_to(folder))
    return archive


def test_the_download_may_still_be_packed(tmp_path: Path) -> None:
    gradescope(tmp_path / "class" / "assignment_9_export")
    archive = zip_folder(tmp_path / "class", tmp_path / "export.zip")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("../outside.py", "x")
        opened.writestr("__MACOSX/x", "x")
        link = zipfile.ZipInfo("assignment_9_export/submission_101/link.py")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    found = find_class(archive, unpack_into=tmp_path / "unpacked")
    assert found.layout is Layout.GRADESCOPE
    assert [each.name for each in found.hand_ins] == ["102", "submission_101", "submission_103", "submission_104"]
    assert not (tmp_path / "outside.py").exists()
    assert found.troubles == (
        IntakeNote("__MACOSX", "ignored"),
        Unreadable("../outside.py", "unsafe_path", is_ours=True),
    )
    (trouble,) = [each for each in load_hand_in(found.hand_ins[1]).troubles if isinstance(each, Unreadable)]
    assert trouble.reason == "link"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (("class/anna.py", "class/bob.py"), ["anna", "bob"]),
        (("anna/a.py",), ["anna"]),
        (("anna/a.py", "bob.py"), ["anna", "bob"]),
        (("Anna Smith_1_assignsubmission_file_/a.py",), ["Anna Smith_1"]),
    ],
)
def test_a_folder_named_like_the_archive_is_looked_into(
    tmp_path: Path, inner: tuple[str, ...], expected: list[str]
) -> None:
    archive = zip_folder(write(tmp_path / "content", *inner), tmp_path / "class.zip")
    assert [each.name for each in find_hand_ins(archive, unpack_into=tmp_path / "unpacked")] == expected


def test_what_is_no_class_is_said(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "class.zip", "full/a.py")
    for folder in ("gone", "a.py", "class.zip"):
        with pytest.raises(UsageError):
            find_hand_ins(tmp_path / folder)
    for place in ("full", "new"):
        with pytest.raises(UsageError):
            find_hand_ins(tmp_path / "class.zip", unpack_into=tmp_path / place)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-03 04:05:06 UTC", datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ("2024-02-03T04:05:06.5Z", datetime(2024, 2, 3, 4, 5, 6, 500000, tzinfo=UTC)),
        ("2024-02-03 04:05 +0200", datetime(2024, 2, 3, 2, 5, tzinfo=UTC)),
        ("2024-02-03 04:05:06", datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)),
        (datetime(2024, 2, 3), datetime(2024, 2, 3, tzinfo=UTC)),
        ("2024-02-03 04:05:06 Mars/Olympus", None),
        ("2024-02-03 04:05:06 x/../../etc/passwd", None),
        ("2024-99-03 04:05:06", None),
        ("2024-02-03 04:05:06 +99:99", None),
        ("yesterday", None),
        (7, None),
    ],
)
def test_points_in_time_are_read(value: object, expected: datetime | None) -> None:
    assert read_moment(value) == expected


def test_names_too_long_for_a_report_are_cut_and_stay_apart(tmp_path: Path) -> None:
    for end in ("a", "b"):
        (tmp_path / f"{'é' * 120}{end}.py").write_text("x = 1\n", encoding="utf-8")
    names = [hand_in.name for hand_in in find_hand_ins(tmp_path)]
    assert len(set(names)) == 2
    assert all(len(f"{name}.student.html".encode()) < 255 for name in names)
