"""Canvas's "Download submissions": one flat folder, all particulars in the files' names."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from grader.intake.layouts.hand_in import Author, HandIn, Layout, Listing, Reader, plain_hand_in, with_file
from grader.intake.text_entry import TEXT_ENTRY
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote

_WHO = r"(?P<who>[^\W_A-Z][^_A-Z]*)(?P<late>_LATE)?_(?P<user>\d+)"
_ANONYMOUS = r"(?P<who>anon)_(?P<user>[A-Za-z0-9]+)(?P<late>_LATE)?(?:_\d{3,})?"
_FILE = r"_(?P<attachment>[1-9]\d{2,})_(?P<file>.+)"
_TEXT = r"_(?P<text>text\.html)"
_NAMES = tuple(re.compile(who + what) for who in (_ANONYMOUS, _WHO) for what in (_TEXT, _FILE))
_RESENT = re.compile(r"(?P<base>.+)-\d+")


def _parsed(name: str) -> re.Match[str] | None:
    return next((found for pattern in _NAMES if (found := pattern.fullmatch(name))), None)


def _recognises(listing: Listing) -> bool:
    """Demand that every child has such a name and every attachment its own number: dates in names look alike."""
    parsed = [_parsed(child.name) if child.is_file() else None for child in listing.children]
    attachments = [found.groupdict().get("attachment") for found in parsed if found is not None]
    numbers = [number for number in attachments if number]
    return bool(parsed) and all(parsed) and len(set(numbers)) == len(numbers)


def _read(listing: Listing) -> tuple[list[HandIn], list[Evidence]]:
    """Join a student's files; anything that is named otherwise is a hand-in by itself."""
    by_key: dict[str, HandIn] = {}
    for child in listing.children:
        found = _parsed(child.name) if child.is_file() else None
        if found is None:
            by_key[child.name] = plain_hand_in(child)
            continue
        key = f"{found['who']}_{found['user']}"
        hand_in = by_key.get(key) or _begin(key, found)
        by_key[key] = with_file(hand_in, child, found.groupdict().get("file") or TEXT_ENTRY)
    return [_with_notes(hand_in) for hand_in in by_key.values()], []


def _begin(key: str, found: re.Match[str]) -> HandIn:
    is_anonymous = found["who"] == "anon"
    author = Author(
        name="" if is_anonymous else found["who"],
        ids=(("canvas_anonymous_id" if is_anonymous else "canvas_user_id", found["user"]),),
    )
    return HandIn(key, (), Layout.CANVAS, authors=(author,), late=found["late"] is not None)


def _with_notes(hand_in: HandIn) -> HandIn:
    """Note names that Canvas may have numbered because the file was sent again; none is left out for it."""
    return replace(hand_in, troubles=tuple(_resent(name for name in hand_in.inner_names if name)))


def _resent(names: Iterable[str]) -> list[Evidence]:
    all_names = list(names)
    notes: list[Evidence] = []
    for name in all_names:
        pure = PurePosixPath(name)
        found = _RESENT.fullmatch(pure.stem)
        if found and found["base"] + pure.suffix in all_names:
            notes.append(IntakeNote(name, "sent_again", found["base"] + pure.suffix))
    return notes


CANVAS = Reader(Layout.CANVAS, _recognises, _read)
