"""A class's hand-ins: in a folder, or in the download of a learning platform."""

from dataclasses import replace
from pathlib import Path

from grader.intake.class_archive import unpack_class
from grader.intake.files import ARCHIVES, ending_of
from grader.intake.folder import STAFF_FILE
from grader.intake.layouts.canvas import CANVAS
from grader.intake.layouts.gradescope import GRADESCOPE
from grader.intake.layouts.hand_in import ClassFolder, HandIn, Layout, Listing, Reader, numbered, plain_hand_in
from grader.intake.layouts.moodle import MOODLE
from grader.intake.layouts.nbgrader import NBGRADER
from grader.intake.limits import CLASS_LIMITS, DEFAULT_LIMITS, IntakeLimits
from grader.intake.load import load_files
from grader.model.errors import UsageError
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote, Unreadable
from grader.model.submission import Submission

_READERS = (GRADESCOPE, MOODLE, NBGRADER, CANVAS)
_EXPORT = "assignment_"  # the beginning of the one folder in a Gradescope export
_LEFT_BY_SYSTEMS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


def find_hand_ins(
    folder: Path, *, layout: Layout | None = None, unpack_into: Path | None = None, limits: IntakeLimits = CLASS_LIMITS
) -> tuple[HandIn, ...]:
    """Return the hand-ins of a class; see ``find_class``."""
    return find_class(folder, layout=layout, unpack_into=unpack_into, limits=limits).hand_ins


def find_class(
    folder: Path, *, layout: Layout | None = None, unpack_into: Path | None = None, limits: IntakeLimits = CLASS_LIMITS
) -> ClassFolder:
    """Find the hand-ins of a class.

    Each direct child that is not hidden is a hand-in, named after the file without its last ending or after the
    folder; equal names get ``-2``, ``-3`` in the order of the files' names. In a platform's download, which is
    recognised by its names, what belongs to one student is one hand-in, and authors are known.

    Args:
        folder: a folder, or an archive of one.
        layout: what the folder is; None: found by looking.
        unpack_into: an empty folder, made if it is not there, in which an archive is unpacked; it must outlive the
            hand-ins.
        limits: caps on what is unpacked.

    Returns:
        The hand-ins, in order of their files.

    Raises:
        UsageError: if ``folder`` is neither, or is an archive and there is no place to unpack it.
    """
    troubles: list[Evidence] = []
    if folder.is_dir():
        place = folder
    elif folder.is_file() and ending_of(folder.name) in ARCHIVES:
        if unpack_into is None:
            raise UsageError(f"{folder}: unpack this archive first and name the folder")
        place = unpack_into
        troubles += unpack_class(folder, unpack_into, limits)
    else:
        raise UsageError(f"{folder}: neither a folder nor an archive of hand-ins")
    listing, reader = _place_of_hand_ins(place, layout, folder.name if place is not folder else "")
    links = _links(listing.folder)
    found, beside = reader.read(listing) if reader else ([plain_hand_in(child) for child in listing.children], [])
    hand_ins = numbered(sorted([*found, *links], key=_order))
    shared, hand_ins = _given_to_hand_ins(troubles, hand_ins, place)
    used = reader.layout if reader else Layout.PLAIN
    left = [IntakeNote(child.name, "ignored") for child in sorted(listing.folder.iterdir()) if _is_clutter(child)]
    return ClassFolder(
        tuple(replace(hand_in, layout=used) for hand_in in hand_ins), used, listing.folder, (*left, *beside, *shared)
    )


def load_hand_in(hand_in: HandIn, *, limits: IntakeLimits = DEFAULT_LIMITS) -> Submission:
    """Read one hand-in of a class; see ``load_submission``."""
    return load_files(
        hand_in.name,
        hand_in.paths,
        hand_in.inner_names or (None,) * len(hand_in.paths),
        limits=limits,
        received_at=hand_in.received_at,
        authors=tuple(author.shown() for author in hand_in.authors if author.shown()),
        troubles=(*_particulars(hand_in), *hand_in.troubles),
        left_out=hand_in.left_out,
    )


def _particulars(hand_in: HandIn) -> tuple[Evidence, ...]:
    """Say in the report what the platform says of the hand-in as a whole."""
    notes: list[Evidence] = []
    if hand_in.group:
        notes.append(IntakeNote(hand_in.name, "handed_in_by_group", hand_in.group))
    if hand_in.received_at:
        notes.append(IntakeNote(hand_in.name, "handed_in_at", hand_in.received_at.isoformat(timespec="seconds")))
    if hand_in.late:
        notes.append(IntakeNote(hand_in.name, "marked_late"))
    return tuple(notes)


def _place_of_hand_ins(place: Path, layout: Layout | None, archive: str) -> tuple[Listing, Reader | None]:
    """Return the folder that holds the hand-ins and the reader of its layout.

    A platform packs its folders in one; so do people, who name it like the archive. Below that a single folder is
    the single hand-in.
    """
    listing = _listing(place)
    reader = _reader_for(listing, layout)
    only = listing.children[0] if len(listing.children) == 1 and listing.children[0].is_dir() else None
    if only is None or (reader is not None and reader.recognises(listing)):
        return listing, reader
    inner = _listing(only)
    inner_reader = _reader_for(inner, layout)
    if inner_reader is not None and inner_reader.recognises(inner) and (archive or only.name.startswith(_EXPORT)):
        return inner, inner_reader
    if archive and archive.casefold().startswith(f"{only.name.casefold()}."):
        return inner, inner_reader
    return listing, reader


def _reader_for(listing: Listing, layout: Layout | None) -> Reader | None:
    if layout is not None:
        return next((reader for reader in _READERS if reader.layout is layout), None)
    return next((reader for reader in _READERS if reader.recognises(listing)), None)


def _listing(folder: Path) -> Listing:
    try:
        children = [child for child in folder.iterdir() if _may_be_a_hand_in(child) and not child.is_symlink()]
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error
    return Listing(folder, tuple(sorted(children, key=lambda child: child.name)))


def _may_be_a_hand_in(child: Path) -> bool:
    return not child.name.startswith(".") and child.name != STAFF_FILE and not _is_clutter(child)


def _is_clutter(child: Path) -> bool:
    return child.name.casefold() in _LEFT_BY_SYSTEMS


def _links(folder: Path) -> list[HandIn]:
    """Return a hand-in that nobody opens for each link: it may point at another student's work, or out of here."""
    return [
        HandIn(child.stem or child.name, (), troubles=(Unreadable(child.name, "link", is_ours=True),))
        for child in folder.iterdir()
        if _may_be_a_hand_in(child) and child.is_symlink()
    ]


def _order(hand_in: HandIn) -> tuple[str, str]:
    # Names of a platform's making are in order by themselves; of "anna.ipynb" and "anna.py" the files' names decide.
    is_child = hand_in.layout is Layout.PLAIN and hand_in.paths
    return (hand_in.paths[0].name if is_child else hand_in.name), hand_in.name


def _given_to_hand_ins(
    troubles: list[Evidence], hand_ins: tuple[HandIn, ...], place: Path
) -> tuple[list[Evidence], tuple[HandIn, ...]]:
    """Give each fact about an archive's entry to the hand-in that it is in; return those that are in none first."""
    owners = [(path.relative_to(place).as_posix(), index) for index, each in enumerate(hand_ins) for path in each.paths]
    given: dict[int, list[Evidence]] = {}
    shared: list[Evidence] = []
    for trouble in troubles:
        path = trouble.path if isinstance(trouble, Unreadable | IntakeNote) else ""
        owner = next((index for root, index in owners if path == root or path.startswith(root + "/")), None)
        (shared if owner is None else given.setdefault(owner, [])).append(trouble)
    return shared, tuple(
        replace(each, troubles=(*each.troubles, *given.get(index, ()))) for index, each in enumerate(hand_ins)
    )
