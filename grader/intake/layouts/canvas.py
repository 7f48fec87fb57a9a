"""Canvas's "Download submissions": one flat folder, all particulars in the files' names."""

import re
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
_RESENT = re.compile(r"(?P<base>.+)-(?P<number>[1-9]\d{0,3})")
_BEFORE = "sent_before"


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
    """Put files that were sent again in the place of those before: the highest number is the newest.

    The newest of them gets the name without its number, by which the others import it; those before stand deeper, in a
    folder of their own, so that theirs counts only for what the newest does not have. None is left out: a student may
    have meant two files.
    """
    names = list(hand_in.inner_names)
    troubles: list[Evidence] = []
    versions: dict[str, list[tuple[int, int]]] = {}
    for at, name in enumerate(names):
        base, number = _without_number(name or "")
        versions.setdefault(base, []).append((number, at))
    for base, found in versions.items():
        if min(found)[0] > 0 or max(found)[0] == 0:  # hw-1.py and hw-2.py without hw.py are two files
            continue
        *older, (_, newest) = sorted(found)
        for _, at in older:
            troubles.append(IntakeNote(names[newest] or "", "sent_again", names[at] or ""))
            names[at] = f"{_BEFORE}/{names[at]}"
        names[newest] = base
    return replace(hand_in, inner_names=tuple(names), troubles=tuple(troubles))


def _without_number(name: str) -> tuple[str, int]:
    pure = PurePosixPath(name)
    found = _RESENT.fullmatch(pure.stem)
    return (found["base"] + pure.suffix, int(found["number"])) if found else (name, 0)


CANVAS = Reader(Layout.CANVAS, _recognises, _read)
