"""nbgrader's tree: ``submitted/<student>/<assignment>/``."""

from pathlib import Path

from grader.intake.folder import read_plain_file
from grader.intake.layouts.hand_in import Author, HandIn, Layout, Listing, Reader, plain_hand_in
from grader.intake.layouts.moments import read_moment
from grader.model.errors import IntakeError
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote, Unreadable

_SUBMITTED, _TIMESTAMP = "submitted", "timestamp.txt"
_SIBLINGS = frozenset({"source", "release", "autograded", "feedback", "gradebook.db", "nbgrader_config.py"})
_TIMESTAMP_BYTES = 200


def _recognises(listing: Listing) -> bool:
    """Look for the folder among its siblings, or be in it, or see the time stamps that nbgrader writes."""
    top = listing.named(_SUBMITTED)
    if top is not None and top.is_dir():
        return len(listing.children) == 1 or any(child.name in _SIBLINGS for child in listing.children)
    students = [child for child in listing.children if child.is_dir()]
    if not students or len(students) < len(listing.children):
        return False
    has_tree = all(assignment.is_dir() for student in students for assignment in _below(student))
    return has_tree and (
        listing.folder.name == _SUBMITTED
        or any((assignment / _TIMESTAMP).is_file() for student in students for assignment in _below(student))
    )


def _read(listing: Listing) -> tuple[list[HandIn], list[Evidence]]:
    """Name a hand-in after its student, and after the assignment as well where there are several of those."""
    top = listing.named(_SUBMITTED)
    students = _below(top) if top is not None else list(listing.children)
    found = [(student, assignment) for student in students if student.is_dir() for assignment in _below(student)]
    assignments = {assignment.name for _, assignment in found if assignment.is_dir()}
    hand_ins = [
        _hand_in(student, assignment, len(assignments) > 1) for student, assignment in found if assignment.is_dir()
    ]
    hand_ins += [plain_hand_in(student) for student in students if not student.is_dir()]
    others = [assignment for _, assignment in found if not assignment.is_dir()]
    beside: list[Evidence] = [IntakeNote(f"{file.parent.name}/{file.name}", "outside_any_hand_in") for file in others]
    return hand_ins, beside


def _hand_in(student: Path, assignment: Path, has_several: bool) -> HandIn:
    troubles: tuple[Evidence, ...] = ()
    received_at = None
    stamp = assignment / _TIMESTAMP
    if stamp.is_file() and not stamp.is_symlink():
        try:
            text = read_plain_file(stamp, _TIMESTAMP_BYTES).decode("utf-8", "replace")
        except IntakeError as error:
            troubles = (Unreadable(_TIMESTAMP, error.args[0], error.args[1]),)
        else:
            received_at = read_moment(text)
            if received_at is None:
                troubles = (Unreadable(_TIMESTAMP, "bad_time", text[:80]),)
    return HandIn(
        name=f"{student.name}_{assignment.name}" if has_several else student.name,
        paths=(assignment,),
        layout=Layout.NBGRADER,
        left_out=(_TIMESTAMP,),
        authors=(Author(ids=(("nbgrader_student_id", student.name),)),),
        received_at=received_at,
        troubles=troubles,
    )


def _below(folder: Path) -> list[Path]:
    try:
        children = sorted(folder.iterdir(), key=lambda child: child.name)
    except OSError:
        return []
    return [child for child in children if not child.name.startswith(".") and not child.is_symlink()]


NBGRADER = Reader(Layout.NBGRADER, _recognises, _read)
