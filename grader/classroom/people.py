"""Whose hand-in is whose: the platform's authors and the roster's students brought together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from grader.classroom.roster import Roster, Student, in_zone, plain_key, read_roster
from grader.classroom.store import PARTIAL, ROSTER, Store
from grader.intake import Author, HandIn
from grader.model.late import LatePolicy, Timing


@dataclass(frozen=True, slots=True)
class Person:
    """One student: by the roster, by the platform, or by both."""

    student: Student | None
    author: Author = field(default_factory=Author)

    @property
    def name(self) -> str:
        """The full name; empty where nobody says it."""
        return (self.student.name if self.student else "") or self.author.name

    @property
    def email(self) -> str:
        """The address."""
        return (self.student.email if self.student else "") or self.author.email

    @property
    def sid(self) -> str:
        """The institution's student number."""
        return (self.student.sid if self.student else "") or self.author.sid

    def platform_id(self, kind: str) -> str:
        """Return the platform's own number: ``moodle``, ``canvas``, ``anonymous`` or ``nbgrader``."""
        key = _PLATFORM_KEYS[kind]
        by_author = next((value for name, value in self.author.ids if name == key), "")
        return by_author or (str(getattr(self.student, kind, "")) if self.student else "")

    def shown(self) -> str:
        """Return what to call this person in a sentence."""
        return self.name or self.email or self.sid or self.author.shown()


_PLATFORM_KEYS = {
    "moodle": "moodle_uniqueid",
    "canvas": "canvas_user_id",
    "anonymous": "canvas_anonymous_id",
    "nbgrader": "nbgrader_student_id",
}


@dataclass(frozen=True, slots=True)
class People:
    """A class's people: the authors of each hand-in, and what did not fit together."""

    roster: Roster
    members: Mapping[str, tuple[Person, ...]]
    absent: tuple[Student, ...]
    """Students of the roster without any hand-in."""
    troubles: tuple[str, ...]
    """Sentences for staff: hand-ins of nobody on the roster, students with several hand-ins."""

    def timing(self, hand_in: HandIn, policy: LatePolicy | None) -> Timing:
        """Return a hand-in's dates: in a group the most generous, and each member's beside them where they differ."""
        members = self.members.get(hand_in.name, ())
        own = [(person.shown(), self.timing_of(hand_in, person, policy)) for person in members]
        dates = [timing.extended_to for _, timing in own if timing.extended_to]
        together = Timing(
            self.received_at(hand_in, policy),
            extended_to=max(dates, default=None),
            extended_by=max((timing.extended_by for _, timing in own), default=timedelta()),
        )
        # Two kinds of extension in one group may be more than either member has: then each has dates of their own too.
        is_same = all(timing == together for _, timing in own)
        return together if is_same else replace(together, members=tuple(own))

    def timing_of(self, hand_in: HandIn, person: Person, policy: LatePolicy | None) -> Timing:
        """Return the dates of one author of a hand-in."""
        student, received_at = person.student, self.received_at(hand_in, policy)
        if student is None:
            return Timing(received_at)
        return Timing(
            received_at,
            extended_to=in_zone(student.extended_to, _zone(policy)),
            extended_by=student.extended_by,
        )

    def received_at(self, hand_in: HandIn, policy: LatePolicy | None) -> datetime | None:
        """Return when a hand-in came: what the platform says, else the latest that the roster says of a member."""
        if hand_in.received_at is not None:
            return hand_in.received_at
        students = (person.student for person in self.members.get(hand_in.name, ()))
        times = [in_zone(student.received_at, _zone(policy)) for student in students if student]
        return max((each for each in times if each), default=None)

    def untimed(self, hand_ins: Sequence[HandIn], policy: LatePolicy | None) -> tuple[str, ...]:
        """Return the hand-ins that are marked late and of which nobody says when they came."""
        if policy is None:
            return ()
        return tuple(each.name for each in hand_ins if each.late and self.received_at(each, policy) is None)


def _zone(policy: LatePolicy | None) -> tzinfo | None:
    return policy.due.tzinfo if policy and policy.due else None


def join_people(hand_ins: Sequence[HandIn], roster: Roster | None) -> People:
    """Find the students of every hand-in.

    Args:
        hand_ins: the class's.
        roster: the course's list; None: the platform's word alone.

    Returns:
        The people. A name fits only when it fits one student.
    """
    index = _Index(roster.students if roster else ())
    members: dict[str, tuple[Person, ...]] = {}
    owned: dict[int, list[str]] = {}
    troubles: list[str] = []
    for hand_in in hand_ins:
        found = tuple(index.people_of(hand_in))
        members[hand_in.name] = found
        for person in found:
            if person.student:
                owned.setdefault(id(person.student), []).append(hand_in.name)
        if roster and not any(person.student for person in found):
            troubles.append(f"{hand_in.name}: nobody of the roster is its author")
        elif roster:
            strangers = [person.shown() for person in found if person.student is None]
            if strangers:
                troubles.append(f"{hand_in.name}: not on the roster: {', '.join(strangers)}")
    students = roster.students if roster else ()
    for student in students:
        names = owned.get(id(student), [])
        if len(names) > 1:
            troubles.append(f"{student.name or student.email or student.sid}: several hand-ins: {', '.join(names)}")
    absent = tuple(student for student in students if id(student) not in owned)
    return People(roster or Roster(), members, absent, tuple(troubles))


def people_of(store: Store) -> People:
    """Return a recorded class's people, by its roster where it has one."""
    settings = store.settings()
    text = settings.get(ROSTER)
    people = join_people(store.origins(), read_roster(text) if text else None)
    # Of a class that was split, the students whose work lies elsewhere are not absent.
    return replace(people, absent=()) if settings.get(PARTIAL) else people


class _Index:
    """Students by everything that may tell them; what fits two of them fits none."""

    def __init__(self, students: Sequence[Student]) -> None:
        self.students = students
        self.by_key: dict[tuple[str, str], Student | None] = {}
        for student in students:
            for key in set(_student_keys(student)):
                is_new = key not in self.by_key or self.by_key[key] is student
                self.by_key[key] = student if is_new else None

    def people_of(self, hand_in: HandIn) -> Iterable[Person]:
        team = plain_key(hand_in.group or "")
        grouped = [student for student in self.students if team and plain_key(student.group) == team]
        if grouped:
            yield from (Person(student) for student in grouped)
            return
        if not hand_in.authors:
            yield Person(self._first(_name_keys(hand_in.name)), Author(name=hand_in.name))
        for author in hand_in.authors:
            yield Person(self._first(_author_keys(author)), author)

    def _first(self, keys: Iterable[tuple[str, str]]) -> Student | None:
        return next((student for key in keys if (student := self.by_key.get(key)) is not None), None)


def _student_keys(student: Student) -> Iterable[tuple[str, str]]:
    for kind in ("moodle", "canvas", "anonymous"):
        if value := str(getattr(student, kind)):
            yield kind, value.casefold()
    for value in (student.sid, student.login):
        if value:
            yield "id", value.casefold()
    if student.email:
        yield "email", student.email.casefold()
        yield "id", student.email.partition("@")[0].casefold()
    for name in _orders(student):
        yield "name", name


def _orders(student: Student) -> Iterable[str]:
    # Canvas writes the sortable name without anything between: "Tremblay, Anna" becomes tremblayanna.
    words = student.name.split()
    yield plain_key(student.name)
    if student.first and student.last:
        yield plain_key(student.first + student.last)
        yield plain_key(student.last + student.first)
    for at in range(1, len(words)):
        yield plain_key("".join((*words[at:], *words[:at])))


def _author_keys(author: Author) -> Iterable[tuple[str, str]]:
    ids = dict(author.ids)
    for kind, key in _PLATFORM_KEYS.items():
        if key in ids:
            yield ("id" if kind == "nbgrader" else kind), ids[key].casefold()
    if author.sid:
        yield "id", author.sid.casefold()
    if author.email:
        yield "email", author.email.casefold()
    if author.name:
        yield "name", plain_key(author.name)
    if "nbgrader_student_id" in ids:
        yield from _name_keys(ids["nbgrader_student_id"])


def _name_keys(name: str) -> Iterable[tuple[str, str]]:
    yield "id", name.casefold()
    yield "email", name.casefold()
    yield "name", plain_key(name)
