"""Rosters, in the headings of any platform, and whose hand-in is whose."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from grader.classroom import join_people, read_roster
from grader.intake import Author, HandIn, Layout
from grader.model.errors import UsageError
from grader.model.late import LatePolicy

CLASS = """\
Prénom;Nom;Courriel;Matricule;Groupe;Prolongation
Anna;Tremblay;anna.tremblay@example.org;2001;G1;
Zoé;Lévesque;zoe@example.org;2002;G1;2 j
Bob;Roy;bob@example.org;2003;;2026-11-25
"""


def test_french_headings_semicolons_and_accents_are_read() -> None:
    roster = read_roster("\ufeff" + CLASS)
    assert roster.columns == ("Prénom", "Nom", "Courriel", "Matricule", "Groupe", "Prolongation")
    zoe = roster.students[1]
    assert (zoe.name, zoe.first, zoe.last, zoe.sid) == ("Zoé Lévesque", "Zoé", "Lévesque", "2002")
    assert zoe.extended_by == timedelta(days=2)


def test_a_moodle_worksheet_and_a_canvas_gradebook_are_rosters() -> None:
    moodle = read_roster(
        'Identifier,Full name,Email address,Status,Grade\nParticipant 501,Bob Roy,bob@example.org,"",\n'
    )
    assert moodle.students[0].moodle == "501"
    canvas = read_roster(
        "Student,ID,SIS User ID,SIS Login ID,Section,HW (9)\n    Points Possible,,,,,71\n"
        '"Roy, Bob",31,2003,bob@example.org,A,\n'
    )
    assert [(each.name, each.canvas, each.sid) for each in canvas.students] == [("Bob Roy", "31", "2003")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("colour,size\nred,3\n", "no column that tells students"),
        ("name,email\nA,x@y.z\nB,X@Y.Z\n", "stands twice: A and B"),
        ("name,extension\nA,soon\n", "row 2: 'soon' is no extension"),
        ("name,extension\nA,400\n", "more than 366 days"),
        ("name,handed in at\nA,monday\n", "row 2: 'monday' is no time of handing in"),
        ("name,email\nA,b,c\n", "row 2: 3 cells under 2 headings"),
    ],
)
def test_problems_of_a_roster_are_named(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_roster(text)


def test_every_platforms_names_find_their_student() -> None:
    roster = read_roster(CLASS)
    hand_ins = [
        HandIn("submission_1", (), Layout.GRADESCOPE, authors=(Author("A. T.", sid="2001"),)),
        HandIn("levesquezoe_7", (), Layout.CANVAS, authors=(Author("levesquezoe", ids=(("canvas_user_id", "7"),)),)),
        HandIn("bob", ()),
        HandIn("stranger", ()),
    ]
    people = join_people(hand_ins, roster)
    shown = {name: [person.student.first if person.student else None for person in found]
             for name, found in people.members.items()}  # fmt: skip
    assert shown == {"submission_1": ["Anna"], "levesquezoe_7": ["Zoé"], "bob": ["Bob"], "stranger": [None]}
    assert people.troubles == ("stranger: nobody of the roster is its author",)
    assert people.absent == ()


def test_a_group_is_all_its_members_with_the_most_generous_extension() -> None:
    hand_in = HandIn("g1_9", (), Layout.MOODLE, group="G1", received_at=datetime(2026, 11, 22, tzinfo=UTC))
    people = join_people([hand_in], read_roster(CLASS))
    assert [person.name for person in people.members["g1_9"]] == ["Anna Tremblay", "Zoé Lévesque"]
    timing = people.timing(hand_in, None)
    assert timing.extended_by == timedelta(days=2)
    assert [(name, own.extended_by) for name, own in timing.members] == [
        ("Anna Tremblay", timedelta()), ("Zoé Lévesque", timedelta(days=2)),
    ]  # fmt: skip
    assert [student.name for student in people.absent] == ["Bob Roy"]


def test_a_date_without_a_zone_ends_that_day_where_the_homework_is_due() -> None:
    zone = timezone(timedelta(hours=-5))
    policy = LatePolicy(Fraction(10), due=datetime(2026, 11, 20, 23, 59, tzinfo=zone))
    hand_in = HandIn("bob", ())
    timing = join_people([hand_in], read_roster(CLASS)).timing(hand_in, policy)
    assert timing.extended_to == datetime(2026, 11, 25, 23, 59, 59, tzinfo=zone)


TIMED = "Name,Group,Handed in at\nAnna,G1,2026-11-22T09:30\nZoé,G1,\nBob,,\n"


def test_the_roster_says_when_work_came_that_a_platform_only_marks_late() -> None:
    zone = timezone(timedelta(hours=-5))
    policy = LatePolicy(Fraction(10), due=datetime(2026, 11, 20, 23, 59, tzinfo=zone))
    group, alone = HandIn("g1_9", (), Layout.MOODLE, group="G1", late=True), HandIn("bob", (), late=True)
    people = join_people([group, alone], read_roster(TIMED))
    assert people.timing(group, policy).received_at == datetime(2026, 11, 22, 9, 30, tzinfo=zone)
    assert people.timing(group, policy).members == ()  # the line of one member tells it of all
    assert people.untimed([group, alone], policy) == ("bob",)
    assert people.untimed([group, alone], None) == ()


def test_a_platforms_own_time_goes_before_the_rosters() -> None:
    came = datetime(2026, 11, 21, tzinfo=UTC)
    hand_in = HandIn("g1_9", (), Layout.MOODLE, group="G1", received_at=came)
    assert join_people([hand_in], read_roster(TIMED)).timing(hand_in, None).received_at == came


def test_a_name_that_two_students_share_finds_neither() -> None:
    people = join_people([HandIn("Ann Lee", ())], read_roster("name,email\nAnn Lee,a@x.org\nAnn Lee,b@x.org\n"))
    assert people.members["Ann Lee"][0].student is None


def test_several_hand_ins_of_one_student_are_told() -> None:
    people = join_people([HandIn("2003", ()), HandIn("bob", ())], read_roster(CLASS))
    assert people.troubles == ("Bob Roy: several hand-ins: 2003, bob",)
