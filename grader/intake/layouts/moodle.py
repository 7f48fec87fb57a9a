"""Moodle's "Download all submissions": folders, or everything flat."""

import re
from pathlib import Path

from grader.intake.layouts.hand_in import Author, HandIn, Layout, Listing, Reader, plain_hand_in, with_file
from grader.intake.text_entry import TEXT_ENTRY
from grader.model.evidence import Evidence

_NAME = re.compile(r"(?P<who>.+)_(?P<id>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_|(?=\.)|$)(?P<rest>.*)")
_TEAM = re.compile(r"(?:group|groupe|team|équipe|equipe|grupo|gruppe)\b", re.IGNORECASE)
_BLIND = "participant"


def _recognises(listing: Listing) -> bool:
    return any(_NAME.fullmatch(child.name) for child in listing.children)


def _read(listing: Listing) -> tuple[list[HandIn], list[Evidence]]:
    """Join a student's folders or files by the number that Moodle gave them; anything else is a hand-in by itself."""
    by_key: dict[str, HandIn] = {}
    for child in listing.children:
        found = _NAME.fullmatch(child.name)
        if found is None:
            by_key[child.name] = plain_hand_in(child)
            continue
        key = f"{found['who']}_{found['id']}"
        hand_in = by_key.get(key) or _begin(key, found)
        by_key[key] = with_file(hand_in, child, _inner_name(child, found))
    return list(by_key.values()), []


def _begin(key: str, found: re.Match[str]) -> HandIn:
    who, number = found["who"].replace("_", " ").strip(), found["id"]
    ids = (("moodle_uniqueid", number),)
    if who.casefold() == _BLIND:
        return HandIn(key, (), Layout.MOODLE, authors=(Author(name=f"{who} {number}", ids=ids),))
    if _TEAM.match(who):
        return HandIn(key, (), Layout.MOODLE, authors=(Author(ids=(("moodle_groupid", number),)),), group=who)
    return HandIn(key, (), Layout.MOODLE, authors=(Author(name=who, ids=ids),))


def _inner_name(child: Path, found: re.Match[str]) -> str | None:
    if child.is_dir():
        return None
    rest = found["rest"]
    if found["plugin"] == "onlinetext" and Path(rest).suffix.lower() in {"", ".html", ".htm"}:
        return TEXT_ENTRY
    return rest or None


MOODLE = Reader(Layout.MOODLE, _recognises, _read)
